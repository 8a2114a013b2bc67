import type { Parameters, SpendHistories } from "../../src/model.ts";

/** The number of histories that determine p and q well enough for a start. */
const ENOUGH = 2048;
/** A spread of ln m below this drowns in the rounding of its sums. */
const VISIBLE = 1e-9;

/**
 * Values from which Newton starts, by moments of ln m: with Gamma-distributed values within and between customers
 *
 *     Var(ln m | x) = ψ′(px) + ψ′(q) ≈ 1/(px) + 1/(q − ½),
 *     E(ln m | x) = ψ(px) − ln x − ψ(q) + ln v ≈ ln(pv/q) − 1/(2px) + 1/(2q).
 *
 * The first is a straight line in 1/x, fitted with least squares to (ln m − mean)². In small data chance can make it fall, or start below 0;
 * then p = 2 and q = 3. Large data are sampled at equal steps. Newton then takes four or five evaluations; from p = 2, q = 3 and the mean of
 * m it took seven.
 */
export function start({ length, frequency, monetaryValue, count }: SpendHistories): Parameters {
  const every = Math.max(1, Math.floor(length / ENOUGH));
  // Sums over customers, of u = 1/x and l = ln m.
  let customers = 0;
  let u = 0;
  let uu = 0;
  let l = 0;
  let ll = 0;
  let ul = 0;
  let ull = 0;
  for (let row = 0; row < length; row += every) {
    const weight = count[row];
    const inverse = 1 / frequency[row];
    const log = Math.log(monetaryValue[row]);
    customers += weight;
    u += weight * inverse;
    uu += weight * inverse * inverse;
    l += weight * log;
    ll += weight * log * log;
    ul += weight * inverse * log;
    ull += weight * inverse * log * log;
  }
  const inverse = u / customers;
  const level = l / customers;
  const spread = ll / customers - level * level;
  const rise = ull - 2 * level * ul + level * level * u - spread * u;
  const slope = rise / (uu - inverse * u);
  const intercept = spread - slope * inverse;
  const [p, q] = slope > VISIBLE && intercept > VISIBLE ? [1 / slope, 0.5 + 1 / intercept] : [2, 3];
  return { p, q, v: Math.exp(level + inverse / (2 * p) - 1 / (2 * q)) * (q / p) };
}
