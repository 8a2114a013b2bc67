import type { Notice } from "../fit/fit-result.ts";
import { counted } from "../number-words.ts";
import type { FurtherHorizon } from "../predict/further-horizon.ts";
import { totalHistories } from "../predict/history-totals.ts";
import type { HistoryScores, Scores } from "../predict/score.ts";
import type { Totals } from "../predict/totals.ts";
import type { ScoredHistories } from "../sql/steps/score-engine-base.ts";
import { AHEAD, HISTORY_SCORES } from "../sql/steps/score-sql.ts";
import { warning } from "./notice.ts";

/** Scores of histories without infinite ones. */
export interface FiniteHistories {
  readonly byHistory: ScoredHistories;
  /** The number of customers without a finite score. */
  readonly customers: number;
  /** Adds the scores up, history by history. */
  totals(): TotalsAhead;
}

/** The scores added up, over the first horizon and over further ones. */
export interface TotalsAhead extends Totals {
  readonly further?: readonly (Totals & FurtherHorizon)[];
}

/**
 * Replaces infinite scores of histories by missing ones: neither files nor totals can have them. Values are computed
 * from them, and are already finite or missing.
 */
export function finiteHistories(scored: ScoredHistories): FiniteHistories {
  const { histories } = scored.grouped;
  const columns = columnsOf(scored);
  let customers = 0;
  for (let k = 0; k < histories.length; k++) {
    if (!columns.every((column) => Number.isFinite(column[k]))) customers += histories.count[k]!;
  }
  const byHistory =
    customers === 0 ? scored : { ...withoutInfinite(scored), further: scored.further.map(withoutInfinite) };
  const { worth, further, options } = byHistory;
  const totals = (): TotalsAhead => ({
    ...totalHistories(histories, byHistory, worth),
    ...(options.further && {
      further: further.map((ahead) => ({
        label: ahead.label,
        horizon: ahead.horizon,
        ...totalHistories(histories, ahead, worth),
      })),
    }),
  });
  return { byHistory, customers, totals };
}

function withoutInfinite<S extends HistoryScores>(scores: S): S {
  return { ...scores, ...Object.fromEntries(HISTORY_SCORES.map((key) => [key, finite(scores[key])])) };
}

/** The columns of the scores of histories, over every horizon. */
function columnsOf(scored: ScoredHistories): Float64Array[] {
  return [...HISTORY_SCORES.map((key) => scored[key]), ...scored.further.flatMap((of) => AHEAD.map((key) => of[key]))];
}

/** The same for customers in memory. */
export function finiteScores(scores: Scores): Scores {
  return {
    ...scores,
    probabilityAlive: finite(scores.probabilityAlive),
    expectedPurchases: finite(scores.expectedPurchases),
    probabilityOfPurchase: finite(scores.probabilityOfPurchase),
    ...(scores.further && {
      further: scores.further.map(({ label, ...ahead }) => ({ ...finiteScores(ahead), label })),
    }),
  };
}

/** Whether every score of the customers of histories is a finite number. */
export function areFinite(scored: ScoredHistories): boolean {
  return columnsOf(scored).every((column) => column.every(Number.isFinite));
}

/** The notice that some scores are empty. */
export function finiteNotices({ customers }: Pick<FiniteHistories, "customers">): Notice[] {
  if (customers === 0) return [];
  const whose = `${counted(customers, "customer")} ${customers === 1 ? "has" : "have"}`;
  return [
    warning(
      "scores-not-finite",
      `${whose} a score that is not finite.`,
      "Their fields are empty. Check that the model was fitted to similar customers and that the horizon is right.",
    ),
  ];
}

function finite(column: Float64Array): Float64Array {
  const isInfinite = (score: number): boolean => !(Number.isFinite(score) || Number.isNaN(score));
  return column.some(isInfinite) ? column.map((score) => (isInfinite(score) ? Number.NaN : score)) : column;
}
