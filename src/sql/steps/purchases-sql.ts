import { STEP, type Weeks } from "../../validate/count-weeks.ts";
import type { Dialect } from "../dialect.ts";
import { all, type BaseStep, grainsSql } from "./grains-sql.ts";

/**
 * The repeat purchases of a base's customers by week: rows of `week`, from 0, and `made`, the number of purchases. With a
 * split and values also `brought`, the value of those from the split on.
 *
 * @param tick - Milliseconds in a tick, see `tickOf`.
 * @param base - A relation with `customer_id` and `first`, in ticks.
 */
export function weeksSql(
  dialect: Dialect,
  step: BaseStep,
  tick: number,
  base: string,
  { from, count }: Weeks,
  length: number = STEP,
): string {
  const { sql, kept } = grainsSql(dialect, step, tick === 1);
  const { double } = dialect.types;
  const first = dialect.identifier("first");
  const week = (start: string): string => `floor((${start} - ${from / tick}) / ${dialect.double(length / tick)})`;
  if (step.split === undefined) {
    // Every customer with a purchase is in the base. So counting all purchases less the first of each customer needs no
    // join, which takes 18 % of the statement's CPU (1 million customers).
    const bought = `SELECT ${week("start")} AS week, 1 AS purchases FROM (${sql})${kept === undefined ? "" : ` WHERE ${kept}`}`;
    const firsts = `SELECT ${week(first)} AS week, -1 AS purchases FROM ${base}`;
    return (
      `SELECT week, CAST(sum(purchases) AS ${double}) AS made FROM (${bought} UNION ALL ${firsts}) ` +
      `WHERE week < ${count} GROUP BY week ORDER BY week`
    );
  }
  const repeat = all(kept, `start > ${first}`);
  const { split, hasValues } = step;
  const value = hasValues ? `, CASE WHEN start >= ${split} THEN net ELSE ${dialect.double(0)} END AS value` : "";
  return (
    `SELECT week, CAST(count(*) AS ${double}) AS made${hasValues ? ", sum(value) AS brought" : ""} FROM (` +
    `SELECT ${week("start")} AS week${value} FROM (${sql}) g JOIN (SELECT customer_id, ${first} FROM ${base}) b ON g.customer = b.customer_id ` +
    `WHERE ${repeat}) WHERE week < ${count} GROUP BY week ORDER BY week`
  );
}

/**
 * The purchases of one customer between two ticks: rows of `start` in milliseconds, ascending.
 *
 * @param customer - The id as SQL.
 */
export function purchasesSql(
  dialect: Dialect,
  step: BaseStep,
  tick: number,
  customer: string,
  first: number,
  last: number,
): string {
  const { sql, kept } = grainsSql(dialect, step, tick === 1, `customer = ${customer}`);
  const bought = all(kept, `start BETWEEN ${first} AND ${last}`);
  return `SELECT CAST(start AS ${dialect.types.double}) * ${tick} AS start FROM (${sql}) WHERE ${bought} ORDER BY start`;
}

/** The first and the last instant of transactions within bounds, as one row of `first` and `last`; both empty where there is none. */
export function spanSql(dialect: Dialect, step: BaseStep): string {
  const { transactions, hasValues, positive, dropReturns, from, until } = step;
  const within = all(
    hasValues && !positive && dropReturns ? `value >= ${dialect.double(0)}` : undefined,
    from === undefined ? undefined : `instant >= ${from}`,
    until === undefined ? undefined : `instant <= ${until}`,
  );
  const where = within === undefined ? "" : ` WHERE ${within}`;
  return `SELECT min(instant) AS ${dialect.identifier("first")}, max(instant) AS ${dialect.identifier("last")} FROM (${transactions})${where}`;
}
