import Table from "cli-table3";
import { printable } from "../printable.ts";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole number with its thousands parted: 2,357. */
export function count(n: number): string {
  return whole.format(n);
}

/** So many of a thing: 1 customer, 2 customers. */
export function counted(n: number, thing: string, things = `${thing}s`): string {
  return `${count(n)} ${n === 1 ? thing : things}`;
}

/** A number to so many significant digits, without an exponent where it can be read at a glance. */
export function significant(value: number, digits = 4): string {
  if (value !== 0 && (Math.abs(value) >= 1e9 || Math.abs(value) < 1e-6)) return value.toExponential(digits - 1);
  return new Intl.NumberFormat("en-US", { maximumSignificantDigits: digits }).format(value);
}

/** A number with so many decimals. */
export function fixed(value: number, decimals: number): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat("en-US", { ...digits, signDisplay: "negative" }).format(value);
}

/** A sum of money, in the log's own unit: two decimals, more for amounts below one. */
export function money(value: number): string {
  if (Math.abs(value) < 1) return significant(value, 3);
  return fixed(value, 2);
}

/** An estimate and its standard error: three digits of the error, and the estimate to the same place. */
export function withError(value: number, standardError: number): [string, string] {
  if (!(standardError > 0)) return [significant(value), significant(standardError)];
  const places = Math.min(Math.max(2 - Math.floor(Math.log10(standardError)), 0), 12);
  return [fixed(value, places), fixed(standardError, places)];
}

const NOTHING = "";
const PLAIN = {
  top: NOTHING,
  "top-mid": NOTHING,
  "top-left": NOTHING,
  "top-right": NOTHING,
  bottom: NOTHING,
  "bottom-mid": NOTHING,
  "bottom-left": NOTHING,
  "bottom-right": NOTHING,
  left: NOTHING,
  "left-mid": NOTHING,
  mid: NOTHING,
  "mid-mid": NOTHING,
  right: NOTHING,
  "right-mid": NOTHING,
  middle: "  ",
};

/** Rows under a head; the columns named by number are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string {
  const drawn = new Table({
    head: [...head],
    chars: PLAIN,
    colAligns: head.map((_, column) => (right.includes(column) ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  drawn.push(...rows.map((row) => row.map((cell) => printable(cell))));
  return indented(drawn.toString());
}

/** Terms and what they are, one to a line. */
export function list(entries: readonly (readonly [string, string])[]): string {
  const left = Math.max(...entries.map(([term]) => printable(term).length));
  return indented(entries.map(([term, value]) => `${printable(term).padEnd(left)}  ${printable(value)}`).join("\n"));
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ").replace(/ +$/gm, "");
}
