import { type LogPeriods, type Period, periodClock } from "../data/periods.ts";
import { DAY, type Grain } from "../data/time-unit.ts";
import type { CohortCounts, FirstDays } from "./cohort-counts.ts";
import { type CohortCell, type CohortCosts, cohortTable } from "./cohort-table.ts";
import { type LogSeries, logSeries } from "./kpi-series.ts";
import { type KpiColumn, type KpiSeries, kpiColumns } from "./kpi-sheet.ts";

/** A column of the series on the page. */
export interface ShownSeries extends Pick<KpiColumn, "key" | "title" | "kind"> {
  /** By period; absent where a number does not exist. */
  readonly values: readonly (number | undefined)[];
}

/** A cohort on the page. */
export interface ShownCohort {
  readonly cohort: string;
  readonly customers: number;
  /** Cost of winning a customer of it; absent without a plan that says it. */
  readonly cac?: number;
  /** By periods since the first purchase; only lived ones. */
  readonly cells: readonly Pick<
    CohortCell,
    "at" | "complete" | "retention" | "cumulativeRevenue" | "cumulativeContribution"
  >[];
}

/** The months of a log on the page: the last periods and cohorts. */
export interface ShownMonths {
  readonly period: Period;
  readonly labels: readonly string[];
  readonly complete: readonly boolean[];
  readonly series: readonly ShownSeries[];
  readonly cohorts: readonly ShownCohort[];
  /** Over all cohorts. */
  readonly average: ShownCohort;
}

const COLUMNS: readonly KpiColumn["key"][] = [
  "active",
  "new",
  "orders",
  "revenue",
  "contribution",
  "aov",
  "retentionRate",
  "cac",
  "ltvToCac",
];
/** Periods and cohorts on a page, at most. */
const SHOWN = 36;
/** Periods that a log should have for the page to count by them. */
const ENOUGH = 6;

/** The longest period of which the log has enough; weeks at least. */
export function periodOnPage(days: number, grain: Grain): Period {
  if (days >= ENOUGH * 30 * 10) return "quarter";
  return days >= ENOUGH * 30 || grain === "month" ? "month" : "week";
}

/** Whole days between the first purchase and the end of observation. */
export function daysObserved({ from, until }: { readonly from: number; readonly until: number }): number {
  return Math.floor((until - from) / DAY) + 1;
}

/** What a plan of costs adds to the months. */
export interface PlannedMonths {
  readonly costs: CohortCosts;
  /** Columns of the series beside those of the log. */
  beside(series: LogSeries): Partial<KpiSeries>;
}

/** Arranges the months of a log for the page; undefined with fewer than three periods. */
export function monthsOnPage(
  counts: CohortCounts,
  periods: LogPeriods,
  firstDays: FirstDays,
  planned?: PlannedMonths,
): ShownMonths | undefined {
  if (periods.length < 3) return undefined;
  const ofLog = logSeries(counts, periods, planned?.costs.termsOf);
  const series = { ...ofLog, ...planned?.beside(ofLog) };
  const from = Math.max(0, periods.length - SHOWN);
  const { cells, average } = cohortTable(counts, "calendar", periods, firstDays, planned?.costs);
  const shown = (row: readonly CohortCell[]): ShownCohort => ({
    ...row[0].cohort,
    cells: row
      .filter(({ eligible }) => eligible > 0)
      .slice(0, SHOWN)
      .map(({ at, complete, retention, cumulativeRevenue, cumulativeContribution }) => ({
        ...{ at, complete },
        ...(retention !== undefined && { retention }),
        ...(cumulativeRevenue !== undefined && { cumulativeRevenue }),
        ...(cumulativeContribution !== undefined && { cumulativeContribution }),
      })),
  });
  const clock = periodClock(periods.period);
  return {
    period: periods.period,
    labels: Array.from({ length: periods.length - from }, (_, k) => clock.labelOf(periods.first + from + k)),
    complete: periods.complete.slice(from),
    series: kpiColumns(series)
      .filter(({ column }) => COLUMNS.includes(column.key))
      .map(({ column: { key, title, kind }, values }) => ({
        ...{ key, title, kind },
        values: Array.from(values.slice(from), (value) => (Number.isFinite(value) ? value : undefined)),
      })),
    cohorts: cells.slice(-SHOWN).map(shown),
    average: shown(average),
  };
}
