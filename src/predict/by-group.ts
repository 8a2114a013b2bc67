import { type Columns, evaluateColumns } from "../data/evaluate-columns.ts";
import { columnsOf, compileExpression, type Expression } from "../data/expression.ts";
import type { OrderTerms } from "./worth-formula.ts";

/** A formula over columns, by row: `terms` are those of the group of each row. NaN where an operand is NaN. */
export function byGroup(
  terms: readonly OrderTerms[],
  of: Uint32Array,
  formula: (terms: OrderTerms) => Expression,
  columns: Columns,
): Float64Array {
  if (terms.length === 1) return evaluateColumns(formula(terms[0]), columns, of.length);
  const compiled = terms.map((group) => {
    const expression = formula(group);
    return { evaluate: compileExpression(expression), operands: columnsOf(expression).map((name) => columns[name]) };
  });
  const out = new Float64Array(of.length);
  const values: number[] = [];
  for (let i = 0; i < out.length; i++) {
    const { evaluate, operands } = compiled[of[i]];
    for (let j = 0; j < operands.length; j++) values[j] = operands[j][i];
    out[i] = evaluate(values);
  }
  return out;
}
