import { type DateFormat, dateReader } from "../../data/date-text.ts";
import { MILLION, parseDecimal } from "../../data/decimal.ts";
import { columnsOf, type Expression } from "../../data/expression.ts";
import { isMissingId } from "../../data/missing-id.ts";
import type { RejectionReason, RejectionReport } from "../../data/rejection.ts";
import type { TimeZone } from "../../data/time-zone.ts";
import { ClvError } from "../../errors.ts";
import type { Session } from "../session.ts";
import type { LogRelation, LogShape } from "../source.ts";
import { readableSql, rejectsSql } from "./rejects-sql.ts";

/** The numbers of distinct texts of a kind that are checked here, and that are shown. */
const [JUDGED, SHOWN] = [1000, 5];
const REASONS = {
  customer: "no-customer",
  date: "unreadable-date",
  value: "unreadable-value",
} as const satisfies Record<string, RejectionReason>;

/** A log without the rows that can't be read, and the counts of these. */
export interface SoundLog {
  readonly relation: LogRelation;
  readonly rejected: RejectionReport;
  /** The number of rejected rows whose value can't be read. */
  readonly withoutValue: number;
}

/**
 * Leaves out the rows that can't be read, for a log whose rows can't be read one by one. Only counts and distinct texts
 * of them are fetched. No ids are needed, because an id in doubt is a word for a missing one.
 *
 * @throws ClvError `data` where the memory engine would read a text that SQL can't: that row must not be left out
 */
export async function leaveOutRejects(
  session: Session,
  where: string,
  relation: LogRelation,
  shape: LogShape,
  value: Expression | undefined,
  zone: TimeZone,
): Promise<SoundLog | undefined> {
  const { dialect } = session;
  const { text } = dialect.types;
  const sql = rejectsSql(dialect, relation, shape, value);
  const sound = readableSql(dialect, relation, shape, value);
  if (sql === undefined || sound === undefined) return undefined;
  const counts = await session.texts(
    `SELECT part, CAST(count(*) AS ${text}), CAST(coalesce(sum(millionths), 0) AS ${text}), CAST(count(millionths) AS ${text}) ` +
      `FROM (${sql}) GROUP BY part ORDER BY part`,
  );
  const readable = readers(shape, zone);
  const names = { customer: shape.customer, date: shape.date, value: value ? columnsOf(value).join(" ") : "" };
  let withoutValue = 0;
  const byReason: RejectionReport["byReason"][number][] = [];
  for (const [name, count, millionths, valued] of counts) {
    const part = name as keyof typeof REASONS;
    const column = part === "value" ? "number" : part;
    const found = await session.texts(
      `SELECT DISTINCT ${column} FROM (${sql}) WHERE part = ${dialect.literal(part)} ORDER BY ${column} LIMIT ${JUDGED}`,
    );
    const texts = found.map(([one]) => one!);
    const otherwise = texts.find(readable[part]);
    if (otherwise !== undefined) {
      throw new ClvError("data", {
        where,
        expected: `texts of the ${part} that SQL reads as clv reads files`,
        got: otherwise,
        wayOut: "Convert the column with --query, or leave out these rows with --where.",
      });
    }
    withoutValue += Number(count) - Number(valued);
    byReason.push({
      ...{ reason: REASONS[part], count: Number(count), value: Number(millionths) / MILLION },
      first: texts.slice(0, SHOWN).map((one) => ({ reason: REASONS[part], column: names[part], value: one })),
    });
  }
  const count = byReason.reduce((sum, one) => sum + one.count, 0);
  return { relation: { ...relation, from: sound }, rejected: { count, byReason }, withoutValue };
}

/** Whether the memory engine takes a text, by its part. */
function readers(
  { dateFormat, decimal, anyId }: LogShape,
  zone: TimeZone,
): Readonly<Record<keyof typeof REASONS, (text: string) => boolean>> {
  const readDate = dateReader(dateFormat as DateFormat, zone);
  return {
    customer: (id) => (anyId ? id !== "" : !isMissingId(id)),
    date: (text) => !Number.isNaN(readDate(text.trim())),
    // The columns of an expression, joined by blanks.
    value: (text) => text.split(" ").every((number) => !Number.isNaN(parseDecimal(number, decimal))),
  };
}

/** The error for rows that are still in doubt when those that can't be read are left out. */
export function stillInDoubt(where: string, doubt: string): ClvError {
  return new ClvError("data", {
    where,
    expected: "rows that SQL can read",
    got: doubt,
    wayOut: `Rows without an id, a date or a number were left out. Other rows have a value of 9.0e9 or more, a fraction of a millionth, or with --returns stop a return: leave them out with --where.`,
  });
}
