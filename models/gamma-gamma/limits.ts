import type { Limit } from "../../src/model.ts";

/**
 * The limits in which Gamma-Gamma degenerates, with directions in (ln p, ln q, ln v).
 *
 * p → 0 and q → 0 are none: every customer then contributes a factor that tends to 0.
 */
export const limits: readonly Limit[] = [
  {
    name: "equal-spend",
    direction: [1, 1, 0],
    unidentified: ["p", "q", "v"],
    message: "All customers spend the same: p, q → ∞, there is no spread to model.",
    advice: "Use the mean value as it is.",
  },
  {
    name: "homogeneous-spend",
    direction: [0, 1, 1],
    unidentified: ["q", "v"],
    message: "No difference between customers in mean value is visible: q, v → ∞, only their ratio is identified.",
    advice: "Expected values are sound, the same p·v/q for everybody; read neither q nor v alone.",
  },
  {
    name: "constant-spend",
    direction: [1, 0, -1],
    unidentified: ["p", "v"],
    message:
      "No variation between the purchases of one customer is visible: p → ∞, v → 0, only their product is identified.",
    advice: "A customer's expected value is the mean observed; that it will not vary is assumed, not shown.",
  },
];
