/** Halvings after which two doubles next to each other are left, from any bracket. */
const HALVINGS = 200;

/**
 * The least t in (low, high] at which an increasing function reaches `level`, to the last bits of t, by bisection.
 *
 * Bisection rather than a faster search: a curve may be flat over years, and 50 evaluations cost less than a millisecond.
 *
 * @param f increasing, with f(low) < level ≤ f(high)
 */
export function increasingRoot(f: (t: number) => number, level: number, low: number, high: number): number {
  for (let k = 0; k < HALVINGS; k++) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    if (f(middle) >= level) high = middle;
    else low = middle;
  }
  return high;
}
