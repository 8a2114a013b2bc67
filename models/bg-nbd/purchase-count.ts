import { dropoutMean, dropoutPoints } from "./dropout.ts";

/** The series is taken when its rounding error, ε Σ|terms| and that of the power, is below this part of the result. */
const SERIES_ACCURACY = 1e-13;
const SERIES_LIMIT = 2000;

/**
 * G = E[(1 − (1 + p y)^(−R))/p] for p ~ Beta(a, B): These are the expected purchases in a time t = y A of a customer
 * whose rate is Gamma(R, A) and whose dropout is Beta(a, B). The one kernel behind E[X(t)] and E[Y(t)].
 *
 * Two ways, by what the first one's own error says. The series: with z = y/(1 + y), L = ln(1 − z), φ(v) = (e^v − 1)/v,
 *
 *     G = (a+B−1)(−L) φ((a−1)L) − e^((a−1)L) S,   S = Σ_{k≥1} (a+B−1−R)_k (a)_{k−1} / ((a+B)_{k−1} k!) z^k
 *
 * which is Euler's transform of Fader, Hardie & Lee (2005, eq. 9) with the pole at a = 1 cancelled by hand. The
 * quadrature: the mean over p with a positive integrand (`betaMean`). It is used where the two terms of the series
 * cancel or z is near 1. At a limit of the model p lies on one point or two, and so does the mean.
 */
export function purchaseCount(R: number, a: number, B: number, y: number): number {
  if (y === Number.POSITIVE_INFINITY) return endlessCount(a, B);
  if (a === 0) return R * y;
  if (dropoutPoints(a, B)) return meanCount(R, a, B, y);
  const c = a + B;
  const e = c - 1 - R;
  const L = -Math.log1p(y);
  const z = y / (1 + y);
  let term = e * z;
  let series = term;
  let size = Math.abs(term);
  let k = 1;
  while ((Math.abs(term) > 1e-17 * size || k <= -e) && k < SERIES_LIMIT) {
    term *= (((e + k) * (a + (k - 1))) / ((c + (k - 1)) * (k + 1))) * z;
    series += term;
    size += Math.abs(term);
    k++;
  }
  const exponent = (a - 1) * L;
  const power = Math.exp(exponent);
  const first = (c - 1) * -L * expm1Ratio(exponent);
  const value = first - power * series;
  const noise = Number.EPSILON * (Math.abs(first) + (1 + Math.abs(exponent)) * power * size);
  if (k < SERIES_LIMIT && noise <= SERIES_ACCURACY * value && value < Number.MAX_VALUE) return value;
  return meanCount(R, a, B, y);
}

/** E[1/p] = (a+B−1)/(a−1): G for y = ∞; infinite where customers who hardly ever drop out are too many for a mean, a ≤ 1. */
export function endlessCount(a: number, B: number): number {
  const points = dropoutPoints(a, B);
  if (points) return points.reduce((sum, { p, share }) => (share > 0 ? sum + share / p : sum), 0);
  return a > 1 ? (a + B - 1) / (a - 1) : Number.POSITIVE_INFINITY;
}

/** G as the mean over p. */
function meanCount(R: number, a: number, B: number, y: number): number {
  return dropoutMean(a, B, (1 + R) * y, (p) => (p === 0 ? R * y : -Math.expm1(-R * Math.log1p(p * y)) / p));
}

/** φ(v) = (e^v − 1)/v, and 1 at v = 0. */
function expm1Ratio(v: number): number {
  return v === 0 ? 1 : Math.expm1(v) / v;
}
