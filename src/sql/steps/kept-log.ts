import { MILLION } from "../../data/decimal.ts";
import type { ReadOptions } from "../../data/read-transactions.ts";
import type { RepeatsByDay } from "../../data/repeats-by-day.ts";
import type { SummarizeOptions } from "../../data/summarize.ts";
import { DAY, tickOf } from "../../data/time-unit.ts";
import { daysOf, type WeekSums, type Weeks, weeksOf } from "../../validate/count-weeks.ts";
import type { HoldoutInLog } from "../../validate/validate-holdout.ts";
import type { Session } from "../session.ts";
import type { Source } from "../source.ts";
import { stepOf } from "./base-step.ts";
import { type KeptLog, logReader, TRANSACTIONS } from "./log-reader.ts";
import { unordered } from "./make-rfm.ts";
import { purchasesSql, spanSql, weeksSql } from "./purchases-sql.ts";
import type { EngineSummary } from "./summarize-log.ts";

/** Reads the transactions of a log into a table, as `readTransactions` does. */
export async function keepTransactions(session: Session, source: Source, reading: ReadOptions): Promise<KeptLog> {
  const reader = await logReader(session, source, reading);
  const rows = await reader.read(({ transactions }) =>
    unordered(session, () => session.run(session.dialect.createTable(TRANSACTIONS, transactions))),
  );
  return { reader, rows: { ...rows, transactions: `SELECT * FROM ${session.dialect.identifier(TRANSACTIONS)}` } };
}

/**
 * Makes a table of the customers of a kept log, `placed`. Its column `log_place` has their places in the order of the
 * ids, from 1. Returns its name as SQL.
 */
export async function keptPlaces(session: Session, { rows }: KeptLog): Promise<string> {
  const { dialect } = session;
  const customers = `SELECT DISTINCT customer AS placed FROM (${rows.transactions})`;
  const place = `CAST(row_number() OVER (ORDER BY placed) AS ${dialect.types.double})`;
  await session.run(dialect.createTable(PLACES, `SELECT placed, ${place} AS log_place FROM (${customers})`));
  return dialect.identifier(PLACES);
}

const PLACES = "log_places";

/** Drops every table except the kept transactions. The tables of the previous base are no longer needed. */
export async function dropAllButTransactions(session: Session): Promise<void> {
  const tables = await session.texts(session.dialect.ownTables);
  for (const [name] of tables) {
    if (name !== TRANSACTIONS) await session.run(`DROP TABLE ${session.dialect.identifier(name!)}`);
  }
}

/** Repeat purchases in each week of the customers of a base made with these options: `countWeeks` in SQL. */
export async function countKeptWeeks(
  session: Session,
  { reader, rows }: KeptLog,
  base: string,
  weeks: Weeks,
  options: SummarizeOptions,
  length?: number,
): Promise<WeekSums> {
  const tick = tickOf(options.grain ?? "day");
  const sql = weeksSql(session.dialect, stepOf(reader, rows, options), tick, base, weeks, length);
  const [week, made, brought] = await session.doubles(sql);
  const placed = (of: Float64Array): Float64Array => {
    const column = new Float64Array(weeks.count);
    week!.forEach((k, row) => {
      column[k] = of[row]!;
    });
    return column;
  };
  return { counts: placed(made!), ...(brought && { value: placed(brought).map((sum) => sum / MILLION) }) };
}

/** The facts about a holdout that a kept log has beyond its base. */
export async function holdoutKept(
  session: Session,
  log: KeptLog,
  { base, report, observed }: EngineSummary,
  options: SummarizeOptions,
): Promise<HoldoutInLog> {
  const weeks = weeksOf(report.from, observed);
  const { counts: actual, value } = await countKeptWeeks(session, log, base.relation, weeks, options);
  return { observed, weeks, actual, ...(value && { value }) };
}

/** Repeat purchases by day, with those of the holdout: `countRepeats` in SQL. */
export async function repeatsKept(
  session: Session,
  log: KeptLog,
  { base, report }: EngineSummary,
  options: SummarizeOptions,
): Promise<RepeatsByDay> {
  const days = daysOf(report.from, report);
  const { counts } = await countKeptWeeks(session, log, base.relation, days, options, DAY);
  return { from: days.from / DAY, counts };
}

/**
 * The purchase times of a customer of a base made with these options, from first to last, in milliseconds:
 * `purchaseTimes` in SQL.
 *
 * @param customer - The id, or a place of {@link keptPlaces} where ids are not fetched.
 */
export async function keptPurchases(
  session: Session,
  { reader, rows }: KeptLog,
  options: SummarizeOptions,
  customer: string | { readonly place: number; readonly places: string },
  first: number,
  last: number,
): Promise<number[]> {
  const id =
    typeof customer === "string"
      ? session.dialect.literal(customer)
      : `(SELECT placed FROM ${customer.places} WHERE log_place = ${customer.place})`;
  const tick = tickOf(options.grain ?? "day");
  const step = stepOf(reader, rows, options);
  const [times] = await session.doubles(purchasesSql(session.dialect, step, tick, id, first / tick, last / tick));
  return [...times!];
}

/** The first and the last instant of observation under these options: those of the transactions, or those of the options. */
export async function keptSpan(
  session: Session,
  { reader, rows }: KeptLog,
  options: SummarizeOptions,
): Promise<{ first: number; last: number }> {
  const step = stepOf(reader, rows, options);
  const { first, last } = await session.numbers(spanSql(session.dialect, step));
  return { first: first!, last: step.until ?? last! };
}
