import type { Scores } from "../predict/score.ts";
import { csvTable } from "./csv-text.ts";

/** Scores as CSV text, one row per customer in the order of the base: by customer id. */
export function scoresCsv(scores: Scores): Generator<string> {
  const { value } = scores;
  return csvTable(scores.length, [
    { name: "customer_id", field: (row) => scores.customers[row] },
    { name: "p_alive", field: (row) => scores.probabilityAlive[row] },
    { name: "expected_purchases", field: (row) => scores.expectedPurchases[row] },
    { name: "probability_of_purchase", field: (row) => scores.probabilityOfPurchase[row] },
    value && { name: "expected_spend", field: (row) => value.expectedSpend[row] },
    value && { name: "clv", field: (row) => value.lifetimeValue[row] },
    value && { name: "clv_undiscounted", field: (row) => value.undiscountedValue[row] },
  ]);
}
