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

/**
 * The limits in which Pareto/NBD degenerates, with directions in (ln r, ln α, ln s, ln β).
 *
 * β → ∞ is not a limit of its own: like s → 0, it leads to the NBD, so a search that drifts there stands at `no-dropout`. β → 0 is not a limit: with
 * s held the likelihood of a customer who bought again falls for ever.
 */
export const limits: readonly Limit[] = [
  noRepeatPurchases({ s: 0, beta: 1 }),
  {
    name: "no-dropout",
    direction: [0, 0, -1, 0],
    unidentified: ["s", "beta"],
    message: "No dropout is visible: s → 0, the model tends to the NBD.",
    advice:
      "Expected purchases are those of the NBD and numerically determined; P(alive) is 1 by assumption, not by evidence.",
    standFor: () => ({ s: 0, beta: 1 }),
  },
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
  homogeneousRate(2),
];
