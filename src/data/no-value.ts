import { ClvError } from "../errors.ts";
import { quotedName } from "./columns.ts";
import type { CsvTable } from "./csv-table.ts";
import { parseDecimal } from "./decimal.ts";

/** What is known of a log before it is read: its columns and some of its rows. */
type Sampled = Pick<CsvTable, "name" | "columns" | "sample" | "decimal" | "decimalSaid">;

/** The share of the fields of a column that must be numbers for it to be one of numbers. */
const MOST = 0.9;

/** The error for a log in which no column has a usual name for the value: it names the columns that hold numbers. */
export function noValue(table: Sampled, taken: readonly number[]): ClvError {
  const numeric = numericColumns(table).filter((at) => !taken.includes(at));
  const [first] = numeric;
  const named = numeric.map((at) => JSON.stringify(table.columns[at])).join(", ");
  const choice =
    first === undefined ? "" : `say --value '${quotedName(table.columns[first]!)}', or arithmetic over columns; `;
  return new ClvError("usage", {
    where: `${table.name}, header`,
    expected: "a value column with a usual name, such as amount or total",
    got: "none",
    wayOut: `${numeric.length > 0 ? `Numbers stand in ${named}` : "No other column holds numbers"}: ${choice}without values, and so without CLV, say --value none.`,
  });
}

/** The columns whose fields are numbers, nine of ten at least, by position. */
export function numericColumns({ columns, sample, decimal, decimalSaid }: Sampled): number[] {
  return [...columns.keys()].filter((at) => {
    const fields = sample.flatMap((row) => (row[at]?.trim() ? [row[at]] : []));
    const numbers = fields.filter((field) => Number.isFinite(parseDecimal(field, decimal, decimalSaid)));
    return fields.length > 0 && numbers.length >= MOST * fields.length;
  });
}
