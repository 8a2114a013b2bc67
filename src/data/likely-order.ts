import { normalized } from "./columns.ts";
import type { CsvTable } from "./csv/table.ts";

/** Usual names of the column with the order of a row. In Shopify's exports it is `Name`. */
const USUAL = ["order", "orderid", "orderno", "ordernumber", "invoice", "invoiceid", "invoiceno", "name"];

/**
 * The column of orders, if rows with a blank value are further lines of an order and only its first line has the value.
 * Then every such row of the sample has the same order as the row before it.
 *
 * @param value the position of the column of values
 */
export function likelyOrder(
  { columns, sample }: Pick<CsvTable, "columns" | "sample">,
  value: number,
): string | undefined {
  const blank = sample.flatMap((row, k) => (row[value]?.trim() === "" ? [k] : []));
  if (value < 0 || blank.length === 0) return undefined;
  const at = columns.findIndex(
    (name, k) => USUAL.includes(normalized(name)) && blank.every((row) => isFurther(sample, row, k)),
  );
  return columns[at];
}

function isFurther(sample: CsvTable["sample"], row: number, at: number): boolean {
  const order = sample[row]![at];
  return row > 0 && order !== "" && order === sample[row - 1]![at];
}
