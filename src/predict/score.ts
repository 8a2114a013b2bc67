import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { buildHistories } from "../data/histories.ts";
import { UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { countNumbers } from "../math/sum.ts";
import type { HistoryColumns, Line, Parameters, SpendModel } from "../model.ts";
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
  readonly clv: Float64Array;
  /** The same without discount. */
  readonly clvUndiscounted: Float64Array;
}

/**
 * Scores every customer of a base: alive or not, purchases within a horizon, value per purchase, lifetime value.
 *
 *     expected purchases = P(alive)·G(t),  CLV = margin·E[M]·P(alive)·∫₀^t (1 + d)^(−s/year) dG(s)
 *
 * What the model expects is computed once per history (of what does not depend on t_x, once per distinct (x, T)), and
 * handed out to the customers by column: a million customers cost little more than reading them.
 *
 * A base in another unit than the model's is converted exactly, and a notice says so. A customer whose expected spend
 * does not exist has NaN there and in both values, and a notice says how many.
 *
 * @param base the customers at the end of observation
 * @param fitted the fits, and their time unit; without a spend fit, or without values in the base, there are no values
 * @throws ClvError `usage` when the margin or the discount rate is outside its domain
 */
export function score(base: CustomerBase, fitted: FittedModel, options: ScoreOptions): Scores {
  const { horizon } = options;
  const { margin, discountRate } = worthOf(options);
  const { unit, spend } = fitted;
  const { histories, index } = buildHistories(convertBase(base, unit));
  const future = scoreHistories(histories, fitted, horizon, discountRate);
  const byCustomer = (column: Float64Array): Float64Array => {
    const out = new Float64Array(base.length);
    for (let k = 0; k < out.length; k++) out[k] = column[index[k]];
    return out;
  };
  const expectedPurchases = byCustomer(future.expected);
  const value =
    spend && base.monetaryValue
      ? scoreValues(
          expectSpend(
            spendLines(spend.model, spend.parameters, histories.frequency),
            index,
            base.frequency,
            base.monetaryValue,
          ),
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
  histories: HistoryColumns,
  { unit, purchase: { model, parameters: theta } }: FittedModel,
  horizon: Horizon,
  discountRate: number,
): HistoryScores {
  const t = horizonIn(horizon, unit);
  const delta = (Math.log1p(discountRate) * UNIT_MILLISECONDS[unit]) / UNIT_MILLISECONDS.year;
  const future = model.future(histories)(theta);
  const expected = future.expected(t);
  return {
    alive: future.alive,
    expected,
    discounted: delta === 0 ? expected.slice() : future.discounted(t, delta),
    atLeastOne: future.some(t),
  };
}

/** E[M | x, m] of histories as lines in m, constant where x = 0; NaN where there is none. */
export interface SpendLines {
  readonly constant: Float64Array;
  readonly slope: Float64Array;
}

/** The lines of histories, which are best sorted by x: one for each run of x. */
export function spendLines(model: SpendModel, theta: Parameters, frequency: Float64Array): SpendLines {
  const constant = new Float64Array(frequency.length);
  const slope = new Float64Array(frequency.length);
  let line: Line | undefined;
  for (let k = 0; k < frequency.length; k++) {
    if (k === 0 || frequency[k] !== frequency[k - 1]) line = model.expectedSpend(theta, frequency[k]);
    constant[k] = line?.constant ?? Number.NaN;
    slope[k] = line?.slope ?? Number.NaN;
  }
  return { constant, slope };
}

/** Expected value per purchase by customer: that of their history's line at their m, which those without a repeat purchase have not. */
function expectSpend(
  { constant, slope }: SpendLines,
  index: Uint32Array,
  x: Float64Array,
  m: Float64Array,
): Float64Array {
  const spend = new Float64Array(index.length);
  for (let k = 0; k < spend.length; k++) {
    const history = index[k];
    spend[k] = x[k] === 0 ? constant[history] : constant[history] + slope[history] * m[k];
  }
  return spend;
}

function scoreValues(
  expectedSpend: Float64Array,
  expectedPurchases: Float64Array,
  discounted: Float64Array,
  margin: number,
): ValueScores {
  const clv = discounted;
  const clvUndiscounted = new Float64Array(expectedSpend.length);
  for (let k = 0; k < expectedSpend.length; k++) {
    clv[k] = margin * expectedSpend[k] * discounted[k];
    clvUndiscounted[k] = margin * expectedSpend[k] * expectedPurchases[k];
  }
  return { expectedSpend, clv, clvUndiscounted };
}
