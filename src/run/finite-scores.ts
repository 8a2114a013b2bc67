import type { ScoredHistories } from "../engine/score-engine-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import { counted } from "../number-words.ts";
import { totalHistories } from "../predict/history-totals.ts";
import type { Scores } from "../predict/score.ts";
import type { Totals } from "../predict/totals.ts";
import { warning } from "./notice.ts";

/** Scores of histories without infinite ones. */
export interface FiniteHistories {
  readonly byHistory: ScoredHistories;
  /** Customers who have lost a score. */
  readonly customers: number;
  /** Adds the scores up, history by history. */
  totals(): Totals;
}

/** Makes infinite scores of histories missing ones: no file and no total holds them. */
export function finiteHistories(scored: ScoredHistories): FiniteHistories {
  const { alive, expected, discounted, atLeastOne, grouped } = scored;
  const { histories } = grouped;
  const columns = [alive, expected, discounted, atLeastOne];
  let customers = 0;
  for (let k = 0; k < histories.length; k++) {
    if (!columns.every((column) => Number.isFinite(column[k]))) customers += histories.count[k]!;
  }
  const purchases = { alive: finite(alive), expected: finite(expected) };
  const rest = { discounted: finite(discounted), atLeastOne: finite(atLeastOne) };
  const byHistory = customers === 0 ? scored : { ...scored, ...purchases, ...rest };
  return { byHistory, customers, totals: () => totalHistories(histories, byHistory, byHistory.worth) };
}

/** The same of customers in memory. */
export function finiteScores(scores: Scores): Scores {
  const { value } = scores;
  return {
    ...scores,
    probabilityAlive: finite(scores.probabilityAlive),
    expectedPurchases: finite(scores.expectedPurchases),
    probabilityOfPurchase: finite(scores.probabilityOfPurchase),
    ...(value && {
      value: {
        expectedSpend: finite(value.expectedSpend),
        lifetimeValue: finite(value.lifetimeValue),
        undiscountedValue: finite(value.undiscountedValue),
      },
    }),
  };
}

/** Whether every score of the customers of histories is a finite number, or a value that does not exist. */
export function areFinite({ alive, expected, discounted, atLeastOne }: ScoredHistories, totals: Totals): boolean {
  const columns = [alive, expected, discounted, atLeastOne];
  return columns.every((column) => column.every(Number.isFinite)) && !hasInfiniteValue(totals);
}

/** Whether some value has no bound though the purchases have: a spend so large that its product with them is no double. */
function hasInfiniteValue({ value }: Totals): boolean {
  return value !== undefined && !(Number.isFinite(value.lifetimeValue) && Number.isFinite(value.undiscountedValue));
}

/** Says when scores are left empty. */
export function finiteNotices({ customers, totals }: FiniteHistories): Notice[] {
  const advice = "Their fields are empty. Is the model fitted to such customers, and the horizon meant?";
  if (customers > 0) {
    const whose = `${counted(customers, "customer")} ${customers === 1 ? "has" : "have"}`;
    return [warning("scores-not-finite", `${whose} a score that is no finite number.`, advice)];
  }
  return hasInfiniteValue(totals())
    ? [warning("scores-not-finite", "Some customers have a value that is no finite number.", advice)]
    : [];
}

function finite(column: Float64Array): Float64Array {
  const isInfinite = (score: number): boolean => !(Number.isFinite(score) || Number.isNaN(score));
  return column.some(isInfinite) ? column.map((score) => (isInfinite(score) ? Number.NaN : score)) : column;
}
