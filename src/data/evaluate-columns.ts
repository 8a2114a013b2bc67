import { columnsOf, compileExpression, type Expression } from "./expression.ts";

/** The number of rows in a block. The intermediate results of one block fit into the cache. */
const BLOCK = 2048;

/** Columns of one length by name. */
export type Columns = Readonly<Record<string, Float64Array>>;

/**
 * Evaluates an expression over the rows of columns. The operations are those of {@link compileExpression} in the same
 * order, so the results have the same bits. Each operation runs over many rows at once: a million products cost about
 * as much as reading their factors.
 *
 * @param columns the columns that the expression reads, of one length
 * @returns a new column; NaN where an operand is NaN
 */
export function evaluateColumns(expression: Expression, columns: Columns, length: number): Float64Array {
  const out = new Float64Array(length);
  const evaluate = blockOf(expression, columns);
  for (let from = 0; from < length; from += BLOCK) {
    const until = Math.min(from + BLOCK, length);
    out.set(evaluate(from, until), from);
  }
  return out;
}

/** The rows `from` to `until` of an expression; the array is used again for the next block. */
type Block = (from: number, until: number) => Float64Array;

function blockOf(node: Expression, columns: Columns): Block {
  if (node.kind === "column") {
    const column = columns[node.name];
    return (from, until) => column.subarray(from, until);
  }
  const out = new Float64Array(BLOCK);
  if (node.kind === "number") {
    out.fill(node.value);
    return (from, until) => out.subarray(0, until - from);
  }
  if (node.kind === "binary" && (node.operator === "*" || node.operator === "+" || node.operator === "-")) {
    const { operator } = node;
    const [left, right] = [blockOf(node.left, columns), blockOf(node.right, columns)];
    return (from, until) => {
      const [a, b] = [left(from, until), right(from, until)];
      const length = until - from;
      if (operator === "*") for (let k = 0; k < length; k++) out[k] = a[k] * b[k];
      else if (operator === "+") for (let k = 0; k < length; k++) out[k] = a[k] + b[k];
      else for (let k = 0; k < length; k++) out[k] = a[k] - b[k];
      return out.subarray(0, length);
    };
  }
  return byRow(node, columns, out);
}

/** Operations that none of our formulas needs at speed are evaluated row by row. */
function byRow(node: Expression, columns: Columns, out: Float64Array): Block {
  const evaluate = compileExpression(node);
  const operands = columnsOf(node).map((name) => columns[name]);
  const values: number[] = [];
  return (from, until) => {
    for (let row = from; row < until; row++) {
      for (let j = 0; j < operands.length; j++) values[j] = operands[j][row];
      out[row - from] = evaluate(values);
    }
    return out.subarray(0, until - from);
  };
}
