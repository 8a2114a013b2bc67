import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { drawParameters, type ParameterDraw } from "../fit/parameter-draws.ts";
import { quantilePair } from "../math/quantile-pair.ts";
import { type RunningQuantiles, runningQuantiles } from "../math/running-quantiles.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";
import { seeded } from "../random/seeded.ts";
import { futureDrawer } from "./customer-future.ts";
import { countQuantile } from "./future-purchases.ts";
import { type DrawOptions, forEachHistory, type HistoryDraws } from "./history-draws.ts";
import { horizonIn } from "./horizon.ts";
import type { ScoreOptions } from "./score.ts";
import { type Segments, type SegmentTotals, totalsCounter } from "./segment-totals.ts";

/** Low and high ends, one per customer, in the order of the base. */
export interface IntervalColumns {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * How sure the scores are, in two kinds that answer two questions.
 *
 * `estimate`: how well is the expectation known? Only the parameters are uncertain; it narrows with more customers.
 * `outcome`: what will this customer do? The parameters and the future are uncertain; it never narrows to nothing.
 */
export interface ScoreIntervals {
  /** Probability, e.g. 0.9; ends are at (1 ∓ level)/2. */
  readonly level: number;
  /** Joint draws of the parameters. */
  readonly draws: number;
  readonly estimate: {
    readonly probabilityAlive: IntervalColumns;
    readonly expectedPurchases: IntervalColumns;
    /** Absent without values. An end is ∞ where the mean does not exist for so many draws. */
    readonly expectedSpend?: IntervalColumns;
    readonly lifetimeValue?: IntervalColumns;
  };
  readonly outcome: {
    /** Whole numbers; the closed interval holds at least `level`. */
    readonly purchases: IntervalColumns;
    /** Undiscounted value of those purchases, times the margin. */
    readonly value?: IntervalColumns;
  };
  /** The first row is of all customers, then one for each segment. */
  readonly totals: readonly SegmentTotals[];
}

export interface IntervalOptions extends ScoreOptions {
  /** Probability in (0, 1), e.g. 0.9. */
  readonly level: number;
  readonly seed?: number;
  /**
   * Joint draws of the parameters, a prime number of them: best those of the bootstrap ({@link resampledParameters}). Left out,
   * they are drawn from the fits' covariances, which is as good where every parameter is well identified, and only there.
   */
  readonly parameters?: readonly ParameterDraw[] | undefined;
  readonly segments?: Segments;
}

/** Joint draws: prime, and with whole places for the ends at 0.9 and 0.95. */
export const DRAWS = 199;

/**
 * Intervals of the scores of every customer, and of their totals, from joint draws of the parameters.
 *
 * An estimate interval is the range of the expectation over the draws. An outcome interval is of the predictive distribution: for
 * purchases its quantiles with the parameters averaged out, for value those of simulated futures (purchases drawn from that
 * distribution, their value from the spend model given x and m). Totals are formed under each draw over all customers and
 * then ranged, since customers share the parameters: the ends of a total are not the totals of the ends.
 *
 * 199 draws place the ends with a standard error of 1.5 % in probability. CDNOW's sample takes 0.2 s, a million customers
 * (375 000 histories) take 10 s, in one thread.
 *
 * @param base the customers at the end of observation
 * @param fitted the parameters, their covariance and their time unit
 * @throws ClvError `usage` when the level is not in (0, 1)
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 *   value: 10 + (k % 7),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week" });
 * const model = { fitted: await fitBase(base, bgNbd, gammaGamma), purchase: bgNbd, spend: gammaGamma };
 * const parameters = resampledParameters(base, model, 199, 1);
 * const options = { horizon: parseHorizon("12w"), level: 0.9, parameters };
 * const { totals } = scoreIntervals(base, model.fitted, bgNbd, gammaGamma, options);
 * totals[0].customers; // 97
 */
export function scoreIntervals(
  base: CustomerBase,
  fitted: FittedModel,
  purchase: PurchaseModel,
  spend: SpendModel | undefined,
  options: IntervalOptions,
): ScoreIntervals {
  const { level, segments } = options;
  requireLevel(level);
  const asked = drawOptions(base, fitted, purchase, spend, options);
  const { margin, draws } = asked;
  const columns = (): IntervalColumns => ({ low: new Float64Array(base.length), high: new Float64Array(base.length) });
  const [probabilityAlive, expectedPurchases, purchases] = [columns(), columns(), columns()];
  const [expectedSpend, lifetimeValue, value] = asked.spend ? [columns(), columns(), columns()] : [];
  const ends = () => runningQuantiles(draws.length, level);
  const [endsOfAlive, endsOfPurchases] = [ends(), ends()];
  const [endsOfSpend, endsOfWorth] = [endsByValue(ends), endsByValue(ends)];
  const [spendDraws, worthDraws] = [new Float64Array(draws.length), new Float64Array(draws.length)];
  const totals = totalsCounter(level, asked, segments);
  const drawFuture = futureDrawer(asked);
  forEachHistory(asked, (history) => {
    const { customers, frequency } = history;
    totals.addHistory(history);
    putAll(probabilityAlive, customers, endsOfAlive(history.alive));
    putAll(expectedPurchases, customers, endsOfPurchases(history.expectedPurchases));
    putAll(purchases, customers, outcomeOfPurchases(history, level));
    for (const customer of customers) {
      const future = drawFuture(history, customer);
      totals.addFuture(customer, future);
      if (!future.value) continue;
      const alike = frequency === 0 && customer !== customers[0];
      if (alike) continue;
      const m = frequency > 0 ? base.monetaryValue![customer] : 0;
      expectValue(history, m, margin, spendDraws, worthDraws);
      put(expectedSpend!, customer, endsOfSpend(m)(spendDraws));
      put(lifetimeValue!, customer, endsOfWorth(m)(worthDraws));
      put(value!, customer, quantilePair(future.value.subarray(0, future.length), level, draws.length - future.length));
    }
    if (frequency > 0) return;
    // Without a repeat purchase they are alike: what was found for the first holds for all.
    for (const column of [expectedSpend, lifetimeValue, value]) {
      if (column) putAll(column, customers, [column.low[customers[0]], column.high[customers[0]]]);
    }
  });
  return {
    level,
    draws: draws.length,
    estimate: {
      probabilityAlive,
      expectedPurchases,
      ...(expectedSpend && { expectedSpend }),
      ...(lifetimeValue && { lifetimeValue }),
    },
    outcome: { purchases, ...(value && { value }) },
    totals: totals.finish(),
  };
}

function put(to: IntervalColumns, customer: number, [low, high]: readonly [number, number]): void {
  to.low[customer] = low;
  to.high[customer] = high;
}

/** Gives customers the same ends. */
function putAll(to: IntervalColumns, customers: Uint32Array, ends: readonly [number, number]): void {
  for (let k = 0; k < customers.length; k++) put(to, customers[k], ends);
}

/** Values per octave, and how many of these steps there are before the first is taken again. */
const [OCTAVE, STEPS] = [4, 64];

/** Expectations of the draws are lines in m that cross each other: only customers of like m have them in nearly the same order. */
function endsByValue(ends: () => RunningQuantiles): (m: number) => RunningQuantiles {
  const steps = Array.from({ length: STEPS }, ends);
  return (m) => steps[Math.floor(OCTAVE * Math.log2(m)) & (STEPS - 1)];
}

/** Draws of the expected value per purchase and of the lifetime value of a customer with mean value m. */
function expectValue(
  { expectedPurchases, discount, expectedSpend }: HistoryDraws,
  m: number,
  margin: number,
  spendDraws: Float64Array,
  worthDraws: Float64Array,
): void {
  const { constant, slope } = expectedSpend!;
  for (let d = 0; d < expectedPurchases.length; d++) {
    const mean = constant[d] + slope[d] * m;
    spendDraws[d] = mean;
    worthDraws[d] = expectedPurchases[d] > 0 ? margin * mean * expectedPurchases[d] * discount : 0;
  }
}

/** The closed interval of whole numbers between the quantiles: it holds at least `level`. */
function outcomeOfPurchases({ cumulative }: HistoryDraws, level: number): [low: number, high: number] {
  return [countQuantile(cumulative, (1 - level) / 2), countQuantile(cumulative, (1 + level) / 2)];
}

/** What the draws are made of: the base in the model's unit, the horizon and the discount per time unit. */
export function drawOptions(
  base: CustomerBase,
  fitted: FittedModel,
  purchase: PurchaseModel,
  spend: SpendModel | undefined,
  options: Omit<IntervalOptions, "level">,
): DrawOptions {
  const { unit } = fitted;
  const { horizon, margin = 1, discountRate = 0, seed = 1 } = options;
  const draws = options.parameters ?? drawParameters(fitted.purchase, spend && fitted.spend, DRAWS, seeded(seed));
  return {
    base: convertBase(base, unit),
    purchase,
    spend: base.monetaryValue && draws[0]?.spend && spend,
    estimate: {
      purchase: fitted.purchase.parameters,
      ...(fitted.spend && { spend: fitted.spend.parameters }),
    },
    draws,
    horizon: horizonIn(horizon, unit),
    delta: (Math.log1p(discountRate) * UNIT_MILLISECONDS[unit]) / UNIT_MILLISECONDS.year,
    margin,
    seed,
  };
}
