import { ClvError } from "../errors.ts";
import type { Scores } from "../predict/score.ts";
import { csvTable } from "./csv-text.ts";

/**
 * Scores as CSV text, one row per customer in the order of the base: by customer id.
 *
 * @param names - The columns to write, in their order; all when left out.
 * @throws ClvError `usage` when there is no such column
 */
export function scoresCsv(scores: Scores, names?: readonly string[]): Generator<string> {
  const { value } = scores;
  const columns = [
    { name: "customer_id", field: (row: number) => scores.customers[row] },
    { name: "p_alive", field: (row: number) => scores.probabilityAlive[row] },
    { name: "expected_purchases", field: (row: number) => scores.expectedPurchases[row] },
    { name: "probability_of_purchase", field: (row: number) => scores.probabilityOfPurchase[row] },
    value && { name: "expected_spend", field: (row: number) => value.expectedSpend[row] },
    value && { name: "clv", field: (row: number) => value.lifetimeValue[row] },
    value && { name: "clv_undiscounted", field: (row: number) => value.undiscountedValue[row] },
  ].filter((column) => typeof column === "object");
  return csvTable(scores.length, names === undefined ? columns : columnsNamed(columns, names));
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
