import { type Child, h } from "./dom.ts";
import { dateText } from "./number-text.ts";
import type { Bounds } from "./report-data.ts";

/** A cell: text, a day or an element, aligned left, or a number or interval with the text people read, aligned right. */
export type Cell = string | Node | DayCell | NumberCell | IntervalCell | undefined;

export interface DayCell {
  /** ISO. */
  readonly day: string;
}

export interface NumberCell {
  readonly value: number;
  readonly text: string;
}

export interface IntervalCell {
  readonly bounds: Bounds;
  text(end: number): string;
}

/** A table as rows under a head. */
export interface Table {
  /** The accessible name of the table. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table with more columns has smaller letters inside a figure, which is narrower than the page. */
const MANY = 8;

/** A number on the page: the text for people, the exact value in the `value` attribute for programs. */
export function number({ value, text }: NumberCell): HTMLElement {
  return h("data", { value }, text);
}

/** The table in a frame that scrolls sideways by itself where the page is narrow. */
export function renderTable(table: Table): HTMLElement {
  const numeric = table.head.map((_, column) => table.rows.some((row) => isNumber(row[column])));
  const side = (column: number) => (numeric[column] ? "number" : undefined);
  return h(
    "div",
    { class: "scroll", role: "region", tabindex: 0, "aria-label": table.caption },
    h(
      "table",
      { class: table.head.length > MANY ? "dense" : undefined },
      h("caption", { class: "unseen" }, table.caption),
      h("thead", {}, h("tr", {}, ...table.head.map((text, i) => h("th", { scope: "col", class: side(i) }, text)))),
      h(
        "tbody",
        {},
        table.rows.map((row) =>
          h(
            "tr",
            {},
            table.head.map((_, i) =>
              i === 0
                ? h("th", { scope: "row", class: side(i) }, content(row[i]))
                : h("td", { class: side(i) }, content(row[i])),
            ),
          ),
        ),
      ),
    ),
  );
}

/** An interval on the page: 374 – 480. All quantities with an interval are positive, so an unbounded low end is 0. */
export function interval({ bounds: { low, high }, text }: IntervalCell): HTMLElement {
  const end = (value: number | undefined, none: string) =>
    value === undefined ? none : number({ value, text: text(value) });
  return h("span", { class: "interval" }, end(low, "0"), " – ", end(high, "∞"));
}

function isNumber(cell: Cell): cell is NumberCell | IntervalCell {
  return typeof cell === "object" && ("value" in cell || "bounds" in cell);
}

function content(cell: Cell): Child {
  if (cell === undefined) return "–";
  if (typeof cell === "object" && "bounds" in cell) return interval(cell);
  if (typeof cell === "object" && "day" in cell) return h("time", { datetime: cell.day }, dateText(cell.day));
  return isNumber(cell) ? number(cell) : cell;
}
