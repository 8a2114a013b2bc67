import { type DecimalMark, parseMoney } from "./money-text.ts";

const PLAIN = {
  point: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/,
  comma: /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/,
};

/** Millionths in one unit of money. Values are rounded to millionths once, when they are read, and then summed exactly. */
export const MILLION = 1_000_000;

/**
 * Reads a decimal number, plain or as accountants write it ({@link parseMoney}). Any other text gives NaN. Blanks
 * around it are ignored.
 *
 * @param said - Whether the user chose the decimal mark, which makes 1,234 unambiguous.
 */
export function parseDecimal(text: string, mark: DecimalMark, said = false): number {
  const trimmed = text.trim();
  if (PLAIN[mark].test(trimmed)) return Number(mark === "point" ? trimmed : trimmed.replace(",", "."));
  return parseMoney(trimmed, mark, said);
}

/**
 * A value in millionths of the money unit, rounded half away from zero: round(v·10⁶), the product in double precision,
 * as SQL's `round(v * 1000000)` does. NaN when a double does not hold the result as an exact integer (|v| beyond
 * 2⁵³/10⁶ ≈ 9.0e9).
 */
export function toMillionths(value: number): number {
  const rounded = Math.round(Math.abs(value) * MILLION);
  if (!(rounded <= Number.MAX_SAFE_INTEGER)) return Number.NaN;
  return value < 0 ? -rounded + 0 : rounded;
}

/** The largest relative change from rounding to millionths that needs no warning. */
export const SLIGHT = 1e-4;

/**
 * Whether rounding to millionths changes a value by more than {@link SLIGHT}. That happens only to values below 0.005.
 */
export function losesToRounding(value: number): boolean {
  const exact = Math.abs(value) * MILLION;
  return Math.abs(Math.round(exact) - exact) > SLIGHT * exact;
}
