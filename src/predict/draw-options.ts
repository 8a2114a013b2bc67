import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { revenueOf } from "../data/revenue.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import { drawParameters, type ParameterDraw } from "../fit/parameter-draws.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";
import { seeded } from "../random/seeded.ts";
import { byGroup } from "./by-group.ts";
import type { Costs } from "./costs.ts";
import { discountPer } from "./discount.ts";
import { horizonIn } from "./horizon.ts";
import type { ScoreOptions } from "./score.ts";
import { scoreColumn } from "./score-sheet.ts";
import { worthOf } from "./worth.ts";

/** Groups of customers for which totals are computed. */
export interface Segments {
  readonly names: readonly string[];
  /** The place of each customer's segment in `names`. */
  readonly of: Uint32Array;
}

/** The factors that turn the totals of a sample into those of all customers, for one segment: ratios of exact totals at the estimates. */
export interface Growth {
  /** The number of all customers, not a factor. */
  readonly customers: number;
  readonly alive: number;
  readonly purchases: number;
  readonly value: number;
  /** The factor of net values; equal to that of values without costs. */
  readonly net: number;
}

/** The actual purchases and values within the horizon, if they are known, in the order of the base. */
export interface ActualTotals {
  readonly purchases: Float64Array;
  /** Value of those purchases, 0 without any; absent without values. */
  readonly value?: Float64Array | undefined;
}

export interface IntervalOptions extends ScoreOptions {
  /** Probability in (0, 1), e.g. 0.9. */
  readonly level: number;
  readonly seed?: number;
  /**
   * Joint draws of the parameters, a prime number of them: best those of the bootstrap ({@link resampledParameters}).
   * By default they are drawn from the fits' covariances, which is equally good only where every parameter is well
   * identified.
   */
  readonly parameters?: readonly ParameterDraw[] | undefined;
  readonly segments?: Segments;
  /** The growth of each segment to the totals of all customers, if the base is a random sample. */
  readonly growth?: readonly Growth[] | undefined;
  /** The actual numbers that the outcome intervals are compared with. */
  readonly actual?: ActualTotals | undefined;
}

/** The quantities to compute, and the uncertainty of the parameters. */
export interface DrawOptions {
  /** In the unit of the model. */
  readonly base: CustomerBase;
  readonly purchase: PurchaseModel;
  /** Absent where there are no values. */
  readonly spend?: SpendModel | undefined;
  /** The estimated parameters. */
  readonly estimate: ParameterDraw;
  /** Joint draws of the parameters; their number D is prime. */
  readonly draws: readonly ParameterDraw[];
  /** Horizon t in time units. */
  readonly horizon: number;
  /** Discount per time unit, δ ≥ 0. */
  readonly delta: number;
  /** Profit per unit of value. */
  readonly margin: number;
  readonly seed: number;
  /** Probability of intervals. */
  readonly level: number;
  readonly segments?: Segments | undefined;
  readonly growth?: readonly Growth[] | undefined;
  readonly actual?: ActualTotals | undefined;
  readonly costs?: Costs | undefined;
  /** Historic net value of each customer, where there are costs and the values of first purchases are known. */
  readonly netToDate?: Float64Array | undefined;
}

/** The number of joint draws: a prime, for which the ends at 0.9 and 0.95 have whole ranks. */
export const DRAWS = 199;

/** The inputs of the draws: the base in the model's unit, the horizon and the discount per time unit. */
export function drawOptions(base: CustomerBase, fitted: FittedModel, options: IntervalOptions): DrawOptions {
  const { unit, purchase, spend } = fitted;
  const { horizon, seed = 1, level, segments, growth, actual, costs } = options;
  const { margin, discountRate } = worthOf(options);
  requireLevel(level);
  const draws = options.parameters ?? drawParameters(fitted, DRAWS, seeded(seed));
  return {
    base: convertBase(base, unit),
    purchase: onCalendar(fitted, { until: base.until, unit, grain: base.grain }).purchase.model,
    spend: base.monetaryValue && draws[0]?.spend && spend?.model,
    estimate: {
      purchase: purchase.parameters,
      ...(spend && { spend: spend.parameters }),
    },
    draws,
    horizon: horizonIn(horizon, unit),
    delta: discountPer(unit, discountRate),
    margin,
    seed,
    level,
    segments,
    growth,
    actual,
    costs,
    netToDate: costs && netToDate(base, costs),
  };
}

/** Whether there are net values that need intervals. */
export function hasNet({ spend, netToDate }: Pick<DrawOptions, "spend" | "netToDate">): boolean {
  return spend !== undefined && netToDate !== undefined;
}

/** The contribution of each customer's orders to date, less the acquisition cost. */
function netToDate(base: CustomerBase, { terms, groups, acquisitionCost }: Costs): Float64Array | undefined {
  const revenue = revenueOf(base);
  if (revenue === undefined) return undefined;
  const columns = { revenue, orders: base.frequency.map((x) => x + 1), acquisitionCost };
  const contribution = byGroup(terms, groups.of, scoreColumn("contribution").formula!, columns);
  return contribution.map((left, k) => left - acquisitionCost[k]);
}
