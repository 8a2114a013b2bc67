import { INFINITE } from "../../src/math/infinite.ts";
import type { Kept, Limit } from "../../src/model.ts";

/** A kept amount of money, proportional to its carrier. */
const money = (name: string, carrier: string, of: Kept["of"]): Kept => ({
  ...{ name, carrier, of },
  ...{ timePower: 0, moneyPower: 1, upper: Number.POSITIVE_INFINITY },
  slope: (value) => value,
});

/**
 * The limits in which Gamma-Gamma degenerates, with directions in (ln p, ln q, ln v).
 *
 * p → 0 and q → 0 are not limits: every customer then contributes a factor that tends to 0.
 */
export const limits: readonly Limit[] = [
  {
    name: "equal-spend",
    direction: [1, 1, 0],
    unidentified: ["p", "q", "v"],
    message: "All customers spend the same: p, q → ∞, there is no spread to model.",
    advice: "Every expected value is the mean, which is numerically determined; the log-likelihood has no bound.",
    keeps: money("p·v/q", "v", ({ p, q, v }) => (p / q) * v),
    // q is far larger than p: the spend of one customer has no weight beside that of all.
    standFor: (mean) => ({ p: INFINITE, q: INFINITE ** 2, v: mean * INFINITE }),
    unbounded: true,
  },
  {
    name: "homogeneous-spend",
    direction: [0, 1, 1],
    unidentified: ["q", "v"],
    message: "No difference between customers in mean value is visible: q, v → ∞, only their ratio is identified.",
    advice:
      "Expected values are numerically determined, the same p·v/q for all customers; do not interpret q or v alone.",
    keeps: money("v/q", "v", ({ q, v }) => v / q),
    standFor: (ratio) => ({ q: INFINITE, v: ratio * INFINITE }),
  },
  {
    name: "constant-spend",
    direction: [1, 0, -1],
    unidentified: ["p", "v"],
    message:
      "No variation between the purchases of one customer is visible: p → ∞, v → 0, only their product is identified.",
    advice: "The expected value of a customer is the observed mean, on the assumption that it will not vary.",
    keeps: money("p·v", "p", ({ p, v }) => p * v),
    standFor: (product) => ({ p: INFINITE, v: product / INFINITE }),
  },
];
