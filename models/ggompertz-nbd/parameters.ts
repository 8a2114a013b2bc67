import { requireNonNegative, requirePositive } from "../../src/errors.ts";
import type { Parameter, Parameters } from "../../src/model.ts";

/** The parameters of the GGompertz/NBD, in the order of every gradient, Hessian and covariance. The β of the paper is b·β here. */
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
    name: "b",
    symbol: "b",
    meaning: "growth of each death rate with age, μ·e^(b·age)",
    link: "log",
    timePower: -1,
    moneyPower: 0,
  },
  {
    name: "s",
    symbol: "s",
    meaning: "shape of the death rate at age 0, μ ~ Gamma(s, β)",
    link: "log",
    timePower: 0,
    moneyPower: 0,
  },
  {
    name: "beta",
    symbol: "β",
    meaning: "rate of μ ~ Gamma(s, β), a time; the paper's β is b·β",
    link: "log",
    timePower: 1,
    moneyPower: 0,
  },
];

/** Throws unless r, α, β > 0 and b, s ≥ 0; b = 0 is Pareto/NBD, s = 0 the NBD. */
export function requireParameters(theta: Parameters): void {
  requirePositive("r", theta.r);
  requirePositive("alpha", theta.alpha);
  requireNonNegative("b", theta.b);
  requireNonNegative("s", theta.s);
  requirePositive("beta", theta.beta);
}
