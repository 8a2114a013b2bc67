/**
 * 2¹⁰⁰ stands for a parameter that tends to infinity, 2⁻¹⁰⁰ for one that tends to 0 together with others. A power of two keeps every
 * digit of a ratio, and adding a count does not change it.
 */
export const INFINITE: number = 2 ** 100;

/** A shape from this size on counts as infinite: the spread it leaves is below 2⁻³², and its effect on a mean below 2⁻⁶⁴. */
const BEYOND = 2 ** 64;

/** Whether a shape is infinite. */
export function isInfinite(shape: number): boolean {
  return shape >= BEYOND;
}

/** Whether a shape has vanished. */
export function isVanishing(shape: number): boolean {
  return shape <= 1 / BEYOND;
}
