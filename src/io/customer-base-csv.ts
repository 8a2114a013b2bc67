import type { CustomerBase } from "../data/customer-base.ts";
import type { Grain } from "../data/time-unit.ts";
import { type Column, type CsvText, csvTable } from "./csv-text.ts";

/**
 * A customer base as CSV text. Its columns are `customer_id,frequency,recency,T,monetary_value`, `litt` if the base has
 * it, the dates of the first and last purchase and, after a split, the holdout. `readCustomerBase` reads it back to the
 * last bit.
 *
 * @param kept - Columns of attributes, which stand last.
 */
export function customerBaseCsv(base: CustomerBase, kept: readonly Column[] = []): CsvText {
  const { holdout, monetaryValue, litt, firstDate, lastDate } = base;
  const date = dateText(base.grain);
  return csvTable(base.length, [
    { name: "customer_id", field: (row) => base.customers[row] },
    { name: "frequency", field: (row) => base.frequency[row] },
    { name: "recency", field: (row) => base.recency[row] },
    { name: "T", field: (row) => base.T[row] },
    monetaryValue && { name: "monetary_value", field: (row) => monetaryValue[row] },
    litt && { name: "litt", field: (row) => litt[row] },
    firstDate && { name: "first_date", field: (row) => date(firstDate[row]) },
    lastDate && { name: "last_date", field: (row) => date(lastDate[row]) },
    holdout && { name: "frequency_holdout", field: (row) => holdout.frequency[row] },
    holdout?.monetaryValue && { name: "monetary_value_holdout", field: (row) => holdout.monetaryValue![row] },
    holdout && { name: "duration_holdout", field: () => holdout.duration },
    ...kept,
  ]);
}

/** Days, weeks and months begin on a date; hours and single purchases are instants. */
export function dateText(grain: Grain): (time: number) => string {
  const length = grain === "hour" || grain === "none" ? 24 : 10;
  return (time) => new Date(time).toISOString().slice(0, length);
}
