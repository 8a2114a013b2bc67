import type { Grain } from "./data/time-unit.ts";

// Made at first use: the first format of a process takes 20 ms, and many commands print no number.
let whole: Intl.NumberFormat | undefined;

/** A whole number with separated thousands: 2,357. */
export function count(n: number): string {
  whole ??= new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  return whole.format(n);
}

/** A count with its noun: 1 customer, 2 customers. */
export function counted(n: number, thing: string, things = `${thing}s`): string {
  return `${count(n)} ${n === 1 ? thing : things}`;
}

/**
 * The name of the grain that begins on an ISO day: 2006, 2006-08, the week of 2006-08-07; 2006-08-09 for shorter
 * grains.
 */
export function periodText(day: string, grain: Grain): string {
  if (grain === "week") return `the week of ${day}`;
  return day.slice(0, grain === "year" ? 4 : grain === "month" ? 7 : 10);
}

/** A number with a given number of significant digits, without an exponent where it is easy to read. */
export function significant(value: number, digits = 4): string {
  if (value !== 0 && (Math.abs(value) >= 1e9 || Math.abs(value) < 1e-6)) return value.toExponential(digits - 1);
  return new Intl.NumberFormat("en-US", { maximumSignificantDigits: digits }).format(value);
}

/** A number with a given number of decimals. */
export function fixed(value: number, decimals: number): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat("en-US", { ...digits, signDisplay: "negative" }).format(value);
}

/** A sum of money, in the log's own unit: two decimals, more for amounts below one. */
export function money(value: number): string {
  if (Math.abs(value) < 1) return significant(value, 3);
  return fixed(value, 2);
}
