import { normalQuantile } from "./normal-quantile.ts";

/**
 * The interval of a share with probability `level` when `hits` of `trials` ≥ 1 were counted: the score interval of
 * Wilson (1927), eq. 1.
 *
 * It never leaves [0, 1], and its coverage is right for small counts too, unlike that of the normal interval (Brown, Cai & DasGupta 2001).
 */
export function wilsonInterval(
  hits: number,
  trials: number,
  level: number,
): { readonly low: number; readonly high: number } {
  const z = normalQuantile((1 + level) / 2);
  const share = hits / trials;
  const widened = 1 + (z * z) / trials;
  const middle = (share + (z * z) / (2 * trials)) / widened;
  const half = (z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) / widened;
  return { low: hits === 0 ? 0 : middle - half, high: hits === trials ? 1 : middle + half };
}
