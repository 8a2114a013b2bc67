import { refuseBase } from "../../data/base-columns.ts";
import { attributeAt, findColumn, findOrder, requireDistinct } from "../../data/columns.ts";
import type { Copies } from "../../data/copies.ts";
import { columnsOf, type Expression, parseExpression } from "../../data/expression.ts";
import { noValue } from "../../data/no-value.ts";
import type { ReadOptions } from "../../data/read-transactions.ts";
import { DAY } from "../../data/time-unit.ts";
import { type TimeZone, timeZone } from "../../data/time-zone.ts";
import type { LogReport } from "../../data/transaction-log.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import type { LogRelation, LogShape, Source } from "../source.ts";
import { copiesSql } from "./copies-sql.ts";
import { findRejects } from "./find-rejects.ts";
import { inParts } from "./in-parts.ts";
import { leaveOutRejects, type SoundLog, stillInDoubt } from "./leave-out-rejects.ts";
import { NOTHING_EXPECTED } from "./rejects-sql.ts";
import { requireType } from "./require-type.ts";
import { type Expectation, transactionsSql } from "./transactions-sql.ts";
import { RECENT } from "./zone-sql.ts";

/** The table of transactions, where they are kept. */
export const TRANSACTIONS = "transactions";

/** A log that is about to be read: its columns are found. */
export interface LogReader {
  readonly dialect: Dialect;
  readonly zone: TimeZone;
  readonly shape: LogShape;
  readonly hasValues: boolean;
  /** The columns as the user knows them. */
  readonly columns: NonNullable<LogReport["columns"]>;
  /** Counts the rows that are copies, once; for a log that was read with a query. */
  copies(): Promise<Copies>;
  /**
   * Reads the transactions with a query of `use`. The first try assumes the formats of the first rows, the second
   * assumes nothing. If a row is still in doubt, the reader of the memory engine fills the table {@link TRANSACTIONS},
   * and reports what is wrong and where. Rows that can't be read one by one are left out by SQL, or the error counts
   * those in doubt.
   */
  read(use: (rows: RowsRead) => Promise<void>): Promise<RowsRead>;
}

/** How the rows were read. */
export interface RowsRead {
  /** A query for the transactions. */
  readonly transactions: string;
  /** No value is 0 or below. */
  readonly positive: boolean;
  /** Every instant is in the years 1970 to 2099, see {@link zoneSql}. */
  readonly recent: boolean;
  /** The counts of the memory engine's reader, and the reason for it, if it was needed. */
  readonly reread?: { readonly report: LogReport; readonly doubt: string };
  /** The rows that the query leaves out. */
  readonly leftOut?: Pick<SoundLog, "rejected" | "withoutValue">;
}

/** A log whose transactions are kept in the database, for several bases and for facts that a base does not have. */
export interface KeptLog {
  readonly reader: LogReader;
  readonly rows: RowsRead;
}

/** Determines how an opened log is read. */
export async function logReader(session: Session, source: Source, reading: ReadOptions): Promise<LogReader> {
  const { dialect } = session;
  const zone = timeZone(reading.timeZone ?? "UTC");
  const { shape, value, name } = await shapeOf(source, reading);
  /** The reason why SQL might read the rows differently; undefined if there is none. */
  const attempt = async (use: (rows: RowsRead) => Promise<void>): Promise<{ doubt: string } | RowsRead> => {
    if (source.obstacle !== undefined) return { doubt: source.obstacle };
    let doubt = "";
    const checked = [shape.date, ...(value === undefined ? [] : columnsOf(value))];
    for (const { expectation, quoted } of attempts(source, shape, value, zone)) {
      const relation = source.relation(shape.customer, checked, quoted);
      const transactions = transactionsSql(dialect, relation, shape, value, zone, expectation);
      if (transactions === undefined) return { doubt: "a date format or an expression that SQL may read differently" };
      const rows = { transactions, positive: expectation.positive, recent: expectation.recent };
      const outcomes = await Promise.allSettled([use(rows), source.requireStructure(quoted)]);
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed === undefined) return rows;
      if (dialect.failureKind(failed.reason) !== "rows") throw session.failure(failed.reason);
      doubt = (failed.reason as Error).message.split("\n")[0]!;
    }
    return { doubt };
  };
  const leaveOut = async (
    relation: LogRelation,
    use: (rows: RowsRead) => Promise<void>,
    doubt: string,
  ): Promise<RowsRead> => {
    const where = source.files[0]!;
    const sound = await leaveOutRejects(session, where, relation, shape, value, zone);
    const transactions = sound && transactionsSql(dialect, sound.relation, shape, value, zone, NOTHING_EXPECTED);
    if (sound === undefined || transactions === undefined) throw stillInDoubt(where, doubt);
    const rows = { transactions, positive: false, recent: false, leftOut: sound };
    try {
      await use(rows);
    } catch (error) {
      throw dialect.failureKind(error) === "rows" ? stillInDoubt(where, doubt) : session.failure(error);
    }
    return rows;
  };
  let copies: Promise<Copies> | undefined;
  return {
    copies: () => (copies ??= countCopies(session, source, { order: reading.order, customer: shape.customer })),
    dialect,
    zone,
    shape,
    hasValues: value !== undefined,
    columns: name,
    async read(use) {
      const read = await attempt(use);
      if (!("doubt" in read)) return read;
      if (source.rows === undefined) {
        const relation = source.relation(shape.customer, [], source.quoted);
        if (reading.onBadRow === "skip") return leaveOut(relation, use, read.doubt);
        throw await findRejects(session, source.files[0]!, relation, shape, value, read.doubt);
      }
      const report = await source.rows.load(TRANSACTIONS, reading);
      return {
        transactions: `SELECT * FROM ${dialect.identifier(TRANSACTIONS)}`,
        positive: false,
        recent: await areRecent(session),
        reread: { report, doubt: read.doubt },
      };
    },
  };
}

async function countCopies(session: Session, source: Source, by: Parameters<typeof copiesSql>[2]): Promise<Copies> {
  const counts = await inParts(session, (part) => session.numbers(copiesSql(session.dialect, source, by, part)));
  const sum = (name: string): number => counts.reduce((total, one) => total + one[name]!, 0);
  return { rows: sum("rows"), ...(by.order !== undefined && { ofWholeOrders: sum("orders") }) };
}

/** The assumptions about the rows, the strictest first, each with whether quotes are expected. */
function attempts(
  source: Source,
  shape: LogShape,
  value: Expression | undefined,
  zone: TimeZone,
): { expectation: Expectation; quoted: boolean }[] {
  const any = { expectation: NOTHING_EXPECTED, quoted: true };
  // In UTC no date needs the table of a zone.
  const recent = zone.name !== "UTC";
  if (source.csv === undefined) {
    return [{ expectation: { positive: true, wholeDays: false, recent }, quoted: true }, any];
  }
  const at = (name: string): number => source.columns.findIndex((column) => column.name === name);
  const wholeDays = source.sample.every((fields) =>
    /^\d{4}-\d\d-\d\d$|^\d{1,2}\/\d{1,2}\/\d{4}$/.test(fields[at(shape.date)]!),
  );
  const positive =
    value?.kind === "column"
      ? source.sample.every((fields) => /^[\d.,]*[1-9][\d.,]*$/.test(fields[at(value.name)]!))
      : value === undefined;
  const hopeful = { expectation: { positive, wholeDays, recent }, quoted: source.quoted };
  return positive || wholeDays || recent || !source.quoted ? [hopeful, any] : [any];
}

/** Whether the kept transactions lie within the years of a zone's shorter table, at least a day from its ends. */
async function areRecent(session: Session): Promise<boolean> {
  const { first, last } = await session.numbers(
    `SELECT min(instant) AS first, max(instant) AS last FROM ${session.dialect.identifier(TRANSACTIONS)}`,
  );
  return first! >= RECENT.first + DAY && last! < RECENT.last - DAY;
}

/** The columns of a log, found in the same way as in memory. */
async function shapeOf(source: Source, reading: ReadOptions) {
  const columns = source.columns.map((column) => column.name);
  const where = source.files[0]!;
  refuseBase(columns, reading.date, where);
  const customer = columns[findColumn(columns, "customer", reading.customer, where)]!;
  const date = columns[findColumn(columns, "date", reading.date, where)]!;
  const orderAt = findOrder(columns, reading.order, where);
  const asked = reading.value;
  let value: Expression | undefined;
  if (asked !== false) {
    if (asked === undefined || columns.includes(asked)) {
      const at = findColumn(columns, "value", asked, where);
      value = at < 0 ? undefined : { kind: "column", name: columns[at]! };
    } else value = await parseExpression(asked, columns);
  }
  const decimal = source.csv?.decimal ?? "point";
  if (value === undefined && asked !== false && reading.needsValue) {
    const decimalSaid = source.csv?.decimal !== undefined;
    const taken = [columns.indexOf(customer), columns.indexOf(date)];
    const sample = (await source.firstRows?.()) ?? source.sample;
    throw noValue({ name: where, columns, sample, decimal, decimalSaid }, taken);
  }
  requireDistinct(columns, [customer, date, ...(value === undefined ? [] : columnsOf(value))], where);
  requireType(source, customer, "customer");
  requireType(source, date, "date");
  for (const name of value === undefined ? [] : columnsOf(value)) requireType(source, name, "value");
  const shape: LogShape = {
    customer,
    date,
    dateFormat: reading.dateFormat ?? "iso",
    decimal,
    returns: reading.returns ?? "net",
    anyId: reading.anyId ?? false,
    attributes: (reading.attributes ?? []).map((name) => columns[attributeAt(columns, name, where)]!),
    ...(orderAt >= 0 && { order: columns[orderAt]! }),
  };
  const title = value === undefined ? undefined : value.kind === "column" ? value.name : (asked as string);
  return { shape, value, name: { customer, date, value: title } };
}
