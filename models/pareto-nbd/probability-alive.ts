import type { Parameters } from "../../src/model.ts";
import { requireHistory } from "../family/history.ts";
import { deathFirst } from "./death-integral.ts";
import { requireParameters } from "./parameters.ts";

/**
 * P(alive | x, t_x, T): the probability that a customer is still alive at age T.
 *
 *     P(alive) = 1/(1 + Q),   Q = s ∫_{t_x}^T ((α+T)/(α+y))^(r+x) ((β+T)/(β+y))^s dy/(β+y)
 *
 * Q holds the odds of having died at some y of the silence. By quadrature over y (see `layDeathNodes`), so that α = β, s = 1, x in the
 * thousands and β ≫ T are no special cases. s = 0, the limit without dropout: 1.
 *
 * Relative error below 1e-12 on the project's fixture.
 *
 * Schmittlein, Morrison & Colombo (1987).
 *
 * @param theta r, α, β (both in time units) > 0; s ≥ 0
 * @param x repeat purchases, an integer ≥ 0
 * @param tx age at the last purchase, 0 ≤ t_x ≤ T, in time units
 * @param T age at the end of observation, in time units
 * @returns a probability in [0, 1]
 * @throws ClvError when a parameter or the history is outside its domain
 * @example
 * const theta = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
 * probabilityAlive(theta, 2, 30.43, 38.86); // 0.8691...
 */
export function probabilityAlive(theta: Parameters, x: number, tx: number, T: number): number {
  requireParameters(theta);
  requireHistory(x, tx, T);
  const { odds, scale } = oddsDied(theta, x, tx, T);
  // No customer dies where s = 0, however long the silence.
  if (odds === 0) return 1;
  return scale === Number.POSITIVE_INFINITY ? 0 : 1 / (1 + odds * scale);
}

/** P(died by T | x, t_x, T), with its digits where it is small. */
export function probabilityDied(theta: Parameters, x: number, tx: number, T: number): number {
  requireParameters(theta);
  requireHistory(x, tx, T);
  const { odds, scale } = oddsDied(theta, x, tx, T);
  return odds === 0 ? 0 : odds / (odds + 1 / scale);
}

/** Q as odds × scale; the scale may be infinite. */
function oddsDied(
  { r, alpha, s, beta }: Parameters,
  x: number,
  tx: number,
  T: number,
): { odds: number; scale: number } {
  const [A, B, silence] = [alpha + tx, beta + tx, T - tx];
  const exponent = (r + x) * Math.log1p(silence / A) + s * Math.log1p(silence / B);
  return { odds: deathFirst(r + x, A, s, B, silence), scale: Math.exp(exponent) };
}
