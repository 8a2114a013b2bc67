import { INFINITE } from "../../src/math/infinite.ts";
import type { Kept, Limit } from "../../src/model.ts";
import { homogeneousRate, noRepeatPurchases } from "../family/rate-limits.ts";

/** The common death rate. */
const DEATH_RATE: Kept = {
  name: "s/β",
  timePower: -1,
  moneyPower: 0,
  upper: Number.POSITIVE_INFINITY,
  of: ({ s, beta }) => s / beta,
  carrier: "s",
  slope: (rate) => rate,
};

/** s → 0 and β → ∞ lead to the same model: no customer dies. */
function noDropout(direction: readonly number[], message: string): Limit {
  return {
    name: "no-dropout",
    direction,
    unidentified: ["s", "beta"],
    message,
    advice:
      "Expected purchases are those of the NBD and numerically determined; P(alive) is 1 by assumption, not by evidence.",
    standFor: () => ({ s: 1 / INFINITE, beta: 1 }),
  };
}

/**
 * The limits in which Pareto/NBD degenerates, with directions in (ln r, ln α, ln s, ln β).
 *
 * s, β → 0 is not a limit of its own: it leads to the NBD, as s → 0 does.
 */
export const limits: readonly Limit[] = [
  noRepeatPurchases({ s: 1, beta: 1 }),
  noDropout([0, 0, -1, 0], "No dropout is visible: s → 0, the model tends to the NBD."),
  noDropout([0, 0, 0, 1], "No dropout is visible: β → ∞, the model tends to the NBD."),
  {
    name: "homogeneous-dropout",
    direction: [0, 0, 1, 1],
    unidentified: ["s", "beta"],
    message: "No difference between customers in death rate is visible: s, β → ∞, only their ratio is identified.",
    advice:
      "Predictions are numerically determined, with one death rate s/β for all customers; do not interpret s or β alone.",
    keeps: DEATH_RATE,
    standFor: (rate) => ({ s: rate * INFINITE, beta: INFINITE }),
  },
  {
    name: "dropout-at-once",
    direction: [0, 0, 0, -1],
    unidentified: ["s", "beta"],
    message: "Customers seem to drop out right after the first purchase: β → 0.",
    advice: "Nearly all customers count as gone; check that later purchases were not cut off or merged.",
    standFor: () => ({ s: 1, beta: 1 / INFINITE }),
  },
  homogeneousRate(2),
];
