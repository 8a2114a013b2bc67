/**
 * A parameter of 2¹⁰⁰ stands for one that tends to infinity, 2⁻¹⁰⁰ for one that tends to 0 beside others that do: a power of two
 * keeps every digit of a ratio, and adding a count to it changes nothing.
 */
export const INFINITE: number = 2 ** 100;

/** From here on a shape counts as infinite: what it leaves of a spread is below 2⁻³², and its effect on a mean below 2⁻⁶⁴. */
const BEYOND = 2 ** 64;

/** Whether a shape is infinite. */
export function isInfinite(shape: number): boolean {
  return shape >= BEYOND;
}

/** Whether a shape has vanished. */
export function isVanishing(shape: number): boolean {
  return shape <= 1 / BEYOND;
}
