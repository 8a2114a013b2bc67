import { findColumn } from "./columns.ts";
import type { CsvTable } from "./csv/table.ts";
import { parseDecimal } from "./decimal.ts";
import { columnsOf, compileExpression, parseExpression } from "./expression.ts";

/** The value of a row of a CSV file. */
export interface ValueReader {
  /** The column or the expression, as the user would write it. */
  readonly title: string;
  /** The columns it reads. */
  readonly columns: readonly string[];
  /** The value; NaN or an infinity where the row has none. */
  read(fields: readonly string[]): number;
  /** For a row without a value: the unreadable column and its content. */
  blame(fields: readonly string[]): { readonly column: string; readonly value: string };
}

/**
 * The requested value: a column, an expression over columns, nothing (`false`), or the column with a usual name; undefined for a log
 * without values.
 */
export async function valueReader(
  { columns, decimal, decimalSaid, name }: CsvTable,
  asked: string | false | undefined,
): Promise<ValueReader | undefined> {
  if (asked === false) return undefined;
  if (asked === undefined || columns.includes(asked)) {
    const at = findColumn(columns, "value", asked, name);
    if (at < 0) return undefined;
    return {
      title: columns[at],
      columns: [columns[at]],
      read: (fields) => parseDecimal(fields[at], decimal, decimalSaid),
      blame: (fields) => ({ column: columns[at], value: fields[at] }),
    };
  }
  const expression = await parseExpression(asked, columns);
  const evaluate = compileExpression(expression);
  const read = columnsOf(expression);
  const at = read.map((column) => columns.indexOf(column));
  const operands = new Float64Array(at.length);
  const computed = (fields: readonly string[]): number => {
    for (let k = 0; k < at.length; k++) operands[k] = parseDecimal(fields[at[k]]!, decimal, decimalSaid);
    return evaluate(operands);
  };
  return {
    title: asked,
    columns: read,
    // Databases differ on NaN in min and max, so an unreadable operand makes the value of any expression unreadable.
    read: (fields) => {
      const value = computed(fields);
      return operands.every(Number.isFinite) ? value : Number.NaN;
    },
    blame: (fields) => {
      const value = computed(fields);
      const bad = operands.findIndex((operand) => !Number.isFinite(operand));
      return bad < 0 ? { column: asked, value: String(value) } : { column: columns[at[bad]]!, value: fields[at[bad]]! };
    },
  };
}
