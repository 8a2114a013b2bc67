import { ClvError } from "../errors.ts";
import { attributeAt, findColumn } from "./columns.ts";
import { type CsvTable, isBlank } from "./csv/table.ts";

/**
 * Reads a table with one row for each customer id. `add` receives the id and its words in these columns.
 *
 * @param customer the column of ids; found by its usual names when left out
 * @param names columns of the table
 * @throws ClvError `data` at a row without an id, or with more or fewer fields than columns
 */
export async function readWordTable(
  table: CsvTable,
  customer: string | undefined,
  names: readonly string[],
  add: (id: string, words: readonly string[]) => void,
): Promise<void> {
  const { columns, name: where } = table;
  const idAt = customerAt(columns, customer, where);
  const wordsAt = names.map((name) => attributeAt(columns, name, where));
  for await (const { records, rowOf, broken } of table.batches) {
    for (let k = 0; k < records.length; k++) {
      const fields = records[k];
      if (isBlank(fields) && !broken.has(k)) continue;
      const fail = (expected: string, got: unknown): never => {
        throw new ClvError("data", { where: `${where}, row ${rowOf(k)}`, expected, got });
      };
      if (broken.has(k)) fail("a row with closed quotes", fields.join(" "));
      if (fields.length !== columns.length) fail(`${columns.length} fields`, fields.length);
      if (fields[idAt] === "") fail("the id of a customer", "none");
      add(
        fields[idAt],
        wordsAt.map((at) => fields[at]),
      );
    }
  }
}

/** The column of ids of a table beside a log: named as in the log, or by a usual name. */
function customerAt(columns: readonly string[], customer: string | undefined, where: string): number {
  const own = customer !== undefined && columns.includes(customer) ? customer : undefined;
  const usual = own === undefined && columns.includes("customer_id") ? "customer_id" : own;
  return findColumn(columns, "customer", usual, where);
}

/** The error for a customer with two words in one column. */
export function twoWords(where: string, id: string): ClvError {
  return new ClvError("data", {
    where,
    expected: "one row for each customer",
    got: `rows that differ for the customer ${JSON.stringify(id.slice(0, 80))}`,
  });
}
