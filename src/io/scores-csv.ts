import { ClvError } from "../errors.ts";
import type { Scores } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import { csvTable } from "./csv-text.ts";

/** The columns of scores, in their order; those of values and of intervals only where there are any. */
export const SCORE_COLUMNS = [
  ...withEnds("p_alive"),
  ...withEnds("expected_purchases"),
  "probability_of_purchase",
  ...withEnds("expected_spend"),
  ...withEnds("clv"),
  "clv_undiscounted",
  ...ends("outcome_purchases"),
  ...ends("outcome_value"),
];

/**
 * Scores as CSV text, one row per customer in the order of the base: by customer id.
 *
 * @param names - The columns to write, in their order; all when left out.
 * @param intervals - Adds two columns for each interval: `…_low` and `…_high` of an estimate, and `outcome_…` of the actual future.
 * @throws ClvError `usage` when there is no such column
 */
export function scoresCsv(scores: Scores, names?: readonly string[], intervals?: ScoreIntervals): Generator<string> {
  const { value } = scores;
  const given: Record<string, Float64Array | undefined> = {
    p_alive: scores.probabilityAlive,
    expected_purchases: scores.expectedPurchases,
    probability_of_purchase: scores.probabilityOfPurchase,
    expected_spend: value?.expectedSpend,
    clv: value?.lifetimeValue,
    clv_undiscounted: value?.undiscountedValue,
    ...(intervals && intervalColumns(intervals)),
  };
  const columns = [
    { name: "customer_id", field: (row: number) => scores.customers[row] },
    ...SCORE_COLUMNS.flatMap((name) => {
      const column = given[name];
      return column === undefined ? [] : [{ name, field: (row: number) => column[row] }];
    }),
  ];
  return csvTable(scores.length, names === undefined ? columns : columnsNamed(columns, names));
}

/** The ends of intervals under the names of their columns. */
export function intervalColumns({ estimate, outcome }: ScoreIntervals): Record<string, Float64Array> {
  const intervals = {
    p_alive: estimate.probabilityAlive,
    expected_purchases: estimate.expectedPurchases,
    expected_spend: estimate.expectedSpend,
    clv: estimate.lifetimeValue,
    outcome_purchases: outcome.purchases,
    outcome_value: outcome.value,
  };
  const columns = Object.entries(intervals).flatMap(([name, interval]) => {
    const [low, high] = ends(name);
    return interval === undefined ? [] : [[low, interval.low] as const, [high, interval.high] as const];
  });
  return Object.fromEntries(columns);
}

function ends(name: string): [low: string, high: string] {
  return [`${name}_low`, `${name}_high`];
}

function withEnds(name: string): string[] {
  return [name, ...ends(name)];
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
