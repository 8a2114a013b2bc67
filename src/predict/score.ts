import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { distinctRows } from "../data/distinct-rows.ts";
import { buildHistories } from "../data/histories.ts";
import { UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { countNumbers } from "../math/sum.ts";
import type { Histories, Parameters, PurchaseModel, SpendModel } from "../model.ts";
import { type Horizon, horizonIn } from "./horizon.ts";
import { scoreNotices } from "./score-notices.ts";
import { type WorthOptions, worthOf } from "./worth.ts";

/** What to expect, over which time, at which worth. */
export interface ScoreOptions extends WorthOptions {
  readonly horizon: Horizon;
}

/** Scored customers: columns of one length, in the order of the base. */
export interface Scores {
  readonly length: number;
  readonly customers: readonly string[];
  readonly horizon: Horizon;
  /** P(alive) at the end of observation. */
  readonly probabilityAlive: Float64Array;
  /** Expected purchases within the horizon. */
  readonly expectedPurchases: Float64Array;
  /** Probability of at least one purchase within the horizon. */
  readonly probabilityOfPurchase: Float64Array;
  /** Absent without a spend model or without values. */
  readonly value?: ValueScores;
  readonly notices: readonly Notice[];
}

/** What the expected purchases are worth; NaN where the spend model has no mean. */
export interface ValueScores {
  /** Expected value per purchase. */
  readonly expectedSpend: Float64Array;
  /** Margin × expected value of the purchases within the horizon, each discounted when it happens. */
  readonly lifetimeValue: Float64Array;
  /** The same without discount. */
  readonly undiscountedValue: Float64Array;
}

/**
 * Scores every customer of a base: alive or not, purchases within a horizon, value per purchase, lifetime value.
 *
 *     expected purchases = P(alive)·G(t),  CLV = margin·E[M]·P(alive)·∫₀^t (1 + d)^(−s/year) dG(s)
 *
 * P(alive) is computed once per distinct (x, t_x, T), everything that does not depend on t_x once per distinct (x, T), and
 * handed out to the customers by column: a million customers cost little more than reading them.
 *
 * A base in another unit than the model's is converted exactly, and a notice says so. A customer whose expected spend
 * does not exist has NaN there and in both values, and a notice says how many.
 *
 * @param base the customers at the end of observation
 * @param fitted the parameters and their time unit
 * @param purchase the purchase model the parameters belong to
 * @param spend the spend model they belong to; without it, in `fitted` or in the base, there are no values
 * @throws ClvError `usage` when the margin or the discount rate is outside its domain
 */
export function score(
  base: CustomerBase,
  fitted: FittedModel,
  purchase: PurchaseModel,
  spend: SpendModel | undefined,
  options: ScoreOptions,
): Scores {
  const { horizon } = options;
  const { margin, discountRate } = worthOf(options);
  const { unit } = fitted;
  const { histories, index } = buildHistories(convertBase(base, unit));
  const future = scoreHistories(histories, fitted, purchase, horizon, discountRate);
  const byCustomer = (column: Float64Array): Float64Array => {
    const out = new Float64Array(base.length);
    for (let k = 0; k < out.length; k++) out[k] = column[index[k]];
    return out;
  };
  const expectedPurchases = byCustomer(future.expected);
  const value =
    spend && fitted.spend && base.monetaryValue
      ? scoreValues(
          expectSpend(base.frequency, base.monetaryValue, spend, fitted.spend.parameters),
          expectedPurchases,
          byCustomer(future.discounted),
          margin,
        )
      : undefined;
  return {
    length: base.length,
    customers: base.customers,
    horizon,
    probabilityAlive: byCustomer(future.alive),
    expectedPurchases,
    probabilityOfPurchase: byCustomer(future.atLeastOne),
    ...(value && { value }),
    notices: scoreNotices(base, fitted, value ? base.length - countNumbers(value.expectedSpend) : 0),
  };
}

/** What does not depend on values, history by history. */
export interface HistoryScores {
  readonly alive: Float64Array;
  readonly expected: Float64Array;
  /** Expected purchases, each discounted when it happens. */
  readonly discounted: Float64Array;
  readonly atLeastOne: Float64Array;
}

/** The purchase half of the scores, by history; the histories are in the unit of the fit. */
export function scoreHistories(
  histories: Histories,
  { unit, purchase: { parameters: theta } }: FittedModel,
  model: PurchaseModel,
  horizon: Horizon,
  discountRate: number,
): HistoryScores {
  const t = horizonIn(horizon, unit);
  const delta = (Math.log1p(discountRate) * UNIT_MILLISECONDS[unit]) / UNIT_MILLISECONDS.year;
  const { length, frequency, recency, T } = histories;
  const { columns, index } = distinctRows([frequency, T], length);
  const pairs = columns[0].length;
  const count = new Float64Array(pairs);
  const discounted = new Float64Array(pairs);
  const atLeastOne = new Float64Array(pairs);
  for (let j = 0; j < pairs; j++) {
    const x = columns[0][j];
    const age = columns[1][j];
    count[j] = model.expectedPurchasesIfAlive(theta, x, age, t);
    discounted[j] = delta === 0 ? count[j] : model.discountedPurchasesIfAlive(theta, x, age, t, delta);
    atLeastOne[j] = model.probabilityOfPurchaseIfAlive(theta, x, age, t);
  }
  const scores: HistoryScores = {
    alive: new Float64Array(length),
    expected: new Float64Array(length),
    discounted: new Float64Array(length),
    atLeastOne: new Float64Array(length),
  };
  for (let i = 0; i < length; i++) {
    const j = index[i];
    const alive = model.probabilityAlive(theta, frequency[i], recency[i], T[i]);
    scores.alive[i] = alive;
    scores.expected[i] = alive * count[j];
    scores.discounted[i] = alive * discounted[j];
    scores.atLeastOne[i] = alive * atLeastOne[j];
  }
  return scores;
}

/** Expected value per purchase by customer; the population's for those without a repeat purchase; NaN where there is none. */
function expectSpend(x: Float64Array, m: Float64Array, model: SpendModel, theta: Parameters): Float64Array {
  const population = model.populationSpend(theta) ?? Number.NaN;
  const spend = new Float64Array(x.length);
  for (let k = 0; k < spend.length; k++) {
    spend[k] = x[k] === 0 ? population : (model.expectedSpend(theta, x[k], m[k]) ?? Number.NaN);
  }
  return spend;
}

function scoreValues(
  expectedSpend: Float64Array,
  expectedPurchases: Float64Array,
  discounted: Float64Array,
  margin: number,
): ValueScores {
  const lifetimeValue = discounted;
  const undiscountedValue = new Float64Array(expectedSpend.length);
  for (let k = 0; k < expectedSpend.length; k++) {
    lifetimeValue[k] = margin * expectedSpend[k] * discounted[k];
    undiscountedValue[k] = margin * expectedSpend[k] * expectedPurchases[k];
  }
  return { expectedSpend, lifetimeValue, undiscountedValue };
}
