import { firstInstant, grainClock, lastInstant } from "../data/calendar.ts";
import { findColumn, requireDistinct } from "../data/columns.ts";
import { MILLION } from "../data/decimal.ts";
import { columnsOf, type Expression, parseExpression } from "../data/expression.ts";
import type { ReadOptions } from "../data/read-transactions.ts";
import type { SummarizeOptions, SummaryReport } from "../data/summarize.ts";
import { UNIT_MILLISECONDS } from "../data/time-unit.ts";
import { type TimeZone, timeZone } from "../data/time-zone.ts";
import type { LogReport } from "../data/transaction-log.ts";
import { ClvError } from "../errors.ts";
import { type BaseStep, baseSql, countsSql } from "./base-sql.ts";
import { baseViewSql } from "./base-view-sql.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineBase } from "./engine-base.ts";
import { engineFailure } from "./engine-failure.ts";
import { startSql, tickOf } from "./grain-sql.ts";
import { loadTransactions } from "./load-transactions.ts";
import { logRelation } from "./log-relation.ts";
import type { OpenedSource } from "./open-source.ts";
import type { LogShape } from "./source.ts";
import { requireStructure } from "./structure.ts";
import { type Expectation, transactionsSql } from "./transactions-sql.ts";
import { zoneSql } from "./zone-sql.ts";

/** A customer base made by the engine, and what became of every row. */
export interface EngineSummary {
  readonly base: EngineBase;
  /** Blank lines are passed over, and not counted. */
  readonly read: LogReport;
  readonly report: SummaryReport;
  /** Why the rows went through the memory way's reader, when they did. */
  readonly reread?: string;
}

const RFM = "rfm";
const TRANSACTIONS = "transactions";
/**
 * Into how many parts, by customer, a log is dealt: all at once, and where the groups do not fit into the memory allowed, in several
 * readings of the file.
 */
const PARTS = [1, 4, 16];
const NOTHING_EXPECTED: Expectation = { positive: false, wholeDays: false };

/**
 * Makes the customer base of a log where DuckDB is: `readTransactions` and `summarize` as SQL, to the last bit.
 *
 * First the log is read under what its first rows let expect, then under nothing expected, and when a row is still in doubt, by
 * the memory way's reader into a table of transactions: that one says what is wrong and where. Whichever reads, the rest is the
 * same query.
 */
export async function summarizeLog(
  session: Session,
  opened: OpenedSource,
  reading: ReadOptions,
  options: SummarizeOptions,
): Promise<EngineSummary> {
  const zone = timeZone(reading.timeZone ?? "UTC");
  const { grain = "day" } = options;
  const window = windowOf(options, zone);
  const { shape, value, name } = await shapeOf(opened, reading);
  const hasValues = value !== undefined;
  const clocks = zoneSql(DUCKDB, zone, "clv: outside the zone's table");
  const moment = zone.name !== "UTC" && options.until === undefined;
  const stepOf = (transactions: string, positive: boolean): BaseStep => ({
    transactions,
    start: (instant) => startSql(DUCKDB, grain, instant, clocks),
    hasValues,
    positive,
    dropReturns: shape.returns === "drop",
    ...window,
    moment,
  });
  const wide = tickOf(grain) === 1;
  const makeInParts = async (sql: (part?: string) => string, [parts, ...finer] = PARTS): Promise<void> => {
    try {
      for (let k = 0; k < parts!; k++) {
        const query = sql(parts === 1 ? undefined : DUCKDB.inPart("customer", parts!, k));
        await session.run(k === 0 ? DUCKDB.createTable(RFM, query) : DUCKDB.addToTable(RFM, query));
      }
    } catch (error) {
      if (!isForWantOfMemory(error) || finer.length === 0) throw error;
      await makeInParts(sql, finer);
    }
  };
  const run = async (step: BaseStep): Promise<void> => {
    // Nobody cares for the order of customers yet, and to keep one takes memory that can't be put aside.
    await session.run("SET preserve_insertion_order = false");
    try {
      await makeInParts((part) => baseSql(DUCKDB, step, wide, part));
    } finally {
      await session.run("SET preserve_insertion_order = true");
    }
  };

  const attempt = async (): Promise<{ step: BaseStep; doubt?: string }> => {
    if (opened.obstacle !== undefined) return { step: stepOf("", false), doubt: opened.obstacle };
    let doubt = "";
    const checked = [shape.date, ...(value === undefined ? [] : columnsOf(value))];
    for (const { expectation, quoted } of attempts(opened, shape, value)) {
      const relation = logRelation(opened.source, shape.customer, checked, quoted);
      const transactions = transactionsSql(DUCKDB, relation, shape, value, zone, expectation);
      if (transactions === undefined)
        return { step: stepOf("", false), doubt: "a column or an expression SQL may round otherwise" };
      const step = stepOf(transactions, expectation.positive);
      const outcomes = await Promise.allSettled([run(step), requireStructure(opened.source, quoted)]);
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed === undefined) return { step };
      if (!isAboutRows(failed.reason)) throw engineFailure(failed.reason);
      doubt = (failed.reason as Error).message.split("\n")[0]!;
    }
    return { step: stepOf("", false), doubt };
  };
  const { step: tried, doubt } = await attempt();
  let step = tried;
  let read: LogReport | undefined;
  if (doubt !== undefined) {
    read = await loadTransactions(session, TRANSACTIONS, opened.source, reading);
    step = stepOf(`SELECT * FROM ${DUCKDB.identifier(TRANSACTIONS)}`, false);
    await run(step);
    await session.run(`DROP TABLE ${DUCKDB.identifier(TRANSACTIONS)}`);
  }
  const counts = await session.numbers(countsSql(DUCKDB, RFM, step));
  await requireExact(session, counts["bound"]!);
  const { report, until, newCustomers } = reportOf(counts, options, zone);
  await session.run(
    `CREATE OR REPLACE VIEW base AS ${baseViewSql(DUCKDB, {
      table: RFM,
      tick: tickOf(grain),
      ruler: UNIT_MILLISECONDS[options.unit],
      until: until / tickOf(grain),
      hasValues,
      holdout: options.split !== undefined,
    })}`,
  );
  const rows = report.rows + counts["dropped"]!;
  return {
    base: {
      relation: "base",
      tables: [RFM],
      customers: counts["customers"]!,
      repeatPurchases: counts["frequency"]!,
      hasValues,
      dates: { tick: tickOf(grain) },
      unit: options.unit,
      grain,
      from: report.from,
      until,
      ...(options.split === undefined
        ? {}
        : { holdout: { duration: (report.end - until) / UNIT_MILLISECONDS[options.unit], newCustomers } }),
    },
    read: read ?? {
      rows,
      rejected: { count: 0, byReason: [] },
      returns: shape.returns === "drop" ? 0 : counts["returned"]!,
      returnsDropped: counts["dropped"]!,
      zeroValues: counts["zeros"]!,
      columns: name,
    },
    report,
    ...(doubt === undefined ? {} : { reread: doubt }),
  };
}

/** What the rows are expected to be like, most first, each with whether quotes are expected. */
function attempts(
  opened: OpenedSource,
  shape: LogShape,
  value: Expression | undefined,
): { expectation: Expectation; quoted: boolean }[] {
  const any = { expectation: NOTHING_EXPECTED, quoted: true };
  if (opened.source.kind !== "csv") return [{ expectation: { positive: true, wholeDays: false }, quoted: true }, any];
  const at = (name: string): number => opened.source.columns.findIndex((column) => column.name === name);
  const wholeDays = opened.sample.every((fields) =>
    /^\d{4}-\d\d-\d\d$|^\d{1,2}\/\d{1,2}\/\d{4}$/.test(fields[at(shape.date)]!),
  );
  const positive =
    value?.kind === "column"
      ? opened.sample.every((fields) => /^[\d.,]*[1-9][\d.,]*$/.test(fields[at(value.name)]!))
      : value === undefined;
  const hopeful = { expectation: { positive, wholeDays }, quoted: opened.quoted };
  return positive || wholeDays || !opened.quoted ? [hopeful, any] : [any];
}

/** The part of time observed, as SQL needs it. */
function windowOf({ grain = "day", from, until, split }: SummarizeOptions, zone: TimeZone) {
  const clock = grainClock(grain, zone);
  const window = {
    ...(from === undefined ? {} : { from: firstInstant(from, zone, "from") }),
    ...(until === undefined ? {} : { until: lastInstant(until, zone, "until") }),
  };
  if (split === undefined) return window;
  const instant = firstInstant(split, zone, "split");
  const start = clock.startOf(instant);
  if (clock.startOf(instant - 1) === start && grain !== "none") {
    throw new ClvError("usage", {
      where: "split",
      expected: `the beginning of a ${grain}, since purchases within one ${grain} are one`,
      got: split,
    });
  }
  return { ...window, split: start / tickOf(grain) };
}

/** The columns a log is read from, found as the memory way finds them. */
async function shapeOf({ source }: OpenedSource, reading: ReadOptions) {
  const columns = source.columns.map((column) => column.name);
  const where = source.files[0]!;
  requireDistinct(columns, where);
  const customer = columns[findColumn(columns, "customer", reading.customer, where)]!;
  const date = columns[findColumn(columns, "date", reading.date, where)]!;
  const asked = reading.value;
  let value: Expression | undefined;
  if (asked !== false) {
    if (asked === undefined || columns.includes(asked)) {
      const at = findColumn(columns, "value", asked, where);
      value = at < 0 ? undefined : { kind: "column", name: columns[at]! };
    } else value = await parseExpression(asked, columns);
  }
  const shape: LogShape = {
    customer,
    date,
    dateFormat: reading.dateFormat ?? "iso",
    decimal: (source.kind === "csv" && source.options.decimal) || "point",
    returns: reading.returns ?? "net",
  };
  const title = value === undefined ? undefined : value.kind === "column" ? value.name : (asked as string);
  return { shape, value, name: { customer, date, value: title } };
}

function reportOf(counts: Record<string, number>, options: SummarizeOptions, zone: TimeZone) {
  const { grain = "day" } = options;
  const clock = grainClock(grain, zone);
  const count = (name: string): number => counts[name]!;
  const rows = count("kept") + count("cancelled") + count("before") + count("after");
  const newInHoldout = count("newInHoldout");
  const end = endOf(counts, options, zone);
  const split = options.split === undefined ? undefined : clock.startOf(firstInstant(options.split, zone, "split"));
  // The order of these checks is the memory way's, so that the same log gives the same complaint.
  if (split !== undefined && !(split <= end)) {
    throw new ClvError("usage", { where: "split", expected: "a date up to the last one observed", got: options.split });
  }
  if (count("customers") === 0) {
    throw new ClvError("data", {
      where: "log",
      expected: "at least one purchase to observe",
      got: `none in ${rows} rows`,
    });
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
    from: count("first") * tickOf(grain),
    until,
    end,
    untilFromLog: options.until === undefined,
  };
  return { report, until, newCustomers: count("newCustomers") };
}

/** Start of the last grain observed. */
function endOf(counts: Record<string, number>, { grain = "day", until }: SummarizeOptions, zone: TimeZone): number {
  const clock = grainClock(grain, zone);
  if (until !== undefined) return clock.startOf(lastInstant(until, zone, "until"));
  return Number.isNaN(counts["moment"]!) ? counts["latest"]! * tickOf(grain) : clock.startOf(counts["moment"]!);
}

/** Throws when the values of a customer cannot be summed exactly, whatever their order. */
async function requireExact(session: Session, bound: number): Promise<void> {
  if (!(bound > Number.MAX_SAFE_INTEGER)) return;
  const [[customer, sum]] = (await session.texts(
    `SELECT customer, CAST(bound AS VARCHAR) FROM "${RFM}" WHERE bound > ${Number.MAX_SAFE_INTEGER} ORDER BY customer LIMIT 1`,
  )) as [[string, string]];
  throw new ClvError("data", {
    where: `customer ${JSON.stringify(customer.slice(0, 80))}`,
    expected: "values that add up to less than 2^53 millionths (9.0e9)",
    got: Number(sum) / MILLION,
    wayOut: 'Use a larger money unit, e.g. --value "amount / 1000".',
  });
}

function isForWantOfMemory(error: unknown): boolean {
  return (error as Error).message.startsWith("Out of Memory");
}

/** Whether a query stopped because of what is in the rows, rather than for want of memory, disk or patience, or by a fault of ours. */
export function isAboutRows(error: unknown): boolean {
  return !/^(Out of Memory|IO|INTERRUPT|Permission|Parser|Binder|Catalog|Internal|FATAL|Fatal)/.test(
    (error as Error).message,
  );
}
