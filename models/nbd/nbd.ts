import type { PurchaseModel } from "../../src/model.ts";
import { gammaRate } from "../family/gamma-heterogeneity.ts";
import { rateAlive } from "../family/rate-alive.ts";
import { withoutRepeatPurchase } from "../family/rate-limits.ts";
import { future, newcomer } from "./future.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { parameters } from "./parameters.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** The NBD: purchases at a Gamma-distributed rate, for ever. It is the reference for models with dropout. */
export const nbd: PurchaseModel = {
  kind: "purchase",
  name: "nbd",
  title: "NBD",
  source: "Ehrenberg (1959)",
  parameters,
  example: { r: 0.385, alpha: 12.072 },
  statistic: { shared: ["frequency", "T"], summed: [] },
  clock: "continuous",
  limits,
  limitOf: withoutRepeatPurchase,
  heterogeneity: [gammaRate("purchases per time (λ)")],
  objective,
  start,
  future,
  newcomer,
  rateAlive,
  simulate,
};
