import { ClvError } from "../errors.ts";
import { quotedName } from "./columns.ts";
import type { FirstRows } from "./csv/table.ts";
import { parseDecimal } from "./decimal.ts";

/** The least share of numbers among the fields of a numeric column. */
const MOST = 0.9;

/** The error for a log in which no column has a usual name for the value: it names the columns that hold numbers. */
export function noValue(table: FirstRows, taken: readonly number[]): ClvError {
  const numeric = numericColumns(table).filter((at) => !taken.includes(at));
  const [first] = numeric;
  const named = numeric.map((at) => JSON.stringify(table.columns[at])).join(", ");
  const choice =
    first === undefined ? "" : `use --value '${quotedName(table.columns[first]!)}', or arithmetic over columns; `;
  return new ClvError("usage", {
    where: `${table.name}, header`,
    expected: "a value column with a usual name, such as amount or total",
    got: "none",
    wayOut: `${numeric.length > 0 ? `Columns of numbers: ${named}` : "No other column holds numbers"}; ${choice}to go on without values and CLV, use --value none.`,
  });
}

/** The columns in which at least nine of ten fields are numbers, by position. */
function numericColumns({ columns, sample, decimal, decimalSaid }: FirstRows): number[] {
  return [...columns.keys()].filter((at) => {
    const fields = sample.flatMap((row) => (row[at]?.trim() ? [row[at]] : []));
    const numbers = fields.filter((field) => Number.isFinite(parseDecimal(field, decimal, decimalSaid)));
    return fields.length > 0 && numbers.length >= MOST * fields.length;
  });
}
