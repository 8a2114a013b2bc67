import type { CustomerBase } from "../../data/customer-base.ts";
import { MILLION } from "../../data/decimal.ts";
import { type LogPeriods, periodClock } from "../../data/periods.ts";
import { revenueOf } from "../../data/revenue.ts";
import { DAY, inMilliseconds, type TimeUnit, UNIT_MILLISECONDS } from "../../data/time-unit.ts";
import type { FitData } from "../../fit/fit-base.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { sumNumbers } from "../../math/sum.ts";
import type { CohortCounts } from "../../months/cohort-counts.ts";
import { byGroup } from "../../predict/by-group.ts";
import type { Scores } from "../../predict/score.ts";
import { scoreColumn } from "../../predict/score-sheet.ts";
import type { GroupedHistories } from "../../sql/steps/histories.ts";
import { type CustomerCosts, cohortMonths } from "../../value/assign-costs.ts";
import { type BestOptions, bestCustomers, type Feature, type Measure } from "../../value/best-customers.ts";
import {
  type ClassicalBaseline,
  type ClassicalCounts,
  classicalBaselines,
  classicalCounts,
} from "../../value/classical-baselines.ts";
import type { LastError } from "../../value/demand.ts";
import { moneyOf } from "../../value/exact-sums.ts";
import type { ShownTier } from "../../value/on-page.ts";
import { type Tier, tiersByRank } from "../../value/tiers.ts";
import type { Customers, CustomersOfLog } from "../customers.ts";
import { scoresOf } from "../draws.ts";
import { fitModels } from "../fit-models.ts";
import type { Run } from "../in-run.ts";
import { type ModelNames, requirePrediction } from "../models.ts";
import type { PlanAsked } from "../plan.ts";
import { requireSpend } from "./laid-out.ts";

/** The share of the customers that counts as the best, at the split and in the holdout. */
const TOP = 0.1;
/** The days of a customer's life that count as early. */
const EARLY_DAYS = 30;

/** A test of the values before a split, with the actual holdout. */
export interface ValuePast {
  readonly split: string;
  /**
   * Tiers by net CLV at the split over the length of the holdout, not discounted; `also` has the actual values of the
   * holdout.
   */
  readonly tiers: readonly Tier[];
  /**
   * The best customers at the split: their early traits, and whether these predicted the best customers of the holdout.
   */
  readonly best: { readonly top: number } & ReturnType<typeof bestCustomers>;
  /** The model beside the classical formulas: revenue of the holdout. */
  readonly formulas: { readonly model: ClassicalBaseline["offBy"]; readonly classical: readonly ClassicalBaseline[] };
  readonly last: LastError;
}

/** The customers at a split with their net values, and their actual holdout. */
interface ValuedAtSplit {
  readonly base: CustomerBase;
  readonly scores: Scores;
  readonly tiers: readonly Tier[];
  readonly orders: Float64Array;
  readonly revenue: Float64Array;
  readonly contribution: Float64Array;
}

/** Values the customers at a split over the length of the holdout, not discounted, and cuts them into tiers. */
async function valuedAtSplit(
  run: Run,
  customers: Customers,
  fitted: FittedModel,
  plan: PlanAsked,
): Promise<ValuedAtSplit> {
  const base = await customers.columns();
  const costs = await customers.costs(plan);
  const { holdout, unit } = base;
  const horizon = { amount: holdout!.duration, unit };
  const scores = await scoresOf(run.threads.for(base.length), base, fitted, { horizon, discountRate: 0, costs });
  const orders = holdout!.frequency;
  const revenue = orders.map((n, k) => (n > 0 ? n * holdout!.monetaryValue![k] : 0));
  const contribution = contributionOf(costs, revenue, orders);
  const tiers = tiersByRank(scores.net!.netClv, undefined, { revenue, contribution });
  return { base, scores, tiers, orders, revenue, contribution };
}

/** The tiers at a split for the page; undefined where there are no values. */
export async function tiersShown(
  run: Run,
  customers: Customers,
  fitted: FittedModel,
  plan: PlanAsked,
): Promise<ShownTier[] | undefined> {
  const base = await customers.columns();
  if (fitted.spend === undefined || base.firstValue === undefined || base.holdout === undefined) return undefined;
  const { tiers } = await valuedAtSplit(run, customers, fitted, plan);
  return tiers.map(({ above, upTo, customers: count, value, also }) => ({
    ...{ above, upTo, customers: count },
    ...{ expected: moneyOf(value), actual: moneyOf(also["contribution"]!) },
  }));
}

/** Fits before the split, values the customers at the split, and compares the values with the holdout. */
export async function valuePast(
  run: Run,
  before: CustomersOfLog,
  data: FitData & GroupedHistories,
  split: string,
  names: ModelNames,
  plan: PlanAsked,
  { profile, level }: { readonly profile: readonly string[]; readonly level: number },
): Promise<ValuePast> {
  const { customers, facts } = before;
  const fitted = requirePrediction(
    await run.step("Fitting before the split", () => fitModels(run.threads, data, names)),
  );
  requireSpend(fitted);
  const { base, scores, tiers, orders, revenue, contribution } = await valuedAtSplit(run, customers, fitted, plan);
  const features: Feature[] = [
    ...(base.firstDate ? [{ name: "first month", ...cohortMonths(base.firstDate) }] : []),
    ...(await Promise.all(profile.map(async (name) => ({ name, ...(await customers.words(name)) })))),
  ];
  const measures: BestOptions["measures"] = [
    { name: "first value", values: base.firstValue! },
    { name: `orders in the first ${EARLY_DAYS} days`, values: await earlyOrders(before, base) },
    await toSecondOrder(before, base),
  ];
  const { netClv } = scores.net!;
  const best = bestCustomers({ value: netClv, actual: contribution, top: TOP, measures, features, level });
  const expected = sumNumbers(scores.value!.clv.filter(Number.isFinite));
  const actual = sumNumbers(revenue);
  const months = facts!.periods("month");
  const counts = await facts!.cohorts(months, "calendar");
  return {
    split,
    tiers,
    best: { top: TOP, ...best },
    formulas: {
      model: actual > 0 ? expected / actual - 1 : undefined,
      classical: classicalOf(base, months, counts, scores.horizon, actual),
    },
    last: {
      purchases: { expected: sumNumbers(scores.expectedPurchases), actual: sumNumbers(orders) },
      value: { expected, actual },
    },
  };
}

/** The contribution of the orders of a holdout. */
function contributionOf({ terms, groups }: CustomerCosts, revenue: Float64Array, orders: Float64Array): Float64Array {
  return byGroup(terms, groups.of, scoreColumn("contribution").formula!, { revenue, orders });
}

/** The age of each customer at the split, in days. */
function daysLived({ T, unit }: CustomerBase): Float64Array {
  return T.map((age) => inMilliseconds(age, unit) / DAY);
}

/**
 * Orders in the first days of each customer; NaN for a customer who was younger at the split, because later orders were
 * unknown then.
 */
async function earlyOrders({ facts }: CustomersOfLog, base: CustomerBase): Promise<Float64Array> {
  const { orders } = await facts!.firstWindow(EARLY_DAYS);
  const lived = daysLived(base);
  return orders.map((n, k) => (lived[k] >= EARLY_DAYS ? n : Number.NaN));
}

/** The days to the second order, if it was before the split. The other customers have only their age without one. */
async function toSecondOrder({ facts }: CustomersOfLog, base: CustomerBase): Promise<Measure> {
  const days = await facts!.daysToSecond();
  return {
    name: "days to the second order",
    values: days.map((n, k) => (base.frequency[k] > 0 ? n : Number.NaN)),
    without: daysLived(base),
  };
}

function classicalOf(
  base: CustomerBase,
  periods: LogPeriods,
  counts: CohortCounts,
  { amount, unit }: { readonly amount: number; readonly unit: TimeUnit },
  actual: number,
): ClassicalBaseline[] {
  const years = UNIT_MILLISECONDS[unit] / UNIT_MILLISECONDS.year;
  const { frequency, recency, T } = base;
  const columns = { frequency, recency, T, revenue: revenueOf(base)! };
  const halves = base.firstDate && base.lastDate ? halvesOf(base, periods, counts) : undefined;
  return classicalBaselines(classicalCounts(columns, years, halves), amount * years, actual);
}

/**
 * The customers of both halves of the time before the split. The halves meet at the start of a month; undefined where that would make one of
 * them shorter than a third of the whole.
 */
function halvesOf(
  { firstDate, lastDate, until }: CustomerBase,
  { first: begin }: LogPeriods,
  counts: CohortCounts,
): ClassicalCounts["halves"] {
  const clock = periodClock("month");
  const last = clock.indexOf(until!);
  const middle = begin + Math.round((last + 1 - begin) / 2);
  const at = clock.startOf(middle);
  const start = firstDate!.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  if (Math.min(at - start, until! - at) < (until! - start) / 3) return undefined;
  let [first, both, second, revenue] = [0, 0, 0, 0];
  firstDate!.forEach((day, k) => {
    const [early, late] = [day < at, lastDate![k] >= at];
    if (early) first++;
    if (late) second++;
    if (early && late) both++;
  });
  for (let k = 0; k < counts.length; k++) {
    if (counts.at[k] >= middle && counts.at[k] <= last) revenue += counts.value[k] ?? 0;
  }
  return { years: (until! - at) / UNIT_MILLISECONDS.year, first, both, second, revenueInSecond: revenue / MILLION };
}
