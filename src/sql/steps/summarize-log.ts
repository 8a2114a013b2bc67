import { firstInstant, grainClock, lastInstant } from "../../data/calendar.ts";
import { MOST_ROWS } from "../../data/copies.ts";
import { MILLION } from "../../data/decimal.ts";
import { noPurchase } from "../../data/no-purchase.ts";
import { requireSplitWithin } from "../../data/observation.ts";
import { lastDayOf } from "../../data/open-period.ts";
import type { ReadOptions } from "../../data/read-transactions.ts";
import { type DatesReport, datesReport, datesToCount, rowsToCount } from "../../data/stray-dates.ts";
import type { SummarizeOptions, SummaryReport } from "../../data/summarize.ts";
import { lengthIn, tickOf, UNIT_MILLISECONDS } from "../../data/time-unit.ts";
import type { TimeZone } from "../../data/time-zone.ts";
import type { LogReport } from "../../data/transaction-log.ts";
import { ClvError } from "../../errors.ts";
import type { Observed } from "../../validate/count-weeks.ts";
import type { Session } from "../session.ts";
import type { Source } from "../source.ts";
import { countsSql } from "./base-sql.ts";
import { stepOf } from "./base-step.ts";
import { baseViewSql, columnsOfView } from "./base-view-sql.ts";
import { customerDaysSql, rowsWhereSql } from "./dates-sql.ts";
import type { EngineBase } from "./engine-base.ts";
import type { BaseStep } from "./grains-sql.ts";
import { BY_AGES, keyInTicks } from "./history-key.ts";
import { type KeptLog, type LogReader, logReader, type RowsRead, TRANSACTIONS } from "./log-reader.ts";
import { makeRfm, RFM } from "./make-rfm.ts";

/** A customer base made in the database, and the use of every row. */
export interface EngineSummary {
  readonly base: EngineBase;
  /** Blank lines are skipped, and not counted. */
  readonly read: LogReport;
  readonly report: SummaryReport;
  /** The observed part of time. */
  readonly observed: Observed;
  /** The reason why the memory engine's reader read the rows, if it did. */
  readonly reread?: string;
}

/**
 * Makes the customer base of a log in the database: `readTransactions` and `summarize` as SQL, to the last bit, in one
 * pass over the rows. {@link LogReader} has several ways to read rows; the rest is the same query.
 */
export async function summarizeLog(
  session: Session,
  source: Source,
  reading: ReadOptions,
  options: SummarizeOptions,
): Promise<EngineSummary> {
  const reader = await logReader(session, source, reading);
  let step: BaseStep;
  const makeBase = (rows: Pick<RowsRead, "transactions" | "positive" | "recent">): Promise<void> => {
    step = stepOf(reader, rows, options);
    return makeRfm(session, step, isWide(options));
  };
  const rows = await reader.read(makeBase);
  if (rows.reread !== undefined) {
    await makeBase(rows);
  }
  const summary = await summaryOf(session, reader, rows, step!, options);
  if (rows.reread !== undefined) await session.run(`DROP TABLE ${session.dialect.identifier(TRANSACTIONS)}`);
  return summary;
}

/** Makes the customer base from kept transactions and replaces the base made before. */
export async function summarizeKept(
  session: Session,
  { reader, rows }: KeptLog,
  options: SummarizeOptions,
): Promise<EngineSummary> {
  const step = stepOf(reader, rows, options);
  await makeRfm(session, step, isWide(options));
  return summaryOf(session, reader, rows, step, options);
}

/** The counts of the customers just grouped, and the view of them under the field's names. */
async function summaryOf(
  session: Session,
  { zone, shape, hasValues, columns, copies }: LogReader,
  { reread, leftOut }: RowsRead,
  step: BaseStep,
  options: SummarizeOptions,
): Promise<EngineSummary> {
  const { grain = "day", unit, discrete } = options;
  const tick = tickOf(grain);
  const counts = await session.numbers(countsSql(session.dialect, RFM, step));
  await requireExact(session, counts["bound"]!);
  const { report, until, newCustomers, observed } = reportOf(counts, options, zone, reread?.report);
  const view = {
    tick,
    unitLength: UNIT_MILLISECONDS[unit],
    discrete,
    until: until / tick,
    span: until / tick - counts["first"]! + 1,
    hasValues,
    hasLitt: options.litt === true,
    hasFirstValue: hasValues && options.firstValue === true,
    holdout: options.split !== undefined,
  };
  const viewSql = (table: string): string => baseViewSql(session.dialect, view, table);
  await session.run(session.dialect.createView("base", `${viewSql(RFM)} WHERE purchases > 0`));
  const rows = report.rows + counts["dropped"]! + (leftOut?.rejected.count ?? 0);
  const copied = reread === undefined && rows <= MOST_ROWS ? await copies() : undefined;
  const dates = await datesOf(session, step, tick, report.end, options);
  return {
    base: {
      relation: "base",
      stored: {
        from: `(SELECT * FROM ${session.dialect.identifier(RFM)} WHERE purchases > 0)`,
        columns: columnsOfView(view),
        id: "customer",
        viewSql,
      },
      historyKey: keyInTicks(view) ?? BY_AGES,
      tables: [RFM],
      customers: counts["customers"]!,
      repeatPurchases: counts["frequency"]!,
      hasValues,
      hasLitt: view.hasLitt,
      hasFirstValue: view.hasFirstValue,
      dates: { tick },
      unit,
      grain,
      from: report.from,
      until,
      ...(options.split === undefined
        ? {}
        : { holdout: { duration: lengthIn(report.end - until, options), newCustomers } }),
    },
    read: reread?.report ?? {
      rows,
      rejected: leftOut?.rejected ?? { count: 0, byReason: [] },
      returns: shape.returns === "drop" ? 0 : counts["returned"]!,
      ...(shape.returns === "match" && { matchedReturns: true }),
      returnsDropped: counts["dropped"]!,
      zeroValues: counts["zeros"]!,
      // A row whose value is changed by rounding is in doubt, and left to the memory engine.
      roundedValues: 0,
      ...(copied && { copies: copied }),
      ...(hasValues && {
        value: {
          rejected: (leftOut?.rejected.byReason ?? []).reduce((sum, one) => sum + one.value, 0),
          rejectedWithout: leftOut?.withoutValue ?? 0,
          returns: shape.returns === "drop" ? 0 : (0 - counts["valueReturned"]!) / MILLION,
          returnsDropped: (0 - counts["valueDropped"]!) / MILLION,
        },
      }),
      columns,
    },
    report: { ...report, ...dates },
    observed,
    ...(reread === undefined ? {} : { reread: reread.doubt }),
  };
}

/** Dates that may be mistyped. The rows are read once more only if there are any. */
async function datesOf(
  session: Session,
  step: BaseStep,
  tick: number,
  end: number,
  options: SummarizeOptions,
): Promise<DatesReport> {
  const [day, count] = (await session.doubles(customerDaysSql(session.dialect, RFM, step, tick))) as [
    Float64Array,
    Float64Array,
  ];
  const days = { day, count };
  const found = datesToCount(days, end, options);
  const counts: number[] = [];
  for (const where of rowsToCount(found)) {
    const { rows } = await session.numbers(rowsWhereSql(session.dialect, step, tick, where));
    counts.push(rows!);
  }
  return datesReport(days, found, counts);
}

function isWide({ grain = "day" }: SummarizeOptions): boolean {
  return tickOf(grain) === 1;
}

function reportOf(
  counts: Record<string, number>,
  options: SummarizeOptions,
  zone: TimeZone,
  reread: LogReport | undefined,
) {
  const { grain = "day" } = options;
  const clock = grainClock(grain, zone);
  const count = (name: string): number => counts[name]!;
  const rows = count("kept") + count("cancelled") + count("before") + count("after");
  const newInHoldout = count("newInHoldout");
  const end = endOf(counts, options, zone);
  const split = options.split === undefined ? undefined : clock.startOf(firstInstant(options.split, zone, "split"));
  // These checks have the same order as in memory, so that the same log gives the same error.
  if (split !== undefined && count("kept") + count("cancelled") > 0) requireSplitWithin(split, end, options);
  if (count("customers") === 0) {
    const elsewhere = { before: count("before"), after: count("after"), newInHoldout, cancelled: count("cancelled") };
    const returnsDropped = reread?.returnsDropped ?? count("dropped");
    throw noPurchase({ rows, ...elsewhere, returnsDropped }, reread?.rejected);
  }
  const until = split === undefined ? end : clock.before(split);
  const report: SummaryReport = {
    rows,
    before: count("before"),
    after: count("after"),
    used: count("used"),
    merged: count("kept") - newInHoldout - count("used"),
    cancelled: count("cancelled"),
    cancelledGrains: count("cancelledGrains"),
    newInHoldout,
    withoutPurchase: count("withoutPurchase"),
    zeroValued: count("zeroValued"),
    ...(counts["valueUsed"] !== undefined && {
      value: {
        before: count("valueBefore") / MILLION,
        after: count("valueAfter") / MILLION,
        used: count("valueUsed") / MILLION,
        merged: count("valueMerged") / MILLION,
        newInHoldout: count("valueNew") / MILLION,
        returnsUnused: count("returnsUnused") / MILLION,
        customersReturningAll: count("returningAll"),
      },
    }),
    from: count("first") * tickOf(grain),
    until,
    end,
    untilFromLog: options.until === undefined,
    ...lastDayOf(lastOf(counts, options, zone), zone, options),
  };
  const observed = { clock, split: split ?? Number.POSITIVE_INFINITY, end };
  return { report, until, newCustomers: count("newCustomers"), observed };
}

/** Start of the last grain observed. */
function endOf(counts: Record<string, number>, options: SummarizeOptions, zone: TimeZone): number {
  return grainClock(options.grain ?? "day", zone).startOf(lastOf(counts, options, zone));
}

/** The last instant observed, or the last start, if it cannot lie in an earlier grain. */
function lastOf(counts: Record<string, number>, { grain = "day", until }: SummarizeOptions, zone: TimeZone): number {
  if (until !== undefined) return lastInstant(until, zone, "until");
  return Number.isNaN(counts["moment"]!) ? counts["latest"]! * tickOf(grain) : counts["moment"]!;
}

/** Throws when the values of a customer cannot be summed exactly in every order. */
async function requireExact(session: Session, bound: number): Promise<void> {
  if (!(bound > Number.MAX_SAFE_INTEGER)) return;
  const [[customer, sum]] = (await session.texts(
    `SELECT customer, CAST(bound AS ${session.dialect.types.text}) FROM ${session.dialect.identifier(RFM)} WHERE bound > ${Number.MAX_SAFE_INTEGER} ORDER BY customer LIMIT 1`,
  )) as [[string, string]];
  throw new ClvError("data", {
    where: `customer ${JSON.stringify(customer.slice(0, 80))}`,
    expected: "values that add up to less than 2^53 millionths (9.0e9)",
    got: Number(sum) / MILLION,
    wayOut: 'Use a larger unit of money, e.g. --value "amount / 1000".',
  });
}
