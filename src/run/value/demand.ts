import { type Period, periodClock } from "../../data/periods.ts";
import { DAY, inMilliseconds, UNIT_MILLISECONDS } from "../../data/time-unit.ts";
import { isoDay } from "../../fit/fingerprint.ts";
import { isSeasonal } from "../../fit/on-calendar.ts";
import { given } from "../../given.ts";
import type { Scores } from "../../predict/score.ts";
import { flowOf } from "../../value/ahead.ts";
import { contributionOf, type Demand, demand, type LastError, rangeOf } from "../../value/demand.ts";
import type { Ranged } from "../../value/new-customer-report.ts";
import type { NewcomerGroup } from "../../value/newcomers.ts";
import type { LaidOut, Valued } from "./laid-out.ts";
import { drawPeriods } from "./period-draws.ts";

/** The demand of a period, with the sum of all periods up to it. */
export interface DemandRow extends Readonly<Record<FlowKey, Ranged>> {
  readonly from: string;
  readonly until: string;
  readonly coming?: Readonly<Record<FlowKey, number>>;
  /** From the end of the log to the end of the period, for present customers. */
  readonly cumulative: Readonly<Record<FlowKey, Ranged>>;
}

/** The demand of the periods within the horizon, and the error of the last holdout, which may recur. */
export interface DemandReport {
  readonly period: Period;
  readonly rows: readonly DemandRow[];
  readonly lastOffBy?: NonNullable<Demand["lastOffBy"]>;
}

const FLOW = ["purchases", "value", "contribution"] as const;
type FlowKey = (typeof FLOW)[number];

/**
 * The demand of each period within the horizon. Intervals are those of the outcome.
 *
 * A purchase counts at the start of its grain, as in the log. So a period that ends on a day reaches to the start of the last grain in it.
 */
export async function demandOf(
  valued: Valued,
  laid: LaidOut,
  scores: Scores,
  groups: readonly NewcomerGroup[],
  period: Period,
  monthly: number | undefined,
  last: LastError | undefined,
): Promise<DemandReport> {
  const { fitted, costs, level } = valued;
  const bounds = boundsOf(valued, period);
  const flows = costs.terms.map((_, g) => demandOfGroup(valued, laid, groups, g, bounds, monthly, last));
  const unit = UNIT_MILLISECONDS[fitted.unit];
  const ends = bounds.map(({ end }) => end / unit);
  // All groups together, [draw][period].
  const drawn = (await drawPeriods(valued, laid, scores, ends)).map((byGroup) =>
    ends.map((_, k) => {
      const flows = byGroup.map((periods, g) => {
        const flow = periods[k];
        return { ...flow, contribution: contributionOf(costs.terms[g], flow) };
      });
      return summed(flows);
    }),
  );
  const rows: DemandRow[] = [];
  let so = { purchases: 0, value: 0, contribution: 0 };
  for (const [k, { from, until }] of bounds.entries()) {
    const of = flows.map(({ periods }) => periods[k]);
    const here = summed(of.map((one) => flowWith((key) => one[key].expected)));
    const coming = of.every((one) => one.coming) ? summed(of.map((one) => one.coming!)) : undefined;
    so = summed([so, here]);
    const cumulative = flowWith((key) => ({
      estimate: so[key],
      ...rangeOf(drawn, (one) => one.slice(0, k + 1).reduce((sum, flow) => sum + flow[key], 0), level),
    }));
    const inPeriod = flowWith((key) => ({ estimate: here[key], ...rangeOf(drawn, (one) => one[k][key], level) }));
    rows.push({ from, until, ...inPeriod, ...given({ coming }), cumulative });
  }
  return { period, rows, ...given({ lastOffBy: flows[0]?.lastOffBy }) };
}

/** A period ahead: its first and last day, and its end in milliseconds after the end of the log. */
interface Bound {
  readonly from: string;
  readonly until: string;
  readonly end: number;
}

function boundsOf({ base, horizon }: Valued, period: Period): Bound[] {
  const { until, grain } = base;
  const clock = periodClock(period);
  const stop = inMilliseconds(horizon.amount, horizon.unit);
  const grainLength = grain === "none" || grain === "hour" ? 0 : inMilliseconds(1, grain);
  const bounds: Bound[] = [];
  let begin = 0;
  // A remainder of less than a day is not a period: a year of 365.25 days ends with the twelfth month.
  for (let k = clock.indexOf(until!) + 1; begin + DAY <= stop; k++) {
    const end = Math.min(clock.startOf(k) - grainLength - until!, stop);
    if (end <= begin) continue;
    const first = until! + begin + grainLength;
    bounds.push({ from: isoDay(first), until: isoDay(until! + end + grainLength - 1), end });
    begin = end;
  }
  return bounds;
}

function demandOfGroup(
  { costs, fitted, level }: Valued,
  { model, estimate, weights, future }: LaidOut,
  groups: readonly NewcomerGroup[],
  g: number,
  bounds: readonly Bound[],
  monthly: number | undefined,
  last: LastError | undefined,
): Demand {
  const unit = UNIT_MILLISECONDS[fitted.unit];
  const all = groups.reduce((sum, { customers }) => sum + customers, 0);
  const group = groups.find(({ name }) => name === costs.groups.names[g]);
  const [law, ahead] = isSeasonal(model)
    ? [model.plain.newcomer(estimate.purchase), model.ahead(estimate.purchase)]
    : [model.newcomer(estimate.purchase), (t: number) => t];
  const coming = group &&
    monthly !== undefined && {
      arrivals: bounds.map(({ end }, k) => {
        const months = (end - (bounds[k - 1]?.end ?? 0)) / UNIT_MILLISECONDS.month;
        return (monthly * months * group.customers) / all;
      }),
      expected: (from: number, to: number) => law.expected(ahead(to) - ahead(from)),
      firstValue: group.newcomer.firstValue,
      laterValue: group.newcomer.laterValue,
    };
  return demand({
    terms: costs.terms[g],
    ends: bounds.map(({ end }) => end / unit),
    existing: (t) => flowOf(weights, g, future.expected(t)),
    level,
    ...(coming && { coming }),
    ...given({ last }),
  });
}

function flowWith<T>(of: (key: FlowKey) => T): Record<FlowKey, T> {
  return { purchases: of("purchases"), value: of("value"), contribution: of("contribution") };
}

function summed(flows: readonly Readonly<Record<FlowKey, number>>[]): Record<FlowKey, number> {
  return flowWith((key) => flows.reduce((sum, one) => sum + one[key], 0));
}
