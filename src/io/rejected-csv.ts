import type { Rejection } from "../data/rejection.ts";
import { csvLine, csvTable } from "./csv-text.ts";

/** A rejected row with its fields as they were read. */
export interface RejectedRow extends Rejection {
  readonly fields: readonly string[];
}

/** The first line of rejected rows. */
export const REJECTED_HEADER = "row,reason,column,value,record";

/**
 * Rejected rows as CSV text: the row as an editor counts lines, the reason, column and value, and the record itself.
 * They always have the default style.
 */
export function rejectedCsv(rows: readonly RejectedRow[]): Iterable<string> {
  const table = csvTable(rows.length, [
    { name: "row", field: (k) => rows[k].row },
    { name: "reason", field: (k) => rows[k].reason },
    { name: "column", field: (k) => rows[k].column },
    { name: "value", field: (k) => rows[k].value },
    { name: "record", field: (k) => csvLine(rows[k].fields) },
  ]);
  return table[Symbol.iterator]();
}
