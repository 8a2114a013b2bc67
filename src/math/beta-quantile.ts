import betainc from "@stdlib/math-base-special-betainc";

/**
 * The quantile of Beta(a, b), a, b > 0: bisection of the regularised incomplete beta function to the last bit.
 *
 * @param p in [0, 1]
 */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (betainc(middle, a, b, true, false) < p) low = middle;
    else high = middle;
  }
}
