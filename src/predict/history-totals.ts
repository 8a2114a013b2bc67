import { MILLION } from "../data/decimal.ts";
import { sumNumbers } from "../math/sum.ts";
import type { Histories, Line, Parameters, SpendModel } from "../model.ts";
import type { HistoryScores } from "./score.ts";
import type { Totals } from "./totals.ts";

/** What the purchases of histories are worth. */
export interface HistoryWorth {
  readonly model: SpendModel;
  readonly parameters: Parameters;
  readonly margin: number;
  /** What the customers of each history spent in repeat purchases, in millionths. */
  readonly spent: Float64Array;
}

/**
 * The scores added up over the customers of histories in their order, none of whom is looked at: E[M | x, m] is a line in m, so
 * that of n customers with the same x adds up to n times that of their mean m. Compensated sums, as `totalScores` of the customers to
 * 1e-12.
 */
export function totalHistories(
  { frequency: x, count }: Histories,
  { alive, expected, discounted }: Pick<HistoryScores, "alive" | "expected" | "discounted">,
  worth: HistoryWorth | undefined,
): Totals {
  const total = (scores: Float64Array): number => sumNumbers(scores.map((score, k) => score * count[k]));
  const spend = worth && spendOf(x, count, worth);
  return {
    customers: count.reduce((sum, n) => sum + n, 0),
    alive: total(alive),
    expectedPurchases: total(expected),
    ...(spend && {
      value: {
        customers: count.reduce((sum, n, k) => (Number.isNaN(spend[k]) ? sum : sum + n), 0),
        equity: sumNumbers(spend.map((worth, k) => worth * discounted[k])),
        equityUndiscounted: sumNumbers(spend.map((worth, k) => worth * expected[k])),
      },
    }),
  };
}

/** Margin × Σ E[M | x, m] over the customers of each history; NaN where it does not exist. */
function spendOf(
  x: Float64Array,
  count: Float64Array,
  { model, parameters, margin, spent }: HistoryWorth,
): Float64Array {
  let of = Number.NaN;
  let line: Line | undefined;
  return x.map((frequency, k) => {
    if (frequency !== of) {
      of = frequency;
      line = model.expectedSpend(parameters, frequency);
    }
    if (line === undefined) return Number.NaN;
    const means = frequency > 0 ? spent[k] / (frequency * MILLION) : 0;
    return margin * (line.constant * count[k] + line.slope * means);
  });
}
