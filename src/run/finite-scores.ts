import type { Notice } from "../fit/fit-result.ts";
import { counted } from "../number-words.ts";
import { totalHistories } from "../predict/history-totals.ts";
import type { HistoryScores, Scores } from "../predict/score.ts";
import type { Totals } from "../predict/totals.ts";
import type { ScoredHistories } from "../sql/steps/score-engine-base.ts";
import { HISTORY_SCORES } from "../sql/steps/score-sql.ts";
import { warning } from "./notice.ts";

/** Scores of histories without infinite ones. */
export interface FiniteHistories {
  readonly byHistory: ScoredHistories;
  /** The number of customers without a finite score. */
  readonly customers: number;
  /** Adds the scores up, history by history. */
  totals(): Totals;
}

/** Makes infinite scores of histories missing ones: no file and no total holds them. Values follow from them and are finite or missing already. */
export function finiteHistories(scored: ScoredHistories): FiniteHistories {
  const { histories } = scored.grouped;
  let customers = 0;
  for (let k = 0; k < histories.length; k++) {
    if (!HISTORY_SCORES.every((key) => Number.isFinite(scored[key][k]))) customers += histories.count[k]!;
  }
  const columns = Object.fromEntries(HISTORY_SCORES.map((key) => [key, finite(scored[key])]));
  const byHistory = customers === 0 ? scored : { ...scored, ...(columns as unknown as HistoryScores) };
  return { byHistory, customers, totals: () => totalHistories(histories, byHistory, byHistory.worth) };
}

/** The same of customers in memory. */
export function finiteScores(scores: Scores): Scores {
  return {
    ...scores,
    probabilityAlive: finite(scores.probabilityAlive),
    expectedPurchases: finite(scores.expectedPurchases),
    probabilityOfPurchase: finite(scores.probabilityOfPurchase),
  };
}

/** Whether every score of the customers of histories is a finite number. */
export function areFinite(scored: ScoredHistories): boolean {
  return HISTORY_SCORES.every((key) => scored[key].every(Number.isFinite));
}

/** Says when scores are left empty. */
export function finiteNotices({ customers }: FiniteHistories): Notice[] {
  if (customers === 0) return [];
  const whose = `${counted(customers, "customer")} ${customers === 1 ? "has" : "have"}`;
  return [
    warning(
      "scores-not-finite",
      `${whose} a score that is no finite number.`,
      "Their fields are empty. Check that the model was fitted to such customers and that the horizon is right.",
    ),
  ];
}

function finite(column: Float64Array): Float64Array {
  const isInfinite = (score: number): boolean => !(Number.isFinite(score) || Number.isNaN(score));
  return column.some(isInfinite) ? column.map((score) => (isInfinite(score) ? Number.NaN : score)) : column;
}
