/** B_2k, the Bernoulli numbers of Stirling's series. Beyond 10 seven are enough: the eighth term is below 3e-17. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6] as const;
const FAR = 10;

/**
 * ln Γ(y+q) − ln Γ(y) for y > 0, q ≥ 0.
 *
 * A plain subtraction of the two values loses all digits: at y = 10⁸ ln Γ is 2·10⁹. Here the recurrence moves y beyond 10.
 * Then Stirling's series is subtracted term by term: u^m − w^m as a multiple of u − w = quw, with u = 1/y and w =
 * 1/(y+q). So the result keeps its relative accuracy for every y and q. The same holds below for ψ and ψ′.
 */
export function logGammaDifference(y: number, q: number): number {
  let shifts = 0;
  for (; y < FAR; y++) shifts += Math.log1p(q / y);
  const u = 1 / y;
  const w = 1 / (y + q);
  const square = q * u * w * (u + w);
  let difference = q * u * w;
  let power = w;
  let series = 0;
  for (let k = 1; k <= BERNOULLI.length; k++) {
    series -= (BERNOULLI[k - 1] / (2 * k * (2 * k - 1))) * difference;
    difference = u * u * difference + power * square;
    power *= w * w;
  }
  return (y - 0.5) * Math.log1p(q * u) + q * (Math.log(y + q) - 1) + series - shifts;
}

/** ψ(y+q) − ψ(y) ≥ 0 for y > 0, q ≥ 0. */
export function digammaDifference(y: number, q: number): number {
  let shifts = 0;
  for (; y < FAR; y++) shifts += q / y / (y + q);
  const u = 1 / y;
  const w = 1 / (y + q);
  const first = q * u * w;
  const square = first * (u + w);
  let difference = square;
  let power = w * w;
  let series = first / 2;
  for (let k = 1; k <= BERNOULLI.length; k++) {
    series += (BERNOULLI[k - 1] / (2 * k)) * difference;
    difference = u * u * difference + power * square;
    power *= w * w;
  }
  return Math.log1p(q * u) + series + shifts;
}

/** ψ′(y+q) − ψ′(y) ≤ 0 for y > 0, q ≥ 0. */
export function trigammaDifference(y: number, q: number): number {
  let shifts = 0;
  for (; y < FAR; y++) shifts += (q / y / (y + q)) * (1 / y + 1 / (y + q));
  const u = 1 / y;
  const w = 1 / (y + q);
  const first = q * u * w;
  const square = first * (u + w);
  let difference = u * u * first + w * square;
  let power = w * w * w;
  let series = first + square / 2;
  for (let k = 1; k <= BERNOULLI.length; k++) {
    series += BERNOULLI[k - 1] * difference;
    difference = u * u * difference + power * square;
    power *= w * w;
  }
  return -(series + shifts);
}

/** −ln B(y, q) = ln Γ(y+q) − ln Γ(y) − ln Γ(q) for y, q > 0. */
export function negativeLogBeta(y: number, q: number): number {
  const large = Math.max(y, q);
  const small = Math.min(y, q);
  return logGammaDifference(large, small) - logGammaDifference(1, small) + Math.log(small);
}
