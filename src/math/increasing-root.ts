/** Steps after which bisection has exhausted any bracket of doubles. */
const STEPS = 2200;

/**
 * The least t in (low, high] at which an increasing function reaches `level`, to a few of the last bits; f(t) is not below `level`.
 *
 * Inverse quadratic interpolation where the last three points allow it, else bisection. It takes about ten evaluations
 * on a smooth curve, the two ends included; bisection alone takes 55.
 *
 * Chandrupatla (1997), "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without using
 * derivatives", Advances in Engineering Software 28(3).
 *
 * @param f increasing, with f(low) < level ≤ f(high)
 * @param ends f(low) and f(high), where they are known
 */
export function increasingRoot(
  f: (t: number) => number,
  level: number,
  low: number,
  high: number,
  ends: readonly [number, number] = [f(low), f(high)],
): number {
  let [a, b] = [low, high];
  let [fa, fb] = [ends[0] - level, ends[1] - level];
  let part = 0.5;
  for (let step = 0; step < STEPS; step++) {
    const t = a + part * (b - a);
    const ft = f(t) - level;
    let [c, fc] = [b, fb];
    if (ft >= 0 === fa >= 0) [c, fc] = [a, fa];
    else [b, fb] = [a, fa];
    [a, fa] = [t, ft];
    const least = (2 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b)) + Number.MIN_VALUE) / Math.abs(b - a);
    if (least > 0.5 || fa === 0) break;
    const [xi, phi] = [(a - b) / (c - b), (fa - fb) / (fc - fb)];
    const quadratic = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    const aim = quadratic
      ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5;
    part = Math.min(Math.max(aim, least), 1 - least);
  }
  return fa >= 0 ? a : b;
}
