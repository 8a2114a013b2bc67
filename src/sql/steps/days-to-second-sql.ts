import type { SummarizeOptions } from "../../data/summarize.ts";
import { tickOf } from "../../data/time-unit.ts";
import type { Session } from "../session.ts";
import { stepOf } from "./base-step.ts";
import { grainsSql } from "./grains-sql.ts";
import type { KeptLog } from "./log-reader.ts";

/**
 * `daysToSecond` of the customers of a base. The base is a relation with `customer_id` and `first` in ticks, made from
 * a kept log with these bounds.
 */
export async function keptDaysToSecond(
  session: Session,
  { reader, rows }: KeptLog,
  base: string,
  bounds: SummarizeOptions,
): Promise<Float64Array> {
  const { dialect } = session;
  const { double: type } = dialect.types;
  const step = stepOf(reader, rows, bounds);
  const { sql, kept } = grainsSql(dialect, step, tickOf(bounds.grain ?? "day") === 1);
  const first = `SELECT customer_id, ${dialect.identifier("first")} AS first_start FROM ${base}`;
  const second =
    "SELECT customer_id, first_start, min(CASE WHEN start > first_start THEN start END) AS second_start " +
    `FROM (${sql}) g JOIN (${first}) b ON g.customer = b.customer_id${kept ? ` WHERE ${kept}` : ""} GROUP BY customer_id, first_start`;
  const days = `${step.day("second_start")} - ${step.day("first_start")}`;
  // A Float64Array has no NULL, so −1 stands for no second purchase.
  const [found] = await session.doubles(
    `SELECT COALESCE(CAST(${days} AS ${type}), ${dialect.double(-1)}) AS days FROM (${second}) s ORDER BY customer_id`,
  );
  return found!.map((n) => (n < 0 ? Number.NaN : n));
}
