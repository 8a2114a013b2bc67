import type { Limit } from "../../src/model.ts";

/**
 * The limits in which Pareto/NBD degenerates, with directions in (ln r, ln α, ln s, ln β).
 *
 * r, α → 0 is none: a customer who buys contributes a factor r to the likelihood, which falls for ever. Nor is s, β → 0: it leads to
 * the NBD, as s → 0 does.
 */
export const limits: readonly Limit[] = [
  {
    name: "no-repeat-purchases",
    direction: [-1, 1, 0, 0],
    unidentified: ["r", "alpha", "s", "beta"],
    message: "No customer has bought twice: the purchase rate tends to 0 and nothing can be learnt about dropout.",
    advice: "No prediction is possible; observe longer, or check grain, customer ids and the period.",
  },
  {
    name: "no-dropout",
    direction: [0, 0, -1, 0],
    unidentified: ["s", "beta"],
    message: "No dropout is visible: s → 0, the model tends to the NBD.",
    advice: "Expected purchases are those of the NBD and sound; P(alive) is 1 by assumption, not by evidence.",
  },
  {
    name: "no-dropout",
    direction: [0, 0, 0, 1],
    unidentified: ["s", "beta"],
    message: "No dropout is visible: β → ∞, the model tends to the NBD.",
    advice: "Expected purchases are those of the NBD and sound; P(alive) is 1 by assumption, not by evidence.",
  },
  {
    name: "homogeneous-dropout",
    direction: [0, 0, 1, 1],
    unidentified: ["s", "beta"],
    message: "No difference between customers in death rate is visible: s, β → ∞, only their ratio is identified.",
    advice: "Predictions are sound with one death rate s/β for everybody; read neither s nor β alone.",
  },
  {
    name: "dropout-at-once",
    direction: [0, 0, 0, -1],
    unidentified: ["s", "beta"],
    message: "Customers seem to drop out right after the first purchase: β → 0.",
    advice: "Nearly all customers count as gone; check that later purchases were not cut off or merged.",
  },
  {
    name: "homogeneous-rate",
    direction: [1, 1, 0, 0],
    unidentified: ["r", "alpha"],
    message: "No difference between customers in purchase rate is visible: r, α → ∞, only their ratio is identified.",
    advice: "Predictions are sound with one purchase rate r/α for everybody; read neither r nor α alone.",
  },
];
