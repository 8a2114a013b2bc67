import gammainc from "@stdlib/math-base-special-gammainc";
import { isInfinite } from "../../src/math/infinite.ts";
import type { Heterogeneity, Parameter, PurchaseModel } from "../../src/model.ts";
import { betaDropout } from "../bg-nbd/heterogeneity.ts";
import { parameters as bgParameters } from "../bg-nbd/parameters.ts";
import { start } from "../bg-nbd/start.ts";
import { withoutRepeatPurchase } from "../family/rate-limits.ts";
import { regularPlace } from "../family/regular-place.ts";
import { future, newcomer } from "./future.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { simulate } from "./simulate.ts";

const MEANINGS: Readonly<Record<string, string>> = {
  r: "shape of the rate of phases λ ~ Gamma(r, α), k phases to a purchase",
  alpha: "rate of λ ~ Gamma(r, α), a time",
};

/** Those of BG/NBD; λ counts phases. */
const parameters: readonly Parameter[] = bgParameters.map((p) => ({ ...p, meaning: MEANINGS[p.name] ?? p.meaning }));

/**
 * The (M)BG/CNBD-k: (M)BG/NBD with k phases to a purchase, so that customers buy at regular times; k = 1 is (M)BG/NBD itself.
 *
 * @param k phases between two purchases, an integer from 1 to 6
 * @param firstCoins coins at the first purchase: 0 for BG/CNBD-k, 1 for MBG/CNBD-k
 */
export function cnbd(k: number, firstCoins: 0 | 1): PurchaseModel {
  const member = { k, firstCoins };
  const kind = firstCoins === 0 ? "BG" : "MBG";
  return {
    kind: "purchase",
    name: `${kind.toLowerCase()}-cnbd-${k}`,
    title: `${kind}/CNBD-${k}`,
    source: "Platzer & Reutterer (2016)",
    parameters,
    example:
      firstCoins === 0 ? { r: 0.359, alpha: 1.129, a: 0.523, b: 2.785 } : { r: 1.329, alpha: 2.813, a: 0.425, b: 0.79 },
    statistic: { shared: ["frequency", "recency", "T"], summed: ["litt"] },
    dropout: "a",
    clock: "continuous",
    regular: regularPlace(firstCoins === 0 ? "bg-nbd" : "mbg-nbd", k),
    limits: limits(member),
    limitOf: withoutRepeatPurchase,
    heterogeneity: [
      purchaseRate(k),
      betaDropout(`probability to drop out after a ${firstCoins === 0 ? "repeat " : ""}purchase (p)`),
    ],
    objective: objective(member),
    start(histories) {
      const { alpha, ...rest } = start(histories);
      return { ...rest, alpha: alpha / k };
    },
    future: future(member),
    newcomer: newcomer(member),
    simulate: simulate(member),
  };
}

/** λ/k, the purchases per time. */
function purchaseRate(k: number): Heterogeneity {
  return {
    name: "rate",
    title: "purchases per time while alive (λ/k)",
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ r, alpha }) => r / alpha / k,
    cumulative: ({ r, alpha }, rate) => (isInfinite(r) ? Number(rate >= r / alpha / k) : gammainc(alpha * k * rate, r)),
  };
}
