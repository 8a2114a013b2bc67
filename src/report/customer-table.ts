import { s } from "./chart.ts";
import { customerText } from "./customer-text.ts";
import { type Child, h } from "./dom.ts";
import {
  countText,
  dateText,
  headWithCurrency,
  moneyText,
  percentText,
  quantityText,
  settingText,
} from "./number-text.ts";
import type { Bounds, CustomerRow, ReportData } from "./report-data.ts";
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

/** CLV with its intervals; empty where there are no values. */
export function worth(data: ReportData): Column<CustomerRow>[] {
  if (data.worth === "purchases") return [];
  const level = settingText(data.level);
  return [
    { head: headWithCurrency(headOf("clv"), data.currency), cell: ({ value }) => value && money(value.value) },
    ...intervalColumn(`Outcome, ${level}`, data.worthMost, ({ value }) => value?.outcome, moneyText),
    ...intervalColumn(`Estimate, ${level}`, data.worthMost, ({ value }) => value?.estimate, moneyText),
  ];
}

/** How many purchases a customer will make. */
export function purchasesOutcome(data: ReportData): Column<CustomerRow>[] {
  const ends = (row: CustomerRow) => row.purchasesOutcome;
  return intervalColumn(`Outcome, ${settingText(data.level)}`, data.worthMost, ends, countText);
}

/** A column of intervals; none where no row has one. */
export function intervalColumn<Row>(
  head: string,
  rows: readonly Row[],
  ends: (row: Row) => Bounds | undefined,
  text: (end: number) => string,
): Column<Row>[] {
  if (!rows.some((row) => ends(row))) return [];
  return [
    {
      head,
      cell: (row) => {
        const bounds = ends(row);
        return bounds && { bounds, text };
      },
    },
  ];
}

function money(value: number): NumberCell {
  return { value, text: moneyText(value) };
}

/** The customer's purchases to date. */
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
