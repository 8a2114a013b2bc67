import { requireNonNegative, requirePositive } from "../../src/errors.ts";
import type { Parameter, Parameters } from "../../src/model.ts";

/** The parameters of the Pareto/NBD, in the order of every gradient, Hessian and covariance. */
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
    name: "s",
    symbol: "s",
    meaning: "shape of the death rate μ ~ Gamma(s, β)",
    link: "log",
    timePower: 0,
    moneyPower: 0,
  },
  { name: "beta", symbol: "β", meaning: "rate of μ ~ Gamma(s, β), a time", link: "log", timePower: 1, moneyPower: 0 },
];

/** Throws unless r, α, β > 0 and s ≥ 0; s = 0 is the limit without dropout, the NBD. */
export function requireParameters(theta: Parameters): void {
  requirePositive("r", theta.r);
  requirePositive("alpha", theta.alpha);
  requireNonNegative("s", theta.s);
  requirePositive("beta", theta.beta);
}
