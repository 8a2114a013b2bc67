import { ClvError, requirePositive } from "../../src/errors.ts";
import type { Parameter, Parameters } from "../../src/model.ts";

/** The parameters of the Gamma-Gamma, in the order of every gradient, Hessian and covariance. */
export const parameters: readonly Parameter[] = [
  { name: "p", symbol: "p", meaning: "shape of a value z ~ Gamma(p, ν)", link: "log", timePower: 0, moneyPower: 0 },
  { name: "q", symbol: "q", meaning: "shape of ν ~ Gamma(q, v)", link: "log", timePower: 0, moneyPower: 0 },
  { name: "v", symbol: "v", meaning: "rate of ν ~ Gamma(q, v), a value", link: "log", timePower: 0, moneyPower: 1 },
];

/** Throws unless p, q, v > 0. */
export function requireParameters(theta: Parameters): void {
  requirePositive("p", theta.p);
  requirePositive("q", theta.q);
  requirePositive("v", theta.v);
}

/** Throws unless `value` is a whole number of at least `least`; hands it back. */
export function requireCount(where: string, value: number, least: number): number {
  if (value >= least && Number.isInteger(value)) return value;
  throw new ClvError("usage", { where, expected: `an integer of at least ${least}`, got: value });
}
