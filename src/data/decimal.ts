import { type DecimalMark, parseMoney } from "./money-text.ts";

const PLAIN = {
  point: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/,
  comma: /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/,
};

/** Millionths in one unit of money. Values are rounded to millionths once, when they are read, and then summed exactly. */
export const MILLION = 1_000_000;

/**
 * Reads a decimal number, plain or as accountants write it ({@link parseMoney}); NaN for anything else. Blanks around it are ignored.
 *
 * @param said - Whether the user named the mark, which makes 1,234 unambiguous.
 */
export function parseDecimal(text: string, mark: DecimalMark, said = false): number {
  const trimmed = text.trim();
  if (PLAIN[mark].test(trimmed)) return Number(mark === "point" ? trimmed : trimmed.replace(",", "."));
  return parseMoney(trimmed, mark, said);
}

/**
 * A value in millionths of the money unit, rounded half away from zero: round(v·10⁶), the product in double precision, as SQL's
 * `round(v * 1000000)` does. NaN when the result is no exact integer of a double (|v| beyond 2⁵³/10⁶ ≈ 9.0e9).
 */
export function toMillionths(value: number): number {
  const rounded = Math.round(Math.abs(value) * MILLION);
  if (!(rounded <= Number.MAX_SAFE_INTEGER)) return Number.NaN;
  return value < 0 ? -rounded + 0 : rounded;
}

/** The largest relative change by rounding to millionths that needs no warning. */
export const SLIGHT = 1e-4;

/** Whether rounding to millionths changes a value by more than {@link SLIGHT}: only values below 0.005 can be. */
export function losesToRounding(value: number): boolean {
  const exact = Math.abs(value) * MILLION;
  return Math.abs(Math.round(exact) - exact) > SLIGHT * exact;
}
