import { ClvError } from "../../src/errors.ts";
import type { Line } from "../../src/model/future-total.ts";
import type { Parameters } from "../../src/model.ts";
import { requireParameters } from "./parameters.ts";

/**
 * E[M | x, m]: the expected value per purchase of a customer whose x repeat purchases had the mean value m, as a line in m.
 *
 *     E[M | x, m] = p (v + x m)/(p x + q − 1) = p v/(p x + q − 1) + p x/(p x + q − 1)·m
 *
 * Computed with the q − 1 taken first: where q is near 1 the digits of the difference are those of q. It is the mean of
 * m and the population mean p v/(q − 1), weighted by p x and q − 1. x = 0: the population mean, E[M], for every m.
 * Where p x + q ≤ 1 the mean of the posterior does not exist: undefined, never a number.
 *
 * Relative error of the line below 5e-16 on the 500 rows of the reference.
 *
 * Fader & Hardie (2013), "The Gamma-Gamma model of monetary value", eq. 5.
 *
 * @param theta p, q > 0; v > 0 in money units
 * @param x repeat purchases, an integer ≥ 0
 * @returns constant > 0 in money units and slope ≥ 0, or undefined where p x + q ≤ 1
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 };
 * const { constant, slope } = expectedSpend(theta, 2);
 * constant + slope * 22.35; // 24.6580...
 * expectedSpend(theta, 0).constant; // 35.1703...
 */
export function expectedSpend(theta: Parameters, x: number): Line | undefined {
  requireParameters(theta);
  if (!(x >= 0 && Number.isInteger(x))) {
    throw new ClvError("usage", { where: "x", expected: "an integer of at least 0", got: x });
  }
  const { p, q, v } = theta;
  const weight = p * x + (q - 1);
  if (!(weight > 0)) return undefined;
  const constant = (p * v) / weight;
  return { constant, slope: (constant * x) / v };
}
