import type { Limit } from "../../src/model.ts";

/**
 * The limits in which MBG/NBD degenerates, with directions in (ln r, ln α, ln a, ln b).
 *
 * a/(a+b) → 1 is none: it leaves nobody with a repeat purchase, and where there is nobody the purchase rate tends to 0 as well.
 */
export const limits: readonly Limit[] = [
  {
    name: "no-repeat-purchases",
    direction: [-1, 1, 0, 0],
    unidentified: ["r", "alpha", "a", "b"],
    message: "No customer has bought twice: the purchase rate tends to 0 and nothing can be learnt about dropout.",
    advice: "No prediction is possible; observe longer, or check grain, customer ids and the period.",
  },
  {
    name: "no-dropout",
    direction: [0, 0, -1, 0],
    unidentified: ["a", "b"],
    message: "No dropout is visible: a/(a+b) → 0, the model tends to the NBD.",
    advice: "Expected purchases are those of the NBD and sound; P(alive) is 1 by assumption, not by evidence.",
  },
  {
    name: "homogeneous-dropout",
    direction: [0, 0, 1, 1],
    unidentified: ["a", "b"],
    message: "No difference between customers in dropout is visible: a, b → ∞, only their ratio is identified.",
    advice: "Predictions are sound with one dropout probability a/(a+b) for everybody; read neither a nor b alone.",
  },
  {
    name: "all-or-none-dropout",
    direction: [0, 0, -1, -1],
    unidentified: ["a", "b"],
    message:
      "Customers seem to drop out either at the first purchase or never: a, b → 0, only their ratio is identified.",
    advice: "Predictions are sound as far as this split is; read neither a nor b alone.",
  },
  {
    name: "homogeneous-rate",
    direction: [1, 1, 0, 0],
    unidentified: ["r", "alpha"],
    message: "No difference between customers in purchase rate is visible: r, α → ∞, only their ratio is identified.",
    advice: "Predictions are sound with one purchase rate r/α for everybody; read neither r nor α alone.",
  },
];
