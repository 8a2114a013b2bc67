import type { StrayDates } from "../data/stray-dates.ts";
import type { SummaryReport } from "../data/summarize.ts";
import type { Grain } from "../data/time-unit.ts";
import type { LogReport } from "../data/transaction-log.ts";
import { isoDay as day } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import { given } from "../given.ts";
import type { Reading } from "../report/report-data.ts";
import type { LogReading } from "./customers.ts";

/** Rows of the same use, and their money if the log has values. */
export interface RowPlace {
  readonly what: string;
  readonly rows: number;
  readonly value?: number;
}

/** How every row was used, in numbers that add up to the rows read. */
export function rowPlaces({ read, summary, grain }: LogReading): RowPlace[] {
  return [
    { what: "rows read", rows: read.rows, ...given({ value: valueRead(read, summary) }) },
    { what: "purchases", rows: summary.used, ...given({ value: summary.value?.used }) },
    ...notPurchases(read, summary, grain),
  ];
}

/** Money of all rows read whose value could be read. */
export function valueRead({ value: read }: LogReport, { value }: SummaryReport): number | undefined {
  if (read === undefined || value === undefined) return undefined;
  const { before, after, used, newInHoldout, returnsUnused } = value;
  return before + after + used + newInHoldout - returnsUnused + read.rejected - read.returnsDropped;
}

/** Rows that are not purchases, by their use. Rare cases are present only if they occurred. */
function notPurchases({ value: read, ...log }: LogReport, summary: SummaryReport, grain: Grain): RowPlace[] {
  const { value } = summary;
  const always = [
    {
      what: `merged into a purchase of the same ${nameOf(grain)}`,
      rows: summary.merged,
      value: value?.merged,
    },
    { what: "rejected", rows: log.rejected.count, value: read?.rejected },
    {
      what: "outside --from and --until",
      rows: summary.before + summary.after,
      value: value && value.before + value.after,
    },
  ];
  const sometimes = [
    { what: "cancelled by returns", rows: summary.cancelled, value: value && 0 - value.returnsUnused },
    { what: "returns left out", rows: log.returnsDropped, value: read && 0 - read.returnsDropped },
    { what: "lines of an order that already counts", rows: log.orderLines ?? 0, value: read && 0 },
    { what: "of customers first seen in the holdout", rows: summary.newInHoldout, value: value?.newInHoldout },
  ];
  return [...always, ...sometimes.filter(({ rows }) => rows > 0)].map(({ what, rows, value }) => ({
    what,
    rows,
    ...given({ value }),
  }));
}

/** Not on the page: notices on rejected rows, which may quote customers' names, and notices on a slow reading. */
const OFF_PAGE = /^rejected-|^read-row-by-row$/;

/** The part of the reading that the page shows. */
export function readingOf(reading: LogReading, notices: readonly Notice[]): Reading {
  const { read, summary, grain } = reading;
  return {
    rows: read.rows,
    ...given({ value: valueRead(read, summary) }),
    purchases: summary.used,
    ...given({ purchasesValue: summary.value?.used }),
    leftOut: notPurchases(read, summary, grain).filter(({ what, rows }) => rows > 0 || what === "rejected"),
    rejected: read.rejected.byReason.map(({ reason, count }) => ({ reason, rows: count })),
    notes: notices.filter(({ name }) => !OFF_PAGE.test(name)).map(({ message }) => message),
  };
}

/**
 * The counts of rows for a program: times as dates, with the same order of keys in both engines. Blank lines are left
 * out, because not every reader counts them.
 */
export function logInNumbers({ read, summary, whereOf }: LogReading): LogInNumbers {
  const { from, until, end, lastDay, open, strayFirst, strayLast } = summary;
  const { rejected, returns, matchedReturns, returnsDropped, zeroValues, roundedValues, copies, columns } = read;
  const { orderLines = 0 } = read;
  const { before, after, used, merged, cancelled, cancelledGrains, newInHoldout, withoutPurchase, zeroValued } =
    summary;
  const stray = (dates: StrayDates | undefined) => dates && { ...dates, date: day(dates.date), next: day(dates.next) };
  return {
    rows: read.rows,
    ...given({ whereOf }),
    ...{ used, merged, rejected, before, after, cancelled, cancelledGrains, newInHoldout, withoutPurchase },
    ...{ returns, ...given({ matchedReturns }), returnsDropped, zeroValues, zeroValued, roundedValues },
    ...(orderLines > 0 && { orderLines }),
    ...given({ copies, value: read.value && summary.value && { ...read.value, ...summary.value }, columns }),
    ...{ from: day(from), until: day(until), end: day(end), untilFromLog: summary.untilFromLog, lastDay: day(lastDay) },
    ...(open && { open: { start: day(open.start), lastDay: day(open.lastDay), dayBefore: day(open.dayBefore) } }),
    ...given({ strayFirst: stray(strayFirst), strayLast: stray(strayLast), future: summary.future }),
  };
}

type DatedStray = Omit<StrayDates, "date" | "next"> & { readonly date: string; readonly next: string };
type Dated = "from" | "until" | "end" | "lastDay" | "open" | "strayFirst" | "strayLast" | "value";

/** The counts of a reading, see `ReadReport` and `SummaryReport`; times as ISO days. */
export interface LogInNumbers extends Omit<LogReport & SummaryReport, Dated> {
  /** See `LogReading`. */
  readonly whereOf?: number;
  readonly value?: NonNullable<LogReport["value"]> & NonNullable<SummaryReport["value"]>;
  readonly from: string;
  readonly until: string;
  readonly end: string;
  readonly lastDay: string;
  readonly open?: { readonly start: string; readonly lastDay: string; readonly dayBefore: string };
  readonly strayFirst?: DatedStray;
  readonly strayLast?: DatedStray;
}

/** The word for a grain in sentences. */
export function nameOf(grain: Grain): string {
  return grain === "none" ? "instant" : grain;
}
