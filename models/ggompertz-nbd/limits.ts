import type { Limit } from "../../src/model.ts";
import { homogeneousDeaths, noDeaths } from "../family/death-limits.ts";
import { homogeneousRate, noRepeatPurchases } from "../family/rate-limits.ts";

const PLACES = { s: 3, beta: 4, of: 5 };

/**
 * The limits in which GGompertz/NBD degenerates, with directions in (ln r, ln α, ln b, ln s, ln β).
 *
 * b → ∞ with s·b held is not a separate limit. It is the corner of two of these: one constant death rate for all.
 */
export const limits: readonly Limit[] = [
  noRepeatPurchases({ b: 0, s: 0, beta: 1 }),
  noDeaths(PLACES, { b: 0 }),
  {
    name: "constant-death-rate",
    direction: [0, 0, -1, 0, 0],
    unidentified: ["b"],
    message: "Death rates do not grow with age: b → 0, the model tends to Pareto/NBD.",
    advice:
      "Expected purchases and P(alive) are those of Pareto/NBD and numerically determined: fit Pareto/NBD instead.",
    standFor: () => ({ b: 0 }),
  },
  homogeneousDeaths(PLACES, " at age 0"),
  homogeneousRate(3),
];
