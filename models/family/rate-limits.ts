import { INFINITE } from "../../src/math/infinite.ts";
import type { Histories, Kept, Limit, LimitOfData } from "../../src/model.ts";

/** The common rate, of purchases or of the phases that a model counts. */
const RATE: Kept = {
  name: "r/α",
  timePower: -1,
  moneyPower: 0,
  upper: Number.POSITIVE_INFINITY,
  of: ({ r, alpha }) => r / alpha,
  carrier: "r",
  slope: (rate) => rate,
};

/**
 * The limits of purchase rates λ ~ Gamma(r, α), the first two parameters of a model with `more` others. The rate may
 * count phases, of which a purchase has several.
 *
 * r, α → 0 is not a limit: a customer who buys contributes a factor r to the likelihood, which falls for ever.
 */
export function homogeneousRate(more: number, rate = "purchase rate"): Limit {
  return {
    name: "homogeneous-rate",
    direction: [1, 1, ...Array<number>(more).fill(0)],
    unidentified: ["r", "alpha"],
    message: `No difference between customers in ${rate} is visible: r, α → ∞, only their ratio is identified.`,
    advice: `Predictions are numerically determined, with one ${rate} r/α for all customers; do not interpret r or α alone.`,
    keeps: RATE,
    standFor: (kept) => ({ r: kept * INFINITE, alpha: INFINITE }),
  };
}

const NO_REPEAT_PURCHASES = "no-repeat-purchases";

/**
 * The limit of data without a repeat purchase. It follows from the data alone, because there the likelihood tends to 1
 * along several paths. No search can distinguish customers who never buy from customers who are gone.
 */
export function withoutRepeatPurchase({ length, frequency, count }: Histories): LimitOfData | undefined {
  for (let i = 0; i < length; i++) if (count[i] > 0 && frequency[i] > 0) return undefined;
  return { name: NO_REPEAT_PURCHASES, kept: Number.NaN };
}

/** No customer came back, and the rate tends to 0. The other parameters then mean nothing; their names come with the values that stand for them. */
export function noRepeatPurchases(others: Readonly<Record<string, number>>): Limit {
  const names = Object.keys(others);
  const lost = names.length > 0 ? ", and the data say nothing about dropout" : "";
  return {
    name: NO_REPEAT_PURCHASES,
    direction: [-1, 1, ...names.map(() => 0)],
    unidentified: ["r", "alpha", ...names],
    message: `No customer has bought twice: the purchase rate tends to 0${lost}.`,
    advice: "No prediction is possible. Observe a longer time, or check grain, customer ids and the period.",
    standFor: () => ({ r: 1 / INFINITE, alpha: INFINITE, ...others }),
  };
}
