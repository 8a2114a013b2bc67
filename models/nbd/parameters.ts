import { requirePositive } from "../../src/errors.ts";
import type { Parameter, Parameters } from "../../src/model.ts";

/** The parameters of the NBD, in the order of every gradient, Hessian and covariance. */
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
];

/** Throws unless r, α > 0. */
export function requireParameters(theta: Parameters): void {
  requirePositive("r", theta.r);
  requirePositive("alpha", theta.alpha);
}
