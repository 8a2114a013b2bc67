import type { Columns } from "../data/evaluate-columns.ts";
import type { Expression } from "../data/expression.ts";
import { type ColumnsOf, type ScoreGroup, scoreColumns } from "./score-sheet.ts";
import type { OrderTerms } from "./worth-formula.ts";

/**
 * The columns of a group of the score sheet: the input columns, and those with a formula, each computed from the
 * columns before it.
 *
 * @param given the input columns and other inputs of formulas, by key
 * @param evaluate gives a formula its terms and computes it over the columns
 */
export function computeColumns<Group extends ScoreGroup>(
  group: Group,
  given: Columns,
  evaluate: (formula: (terms: OrderTerms) => Expression, columns: Columns) => Float64Array,
): ColumnsOf<Group> {
  const columns: Record<string, Float64Array> = { ...given };
  const ofGroup = scoreColumns(group).map(({ key, formula }) => {
    if (formula) columns[key] = evaluate(formula, columns);
    return [key, columns[key]];
  });
  return Object.fromEntries(ofGroup) as ColumnsOf<Group>;
}
