import Table from "cli-table3";

const count3 = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole number with its thousands parted: 2,357. */
export function count(n: number): string {
  return count3.format(n);
}

/** A number to so many significant digits, without an exponent where it can be read at a glance. */
export function significant(value: number, digits = 4): string {
  if (value !== 0 && (Math.abs(value) >= 1e9 || Math.abs(value) < 1e-6)) return value.toExponential(digits - 1);
  return new Intl.NumberFormat("en-US", { maximumSignificantDigits: digits }).format(value);
}

/** A sum of money, in the log's own unit: two decimals, more for amounts below one. */
export function money(value: number): string {
  if (Math.abs(value) < 1) return significant(value, 3);
  return new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** An estimate and its standard error: three digits of the error, and the estimate to the same place. */
export function withError(value: number, standardError: number): [string, string] {
  if (!(standardError > 0)) return [significant(value), significant(standardError)];
  const places = Math.min(Math.max(2 - Math.floor(Math.log10(standardError)), 0), 12);
  const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
  return [format.format(value), format.format(standardError)];
}

/** Text from the data as a terminal may show it: control and formatting characters escaped, so that no id can move the cursor. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
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

/** Rows under a head, columns aligned: the first `textColumns` to the left, the numbers after them to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], textColumns = 1): string {
  const drawn = new Table({
    head: [...head],
    chars: PLAIN,
    colAligns: head.map((_, column) => (column < textColumns ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  drawn.push(...rows.map((row) => [...row]));
  return indented(drawn.toString());
}

/** Terms and what they are, one to a line. */
export function list(entries: readonly (readonly [string, string])[]): string {
  const left = Math.max(...entries.map(([term]) => term.length));
  return indented(entries.map(([term, value]) => `${term.padEnd(left)}  ${value}`).join("\n"));
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ").replace(/ +$/gm, "");
}
