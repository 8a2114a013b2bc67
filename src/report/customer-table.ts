import { s } from "./chart.ts";
import { customerText } from "./customer-text.ts";
import { type Child, h } from "./dom.ts";
import { countText, dateText, moneyText, percentText, quantityText, settingText } from "./number-text.ts";
import type { CustomerRow, ReportData } from "./report-data.ts";
import { headOf } from "./score-head.ts";
import { type Cell, type NumberCell, number, renderTable } from "./table.ts";

/** Rows shown at once; the others open on demand. */
const FIRST = 10;

/** A column of a table of customers. */
export interface Column<Row> {
  readonly head: string;
  cell(row: Row): Cell;
}

/** The customers under the columns, the first ten at once. */
export function customerTable<Row extends CustomerRow>(
  caption: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): Child {
  const table = (part: readonly Row[], note = "") =>
    renderTable({
      caption: caption + note,
      head: columns.map(({ head }) => head),
      rows: part.map((row) => columns.map((column) => column.cell(row))),
    });
  const others = rows.slice(FIRST);
  return [
    table(rows.slice(0, FIRST)),
    others.length > 0 &&
      h("details", {}, h("summary", {}, `The next ${countText(others.length)}`), table(others, ", continued")),
  ];
}

/** Rank and id. */
export function identity(data: ReportData): Column<CustomerRow>[] {
  const rank: Column<CustomerRow> = { head: "Rank", cell: ({ rank }) => ({ value: rank, text: countText(rank) }) };
  const anonymous = data.worthMost.every(({ customer }) => customer === undefined);
  if (anonymous) return [rank];
  return [{ head: "Customer", cell: (row) => h("bdi", { class: "id" }, customerText(row)) }, rank];
}

/** CLV with its interval; expected purchases where there are no values. */
export function worth(data: ReportData): Column<CustomerRow>[] {
  if (data.worth === "purchases") return [];
  return [
    { head: headOf("clv"), cell: ({ value }) => value && money(value.value) },
    ...(data.worthMost.some(({ value }) => value?.estimate)
      ? [
          {
            head: `${settingText(data.level)} interval`,
            cell: ({ value }: CustomerRow) => value?.estimate && { bounds: value.estimate, text: moneyText },
          },
        ]
      : []),
  ];
}

function money(value: number): NumberCell {
  return { value, text: moneyText(value) };
}

/** What the customer has done so far. */
export function past(data: ReportData): Column<CustomerRow>[] {
  return [
    { head: "Repeat purchases", cell: ({ frequency }) => ({ value: frequency, text: countText(frequency) }) },
    {
      head: "Last purchase",
      cell: ({ lastPurchase, silence }) =>
        lastPurchase === undefined ? `${quantityText(silence)} ${data.unit}s ago` : dateText(lastPurchase),
    },
  ];
}

/** A share with a small bar beside it. */
export function shareCell(share: number): Node {
  const svg = s("svg", { class: "meter", width: 44, height: 8, viewBox: "0 0 44 8", "aria-hidden": "true" });
  svg.appendChild(s("rect", { width: 44, height: 8, rx: 2, fill: "var(--line)" }));
  svg.appendChild(s("rect", { width: 44 * share, height: 8, rx: 2, fill: "var(--model)" }));
  return h("span", {}, svg, number({ value: share, text: percentText(share) }));
}
