import gammainc from "@stdlib/math-base-special-gammainc";

/** P(χ²_k > value): the upper regularised incomplete Gamma function Q(k/2, value/2), for k ≥ 1 degrees of freedom. */
export function chiSquareTail(value: number, freedom: number): number {
  return gammainc(value / 2, freedom / 2, true, true);
}
