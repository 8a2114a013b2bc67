import { INFINITE } from "../../src/math/infinite.ts";
import type { Kept, Limit } from "../../src/model.ts";
import { homogeneousRate, noRepeatPurchases } from "../family/rate-limits.ts";

/** The common dropout probability, or the share of customers who drop out at once; (ln a, ln b) → its logit. */
const DROPOUT: Kept = {
  name: "a/(a+b)",
  timePower: 0,
  moneyPower: 0,
  upper: 1,
  of: ({ a, b }) => a / (a + b),
  carrier: "a",
  slope: (p) => p * (1 - p),
};

export const noDropout: Limit = {
  name: "no-dropout",
  direction: [0, 0, -1, 0],
  unidentified: ["a", "b"],
  message: "No dropout is visible: a/(a+b) → 0, the model tends to the NBD.",
  advice:
    "Expected purchases are those of the NBD and numerically determined; P(alive) is 1 by assumption, not by evidence.",
  standFor: () => ({ a: 0, b: 1 }),
};

export const homogeneousDropout: Limit = {
  name: "homogeneous-dropout",
  direction: [0, 0, 1, 1],
  unidentified: ["a", "b"],
  message: "No difference between customers in dropout is visible: a, b → ∞, only their ratio is identified.",
  advice:
    "Predictions are numerically determined, with one dropout probability a/(a+b) for all customers; do not interpret a or b alone.",
  keeps: DROPOUT,
  standFor: (p) => ({ a: p * INFINITE, b: (1 - p) * INFINITE }),
};

/** Each customer drops out at the first coin, after the named purchase, or never. */
export function allOrNone(first: string): Limit {
  return {
    name: "all-or-none-dropout",
    direction: [0, 0, -1, -1],
    unidentified: ["a", "b"],
    message: `Customers seem to drop out either at ${first} or never: a, b → 0, only their ratio is identified.`,
    advice: "Predictions are as well determined as this split; do not interpret a or b alone.",
    keeps: DROPOUT,
    standFor: (share) => ({ a: share / INFINITE, b: (1 - share) / INFINITE }),
  };
}

/**
 * The limits in which BG/NBD degenerates, with directions in (ln r, ln α, ln a, ln b).
 *
 * Where no customer has x > 1, the likelihood depends on a and b only through π = a/(a+b). Then ln(1 − π + πρ) with ρ ≥
 * 1 rises with π. Such data lead to `dropout-at-once`, or, where every t_x is T, to any π and so to `no-dropout`.
 */
export const limits: readonly Limit[] = [
  noRepeatPurchases({ a: 1, b: 1 }),
  noDropout,
  {
    name: "dropout-at-once",
    direction: [0, 0, 0, -1],
    unidentified: ["a", "b"],
    message:
      "No customer has made a second repeat purchase: the likelihood rises towards the limit where all drop out after the first, a/(a+b) → 1.",
    advice: "Customers with a repeat purchase count as gone. Check that later purchases were not lost or merged.",
    standFor: () => ({ a: INFINITE, b: 0 }),
  },
  homogeneousDropout,
  allOrNone("the first repeat purchase"),
  homogeneousRate(2),
];
