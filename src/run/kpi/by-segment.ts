import type { LogPeriods } from "../../data/periods.ts";
import type { Notice } from "../../fit/fit-result.ts";
import type { AssignedCosts } from "../../months/cohort-costs.ts";
import type { LogSeries } from "../../months/kpi-series.ts";
import type { OrderTerms } from "../../predict/worth-formula.ts";
import { seeded } from "../../random/seeded.ts";
import { type SegmentMonthRow, segmentMonthRows } from "../../segments/segment-month-rows.ts";
import { segmentMonths } from "../../segments/segment-months.ts";
import type { Customers, LogFacts } from "../customers.ts";
import { note } from "../notice.ts";
import { requireValuesFor, rulesOf, type SegmentsAsked } from "../segment-column.ts";

/** The months of a log by segment. */
export interface MonthsBySegment {
  readonly scheme: string;
  /** Probability of the intervals. They are joint: all come from the same resamples of blocks of customers. */
  readonly level: number;
  readonly rules: readonly { readonly name: string; readonly rule: string }[];
  readonly rows: readonly SegmentMonthRow[];
  readonly notices: readonly Notice[];
}

/** Counts the months of a log by the segment at the end of the period before. */
export async function monthsBySegment(
  { customers, facts }: { readonly customers: Customers; readonly facts: LogFacts },
  { scheme, period }: SegmentsAsked,
  { first, length, complete }: LogPeriods,
  series: LogSeries,
  costs: AssignedCosts | undefined,
  { level, seed }: { readonly level: number; readonly seed: number },
): Promise<MonthsBySegment> {
  await requireValuesFor(customers, scheme);
  const { grain } = customers.about;
  const { window, orderCuts, valueCuts } = scheme;
  const runs = await facts.runs({ period, grain, window, orderCuts, valueCuts, until: first + length - 1 });
  const months = segmentMonths(runs, scheme, first, complete, level, seeded(seed));
  const terms = costs && termsOfAll(costs, series, first);
  const several = note(
    "segments-without-contribution",
    "The segments have no contribution, because a segment contains customers with different margins or costs per order.",
  );
  return {
    ...{ scheme: scheme.name, level, rules: rulesOf({ scheme, period }) },
    rows: segmentMonthRows(months, scheme, series, first, terms),
    notices: costs && terms === undefined ? [several] : [],
  };
}

/** The contribution terms of orders, if they are the same for all cohorts. */
function termsOfAll(costs: AssignedCosts, series: LogSeries, first: number): OrderTerms | undefined {
  const cohorts = Array.from(series.new.keys()).filter((k) => series.new[k]! > 0);
  const [one, ...others] = cohorts.map((k) => costs.termsOf(first + k));
  return others.every(({ s, k }) => s === one!.s && k === one!.k) ? one : undefined;
}
