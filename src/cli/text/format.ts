import Table from "cli-table3";
import { fixed, significant } from "../../number-words.ts";
import { printable } from "../../printable.ts";

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

/** Terms with their values, one per line. */
export function list(entries: readonly (readonly [string, string])[]): string {
  const left = Math.max(...entries.map(([term]) => printable(term).length));
  return indented(entries.map(([term, value]) => `${printable(term).padEnd(left)}  ${printable(value)}`).join("\n"));
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ").replace(/ +$/gm, "");
}

/** A section of the text: a title and the lines under it. */
export function section(title: string, ...parts: readonly string[]): string {
  return `${printable(title)}\n${parts.join("\n")}\n`;
}
