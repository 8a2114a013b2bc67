import erfcinv from "@stdlib/math-base-special-erfcinv";

/** The p-quantile of the standard normal distribution: −√2·erfc⁻¹(2p), for 0 < p < 1. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}
