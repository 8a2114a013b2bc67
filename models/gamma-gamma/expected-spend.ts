import { ClvError, requireNonNegative } from "../../src/errors.ts";
import type { Formula, Line, Parameters } from "../../src/model.ts";
import { requireParameters } from "./parameters.ts";

/**
 * E[M | x, m]: the expected value per purchase of a customer whose x repeat purchases had the mean value m.
 *
 *     E[M | x, m] = p (v + x m)/(p x + q − 1)
 *
 * Computed with the q − 1 taken first: where q is near 1 the digits of the difference are those of q. It is the mean of m and
 * the population mean p v/(q − 1), weighted by p x and q − 1. x = 0: the population mean. Where p x + q ≤ 1 the mean of the
 * posterior does not exist: undefined, never a number.
 *
 * Relative error below 4e-16 on the 500 rows of the reference.
 *
 * Fader & Hardie (2013), "The Gamma-Gamma model of monetary value", eq. 5.
 *
 * @param theta p, q > 0; v > 0 in money units
 * @param x repeat purchases, an integer ≥ 0
 * @param m mean value per repeat purchase, ≥ 0, in money units; not looked at when x = 0
 * @returns a value > 0, or undefined where p x + q ≤ 1
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 };
 * expectedSpend(theta, 2, 22.35); // 24.6580...
 */
export function expectedSpend(theta: Parameters, x: number, m: number): number | undefined {
  requireParameters(theta);
  if (!(x >= 0 && Number.isInteger(x))) {
    throw new ClvError("usage", { where: "x", expected: "an integer of at least 0", got: x });
  }
  if (x > 0) requireNonNegative("m", m);
  const { p, q, v } = theta;
  const weight = p * x + (q - 1);
  return weight > 0 ? (p * (v + (x > 0 ? x * m : 0))) / weight : undefined;
}

/**
 * E[M]: the expected value per purchase over the population, p v/(q − 1).
 *
 * q ≤ 1: the population's distribution of mean values has no mean: undefined.
 *
 * Fader & Hardie (2013), "The Gamma-Gamma model of monetary value".
 *
 * @param theta p, q > 0; v > 0 in money units
 * @returns a value > 0, or undefined where q ≤ 1
 * @throws ClvError when a parameter is outside its domain
 * @example
 * populationSpend({ p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 }); // 35.1703...
 */
export function populationSpend(theta: Parameters): number | undefined {
  return expectedSpend(theta, 0, Number.NaN);
}

/** The operations of {@link expectedSpend} for x > 0, in their order: p (v + x m) over p x + (q − 1). */
export function expectedSpendFormula(theta: Parameters): { readonly sum: Formula; readonly weight: Formula } {
  requireParameters(theta);
  const { p, q, v } = theta;
  return { sum: [p, "*", [v, "+", ["x", "*", "m"]]], weight: [[p, "*", "x"], "+", q - 1] };
}

/** {@link expectedSpend} as a line in m: p v/(p x + q − 1) + p x/(p x + q − 1)·m; x = 0: the population mean. */
export function expectedSpendLine(theta: Parameters, x: number): Line | undefined {
  const constant = expectedSpend(theta, x, 0);
  return constant === undefined ? undefined : { constant, slope: (constant * x) / theta.v };
}
