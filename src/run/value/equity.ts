import { given } from "../../given.ts";
import type { Segments } from "../../predict/draw-options.ts";
import { type Horizon, horizonIn } from "../../predict/horizon.ts";
import type { Scores } from "../../predict/score.ts";
import type { SegmentTotals, TotalInterval } from "../../predict/segment-totals.ts";
import { cohortMonths } from "../../value/assign-costs.ts";
import { customerEquity, type EquityPart, futureEquity } from "../../value/equity.ts";
import { moneyOf } from "../../value/exact-sums.ts";
import { type Ranged, valueAtAges } from "../../value/new-customer-report.ts";
import type { NewcomerGroup } from "../../value/newcomers.ts";
import { byFrequency, scoresOf, totalsOf } from "../draws.ts";
import { arrivalsWithin } from "./arrivals.ts";
import type { Valued } from "./laid-out.ts";

/** The equity is computed for these horizons in years, beside the requested one. */
const HORIZON_YEARS = [1, 2, 3, 5];

/** The equity within a horizon, with the interval of the estimate. */
export interface EquityAt extends Ranged {
  readonly horizon: Horizon;
}

/** The equity of a part of the customers, with the interval of the estimate. */
export interface RangedPart extends Omit<EquityPart, "equity" | "negative"> {
  /** In money, exact to the millionth. */
  readonly equity: number;
  readonly negative: { readonly customers: number; readonly sum: number };
  readonly low?: number;
  readonly high?: number;
}

/** The equity of customers, as a whole and by parts. */
export interface EquityReport {
  readonly whole: RangedPart;
  /** By the plan's groups, by the month of the first purchase, and by repeat purchases. */
  readonly by: Readonly<Record<string, readonly RangedPart[]>>;
  readonly horizons: readonly EquityAt[];
  /** Future customers within the horizon, each valued over the horizon, less their acquisition costs. */
  readonly coming?: { readonly customers: number; readonly equity: number };
}

/** The equity of present customers, as a whole and by parts, and of future customers. */
export async function equityOf(
  valued: Valued,
  scores: Scores,
  groups: readonly NewcomerGroup[],
  monthly: number | undefined,
): Promise<EquityReport> {
  const { base, costs, fitted, plan, horizon, discountRate, level, seed, draws, workers, totals: known } = valued;
  const terms = { horizon, discountRate, costs, level, seed, parameters: draws };
  const { netClv } = scores.net!;
  const partsOf = async (segments: Segments, drawn?: readonly SegmentTotals[]): Promise<RangedPart[]> => {
    const totals = drawn ?? (await totalsOf(workers, base, fitted, scores, { ...terms, segments })).totals;
    const { parts } = customerEquity(netClv, segments);
    return parts.map((part) =>
      rangedPart(
        part,
        totals.find(({ segment }) => segment === part.name),
      ),
    );
  };
  const by: Record<string, RangedPart[]> = {};
  if (plan.groupBy !== undefined) by[plan.groupBy] = await partsOf(costs.groups);
  if (base.firstDate) by["first month"] = await partsOf(cohortMonths(base.firstDate));
  by["repeat purchases"] = await partsOf(byFrequency(base), known);
  const whole = rangedPart(customerEquity(netClv, byFrequency(base)).whole, known[0]);
  const horizons: EquityAt[] = [{ horizon, estimate: whole.equity, ...ends(known[0]?.estimate.netEquity) }];
  for (const amount of HORIZON_YEARS) {
    const at: Horizon = { amount, unit: "year" };
    if (horizonIn(at, "day") === horizonIn(horizon, "day")) continue;
    const there = await scoresOf(workers, base, fitted, { horizon: at, discountRate, costs });
    const { totals } = await totalsOf(workers, base, fitted, there, { ...terms, horizon: at });
    const estimate = moneyOf(customerEquity(there.net!.netClv, byFrequency(base)).whole.equity);
    horizons.push({ horizon: at, estimate, ...ends(totals[0].estimate.netEquity) });
  }
  horizons.sort((a, b) => horizonIn(a.horizon, "day") - horizonIn(b.horizon, "day"));
  return { whole, by, horizons, ...given({ coming: comingEquity(valued, groups, monthly) }) };
}

function rangedPart({ equity, negative, ...part }: EquityPart, totals: SegmentTotals | undefined): RangedPart {
  return {
    ...part,
    equity: moneyOf(equity),
    negative: { customers: negative.customers, sum: moneyOf(negative.sum) },
    ...ends(totals?.estimate.netEquity),
  };
}

function ends(interval: TotalInterval | undefined): { low?: number; high?: number } {
  return interval ? { low: interval.low, high: interval.high } : {};
}

/** Future customers within the horizon, distributed over the groups in proportion to those won so far. */
function comingEquity(
  { horizon, discountRate, fitted }: Valued,
  groups: readonly NewcomerGroup[],
  monthly: number | undefined,
): EquityReport["coming"] {
  if (monthly === undefined) return undefined;
  const { unit } = fitted;
  const h = horizonIn(horizon, unit);
  const all = groups.reduce((sum, { customers }) => sum + customers, 0);
  const arrivals = arrivalsWithin(monthly, horizon);
  let equity = 0;
  for (const { newcomer, terms, acquisitionCost, customers } of groups) {
    const value = valueAtAges(newcomer, [h], { terms, acquisitionCost, level: 0.9, horizon: h, observed: h })[0];
    const own = arrivals.map(({ time, customers: n }) => ({ time, customers: (n * customers) / all }));
    equity += futureEquity(own, value.value.estimate, acquisitionCost, discountRate);
  }
  return { customers: arrivals.reduce((sum, { customers }) => sum + customers, 0), equity };
}
