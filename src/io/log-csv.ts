import type { Grain } from "../data/time-unit.ts";
import type { Transaction } from "../data/transaction-log.ts";
import { type CsvText, csvText, type Field } from "./csv-text.ts";
import { dateText } from "./customer-base-csv.ts";

/** Transactions as CSV text: `customer_id,date` and `amount` where there are values, dates as fine as the grain needs. */
export function logCsv(transactions: Iterable<Transaction>, grain: Grain, hasValues: boolean): CsvText {
  const date = dateText(grain);
  function* rows(): Generator<Field[]> {
    for (const { customer, date: time, value } of transactions) {
      const row: Field[] = [customer, date(new Date(time).getTime())];
      yield hasValues ? [...row, { digits: value!.toFixed(2) }] : row;
    }
  }
  return csvText(["customer_id", "date", ...(hasValues ? ["amount"] : [])], rows());
}
