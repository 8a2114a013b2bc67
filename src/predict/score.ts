import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { evaluateColumns } from "../data/evaluate-columns.ts";
import { indexHistories } from "../data/histories.ts";
import { revenueOf } from "../data/revenue.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import { countNumbers } from "../math/sum.ts";
import type { Line } from "../model/future-total.ts";
import type { HistoryColumns, Parameters, SpendModel } from "../model.ts";
import { byGroup } from "./by-group.ts";
import { computeColumns } from "./compute-columns.ts";
import type { Costs } from "./costs.ts";
import { discountPer } from "./discount.ts";
import type { FurtherHorizon } from "./further-horizon.ts";
import { type Horizon, horizonIn } from "./horizon.ts";
import { scoreNotices } from "./score-notices.ts";
import type { ColumnsOf } from "./score-sheet.ts";
import { type WorthOptions, worthOf } from "./worth.ts";
import { termsOfMargin } from "./worth-formula.ts";

/** The horizon of the scores, and the assumptions on margin and discount. */
export interface ScoreOptions extends WorthOptions {
  readonly horizon: Horizon;
  /** The costs of these customers under a plan. The base then has the values of first purchases. */
  readonly costs?: Costs | undefined;
  /** Horizons beside the first. */
  readonly further?: readonly FurtherHorizon[] | undefined;
}

/**
 * Scored customers: columns of one length, in the order of the base.
 *
 * `probabilityAlive` is at the end of observation; `expectedPurchases`, and `probabilityOfPurchase` of at least one, are within the
 * horizon. The sheet of the scores (`src/predict/score-sheet.ts`) has the name, the unit and the formula of each column.
 */
export interface Scores extends ColumnsOf<"purchases"> {
  readonly length: number;
  readonly customers: readonly string[];
  readonly horizon: Horizon;
  /** P(alive) at the next opportunity; absent unless the model counts opportunities. */
  readonly next?: ColumnsOf<"next">;
  /** Absent without a spend model or without values. */
  readonly value?: ValueScores;
  /** Absent without a plan of costs. */
  readonly net?: NetValues;
  /** The scores over further horizons, in the order of `options.further`. */
  readonly further?: readonly FurtherScores[];
  readonly notices: readonly Notice[];
}

/** The same customers over another horizon. */
export interface FurtherScores extends Scores, FurtherHorizon {}

/**
 * The value of the expected purchases, in money; NaN where the spend model has no mean, or where no double holds it.
 *
 * `expectedSpend` is per purchase. The column `clv` is the margin × the value of the purchases within the horizon, each
 * discounted when it happens, and `clvUndiscounted` the same without discount.
 */
export type ValueScores = ColumnsOf<"value">;

/**
 * The three values of customers, in money, which are never mixed. Historic net value (`netToDate`) is the
 * `contribution` of the `revenue` to date − `acquisitionCost`. `netClv` is the contribution of the purchases ahead, NaN
 * where the expected value is. `netTotal` is the lifetime total.
 */
export type NetValues = ColumnsOf<"net">;

/**
 * Scores every customer of a base: P(alive), purchases within a horizon, value per purchase, CLV.
 *
 *     expected purchases = P(alive)·G(t),  CLV = margin·E[M]·P(alive)·∫₀^t (1 + d)^(−s/year) dG(s)
 *
 * The expectations of the model are computed once per history, and those that do not depend on t_x once per distinct (x, T). They are then
 * copied to the customers by column. A million customers cost little more than reading them.
 *
 * A base in another unit than the model's is converted exactly, and a notice says so. A customer whose expected spend
 * does not exist has NaN there and in both values, and a notice says how many.
 *
 * @param base the customers at the end of observation
 * @param fitted the fits, and their time unit; without a spend fit, or without values in the base, the scores have no
 * values
 * @throws ClvError `usage` when the margin or the discount rate is outside its domain
 */
export function score(base: CustomerBase, fitted: FittedModel, options: ScoreOptions): Scores {
  const { further = [] } = options;
  const scores = scoreOver(base, fitted, options);
  if (further.length === 0) return scores;
  const over = ({ label, horizon }: FurtherHorizon): FurtherScores => ({
    ...scoreOver(base, fitted, { ...options, horizon }),
    label,
  });
  return { ...scores, further: further.map(over) };
}

function scoreOver(base: CustomerBase, fitted: FittedModel, options: ScoreOptions): Scores {
  const { horizon } = options;
  const { margin, discountRate } = worthOf(options);
  const { unit, spend } = fitted;
  const { histories, index } = indexHistories(convertBase(base, unit));
  const { until, grain } = base;
  const future = scoreHistories(histories, onCalendar(fitted, { until, unit, grain }), horizon, discountRate);
  const terms = termsOfMargin(margin);
  const byCustomer = (column: Float64Array): Float64Array => {
    const out = new Float64Array(base.length);
    for (let k = 0; k < out.length; k++) out[k] = column[index[k]];
    return out;
  };
  const expectedPurchases = byCustomer(future.expectedPurchases);
  const spendOf = (): Float64Array => {
    const lines = spendLines(spend!.model, spend!.parameters, histories.frequency);
    return expectSpend(lines, index, base.frequency, base.monetaryValue!);
  };
  const discountedPurchases = byCustomer(future.discountedPurchases);
  const value =
    spend && base.monetaryValue
      ? computeColumns(
          "value",
          {
            expectedSpend: spendOf(),
            expectedPurchases,
            discountedPurchases,
          },
          (formula, columns) => finite(evaluateColumns(formula(terms), columns, base.length)),
        )
      : undefined;
  const net = value && options.costs && netOf(base, options.costs, value.expectedSpend, discountedPurchases);
  return {
    length: base.length,
    customers: base.customers,
    horizon,
    probabilityAlive: byCustomer(future.probabilityAlive),
    expectedPurchases,
    probabilityOfPurchase: byCustomer(future.probabilityOfPurchase),
    ...(future.probabilityAliveNext && { next: { probabilityAliveNext: byCustomer(future.probabilityAliveNext) } }),
    ...(value && { value }),
    ...(net && { net }),
    notices: scoreNotices(base, fitted, value ? base.length - countNumbers(value.clv) : 0),
  };
}

/** The net values of customers; undefined where the values of first purchases are not known. */
function netOf(
  base: CustomerBase,
  { terms, groups, acquisitionCost }: Costs,
  expectedSpend: Float64Array,
  discountedPurchases: Float64Array,
): NetValues | undefined {
  const revenue = revenueOf(base);
  if (revenue === undefined) return undefined;
  const orders = base.frequency.map((x) => x + 1);
  const given = { revenue, orders, acquisitionCost, expectedSpend, discountedPurchases };
  return computeColumns("net", given, (formula, columns) => finite(byGroup(terms, groups.of, formula, columns)));
}

/** The scores that do not depend on values, by history. */
export interface HistoryScores extends ColumnsOf<"purchases">, Partial<ColumnsOf<"next">> {
  /** Expected purchases, each discounted when it happens. */
  readonly discountedPurchases: Float64Array;
}

/**
 * The purchase half of the scores, by history. The histories are in the unit of the fit, and the fit is on the calendar
 * of its season.
 */
export function scoreHistories(
  histories: HistoryColumns,
  { unit, purchase: { model, parameters: theta } }: FittedModel,
  horizon: Horizon,
  discountRate: number,
): HistoryScores {
  const t = horizonIn(horizon, unit);
  const delta = discountPer(unit, discountRate);
  const future = model.future(histories)(theta);
  const expected = future.expected(t);
  return {
    probabilityAlive: future.alive,
    ...(future.aliveNext && { probabilityAliveNext: future.aliveNext }),
    expectedPurchases: expected,
    probabilityOfPurchase: future.some(t),
    discountedPurchases: delta === 0 ? expected.slice() : future.discounted(t, delta),
  };
}

/** E[M | x, m] of histories as lines in m, constant where x = 0; NaN where there is none. */
export interface SpendLines {
  readonly constant: Float64Array;
  readonly slope: Float64Array;
}

/** The lines of histories, one for each run of equal x: sort the histories by x. */
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

/** Expected value per purchase of each customer: the line of the history, at the customer's m if there is one. */
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
  return finite(spend);
}

/** Replaces infinite values by NaN: a value beyond the largest double counts as missing. */
function finite(column: Float64Array): Float64Array {
  for (let k = 0; k < column.length; k++) if (!Number.isFinite(column[k])) column[k] = Number.NaN;
  return column;
}
