import type { Ranged, ValueAtAge } from "../value/new-customer-report.ts";
import { type CsvText, csvTable, type Field } from "./csv-text.ts";

/** The curve of the new customers of a group. */
interface Curve {
  readonly group: string;
  readonly curve: readonly (ValueAtAge & { readonly costPerPurchase?: number })[];
}

/**
 * Payback curves as CSV text: one row per group and month of age. `beyond` marks the months that come from the model
 * alone.
 */
export function paybackCsv({ newcomers }: { readonly newcomers: readonly Curve[] }): CsvText {
  const rows = newcomers.flatMap(({ group, curve }) => curve.map((at, month) => ({ group, month, ...at })));
  return csvTable(rows.length, [
    { name: "group", field: (row) => rows[row].group },
    { name: "months", field: (row) => rows[row].month },
    ...ranged("value", (row) => rows[row].value),
    ...ranged("ltv_cac", (row) => rows[row].ltvToCac),
    { name: "cost_per_purchase", field: (row) => rows[row].costPerPurchase },
    { name: "beyond", field: (row) => String(rows[row].beyond) },
  ]);
}

interface Flow {
  readonly purchases: number;
  readonly value: number;
  readonly contribution: number;
}

/** The demand of a period: from present customers, from future customers, and the sum up to the end of the period. */
interface DemandRow extends Readonly<Record<keyof Flow, Ranged>> {
  readonly from: string;
  readonly until: string;
  readonly coming?: Flow;
  readonly cumulative: Readonly<Record<keyof Flow, Ranged>>;
}

const FLOW: readonly (keyof Flow)[] = ["purchases", "value", "contribution"];

/** The demand as CSV text: one row per period. */
export function demandCsv(rows: readonly DemandRow[]): CsvText {
  return csvTable(rows.length, [
    { name: "from", field: (row) => rows[row].from },
    { name: "until", field: (row) => rows[row].until },
    ...FLOW.flatMap((key) => ranged(key, (row) => rows[row][key])),
    ...FLOW.map((key) => ({ name: `coming_${key}`, field: (row: number): Field => rows[row].coming?.[key] })),
    ...FLOW.flatMap((key) => ranged(`cumulative_${key}`, (row) => rows[row].cumulative[key])),
  ]);
}

function ranged(name: string, of: (row: number) => Ranged | undefined) {
  return [
    { name, field: (row: number): Field => of(row)?.estimate },
    { name: `${name}_low`, field: (row: number): Field => of(row)?.low },
    { name: `${name}_high`, field: (row: number): Field => of(row)?.high },
  ];
}
