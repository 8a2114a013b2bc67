import type { Limit } from "../../src/model.ts";

/**
 * The limits in which the NBD degenerates, with directions in (ln r, ln α).
 *
 * r, α → 0 is none: a customer who buys contributes a factor r to the likelihood, which falls for ever.
 */
export const limits: readonly Limit[] = [
  {
    name: "no-repeat-purchases",
    direction: [-1, 1],
    unidentified: ["r", "alpha"],
    message: "No customer has bought twice: the purchase rate tends to 0.",
    advice: "No prediction is possible; observe longer, or check grain, customer ids and the period.",
  },
  {
    name: "homogeneous-rate",
    direction: [1, 1],
    unidentified: ["r", "alpha"],
    message: "No difference between customers in purchase rate is visible: r, α → ∞, only their ratio is identified.",
    advice: "Predictions are sound with one purchase rate r/α for everybody; read neither r nor α alone.",
  },
];
