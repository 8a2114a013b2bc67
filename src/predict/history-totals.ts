import { MILLION } from "../data/decimal.ts";
import { sumNumbers } from "../math/sum.ts";
import type { Line } from "../model/future-total.ts";
import type { Histories, Parameters, SpendModel } from "../model.ts";
import type { HistoryScores } from "./score.ts";
import type { Totals } from "./totals.ts";
import { type OrderTerms, worth } from "./worth-formula.ts";

/** The value of the purchases of histories. */
export interface HistoryWorth {
  readonly model: SpendModel;
  readonly parameters: Parameters;
  readonly terms: OrderTerms;
  /** The total of the repeat purchases of each history's customers, in millionths. */
  readonly spent: Float64Array;
}

/**
 * The sums of the scores over all customers, computed from histories alone, in their order. E[M | x, m] is a line in m.
 * So its sum over n customers with the same x is n times its value at their mean m. The sums are compensated, and agree
 * with `totalScores` of the customers to 1e-12.
 */
export function totalHistories(
  { frequency: x, count }: Histories,
  scores: Omit<HistoryScores, "probabilityOfPurchase">,
  value: HistoryWorth | undefined,
): Totals {
  const { probabilityAlive, expectedPurchases, discountedPurchases } = scores;
  const total = (column: Float64Array): number => sumNumbers(column.map((score, k) => score * count[k]));
  const about = {
    customers: count.reduce((sum, n) => sum + n, 0),
    alive: total(probabilityAlive),
    expectedPurchases: total(expectedPurchases),
  };
  if (value === undefined) return about;
  const spend = spendOf(x, count, value);
  const { s, k } = value.terms;
  // Σ of s·z·n − k·n over customers with the same n: s·(Σz)·n − (k·count)·n.
  const worthOf = (purchases: Float64Array): Float64Array =>
    spend.map((total, i) => {
      const sum = worth({ s, k: k * count[i] }, total, purchases[i]);
      return Number.isFinite(sum) ? sum : Number.NaN;
    });
  const clv = worthOf(discountedPurchases);
  return {
    ...about,
    value: {
      customers: count.reduce((sum, n, i) => (Number.isNaN(clv[i]) ? sum : sum + n), 0),
      equity: sumNumbers(clv),
      equityUndiscounted: sumNumbers(worthOf(expectedPurchases)),
    },
  };
}

/** Σ E[M | x, m] over the customers of each history; NaN where it does not exist. */
export function spendOf(
  x: Float64Array,
  count: Float64Array,
  { model, parameters, spent }: Omit<HistoryWorth, "terms">,
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
    return line.constant * count[k] + line.slope * means;
  });
}
