import { ClvError } from "../errors.ts";
import type { Scores } from "../predict/score.ts";
import type { IntervalColumns, ScoreIntervals } from "../predict/score-intervals.ts";
import { csvTable } from "./csv-text.ts";

/**
 * Scores as CSV text, one row per customer in the order of the base: by customer id.
 *
 * @param names - The columns to write, in their order; all when left out.
 * @param intervals - Adds two columns for each interval: `…_low` and `…_high` of an estimate beside it, `outcome_…` of what will come.
 * @throws ClvError `usage` when there is no such column
 */
export function scoresCsv(scores: Scores, names?: readonly string[], intervals?: ScoreIntervals): Generator<string> {
  const { value } = scores;
  const { estimate, outcome } = intervals ?? {};
  const columns = [
    { name: "customer_id", field: (row: number) => scores.customers[row] },
    { name: "p_alive", field: (row: number) => scores.probabilityAlive[row] },
    ...ends("p_alive", estimate?.probabilityAlive),
    { name: "expected_purchases", field: (row: number) => scores.expectedPurchases[row] },
    ...ends("expected_purchases", estimate?.expectedPurchases),
    { name: "probability_of_purchase", field: (row: number) => scores.probabilityOfPurchase[row] },
    value && { name: "expected_spend", field: (row: number) => value.expectedSpend[row] },
    ...ends("expected_spend", estimate?.expectedSpend),
    value && { name: "clv", field: (row: number) => value.lifetimeValue[row] },
    ...ends("clv", estimate?.lifetimeValue),
    value && { name: "clv_undiscounted", field: (row: number) => value.undiscountedValue[row] },
    ...ends("outcome_purchases", outcome?.purchases),
    ...ends("outcome_value", outcome?.value),
  ].filter((column) => typeof column === "object");
  return csvTable(scores.length, names === undefined ? columns : columnsNamed(columns, names));
}

/** The two columns of an interval. */
function ends(name: string, interval: IntervalColumns | undefined) {
  if (interval === undefined) return [];
  return [
    { name: `${name}_low`, field: (row: number) => interval.low[row] },
    { name: `${name}_high`, field: (row: number) => interval.high[row] },
  ];
}

/** Columns by name. */
export function columnsNamed<C extends { readonly name: string }>(
  columns: readonly C[],
  names: readonly string[],
): C[] {
  return names.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    throw new ClvError("usage", {
      where: "--columns",
      expected: `columns of scores: ${columns.map((column) => column.name).join(", ")}`,
      got: name,
    });
  });
}
