import { requireNonNegative, requirePositive } from "../../src/errors.ts";
import type { Parameter, Parameters } from "../../src/model.ts";

/** The parameters of the BG/NBD, in the order of every gradient, Hessian and covariance. */
export const parameters: readonly Parameter[] = [
  {
    name: "r",
    symbol: "r",
    meaning: "shape of the purchase rate λ ~ Gamma(r, α)",
    link: "log",
    timePower: 0,
    moneyPower: 0,
  },
  { name: "alpha", symbol: "α", meaning: "rate of λ ~ Gamma(r, α), a time", link: "log", timePower: 1, moneyPower: 0 },
  {
    name: "a",
    symbol: "a",
    meaning: "first shape of the dropout p ~ Beta(a, b)",
    link: "log",
    timePower: 0,
    moneyPower: 0,
  },
  {
    name: "b",
    symbol: "b",
    meaning: "second shape of the dropout p ~ Beta(a, b)",
    link: "log",
    timePower: 0,
    moneyPower: 0,
  },
];

/**
 * Throws unless r, α > 0 and a, b ≥ 0, not both 0; At a = 0 it is the limit without dropout, the NBD. At b = 0 all
 * customers drop out at once.
 */
export function requireParameters(theta: Parameters): void {
  requirePositive("r", theta.r);
  requirePositive("alpha", theta.alpha);
  requireNonNegative("a", theta.a);
  if (theta.a > 0) requireNonNegative("b", theta.b);
  else requirePositive("b", theta.b);
}
