import type { FirstWindow } from "../../compare/first-window.ts";
import type { SummarizeOptions } from "../../data/summarize.ts";
import { DAY, tickOf } from "../../data/time-unit.ts";
import type { Session } from "../session.ts";
import { stepOf } from "./base-step.ts";
import { all, grainsSql } from "./grains-sql.ts";
import type { KeptLog } from "./log-reader.ts";

/**
 * `firstWindowOf` the customers of a base. The base is a relation with `customer_id` and `first` in ticks, made from a
 * kept log with these bounds.
 */
export async function keptFirstWindow(
  session: Session,
  { reader, rows }: KeptLog,
  base: string,
  days: number,
  end: number,
  bounds: SummarizeOptions,
): Promise<FirstWindow> {
  const { dialect } = session;
  const { double, long } = dialect.types;
  const step = stepOf(reader, rows, bounds);
  const { sql, kept } = grainsSql(dialect, step, tickOf(bounds.grain ?? "day") === 1);
  const born = `SELECT customer_id, ${step.day("first_start")} AS born FROM (SELECT customer_id, ${dialect.identifier("first")} AS first_start FROM ${base})`;
  const where = all(kept, `${step.day("start")} < born + ${days}`);
  const value = step.hasValues ? `, CAST(sum(CAST(net AS ${long})) AS ${double}) AS value` : "";
  const [orders, second, third] = await session.doubles(
    `SELECT CAST(count(*) AS ${double}) AS orders${value}, CASE WHEN min(born) + ${days} <= ${end / DAY} THEN ${dialect.double(1)} ELSE ${dialect.double(0)} END AS lived ` +
      `FROM (${sql}) g JOIN (${born}) b ON g.customer = b.customer_id WHERE ${where} GROUP BY customer_id ORDER BY customer_id`,
  );
  return step.hasValues
    ? { orders: orders!, value: second!, lived: third! }
    : { orders: orders!, value: new Float64Array(0), lived: second! };
}
