import type { RowsWhere } from "../../data/stray-dates.ts";
import { DAY } from "../../data/time-unit.ts";
import type { Dialect } from "../dialect.ts";
import { latestColumn } from "./base-sql.ts";
import { all, type BaseStep, placedSql } from "./grains-sql.ts";

/**
 * The number of customers of a base step with their first or last row on a day: `day` since 1970 and `count`,
 * ascending.
 */
export function customerDaysSql(dialect: Dialect, table: string, step: BaseStep, tick: number): string {
  const rfm = dialect.identifier(table);
  const latest = latestColumn(step);
  const ends = `SELECT first AS start FROM ${rfm} WHERE purchases > 0 UNION ALL SELECT ${latest} FROM ${rfm} WHERE ${latest} IS NOT NULL`;
  const { double } = dialect.types;
  return (
    `SELECT day, CAST(count(*) AS ${double}) AS count FROM (SELECT ${daySql(dialect, tick)} AS day FROM (${ends})) ` +
    "GROUP BY day ORDER BY day"
  );
}

/** Counts observed `rows`: up to a day, from a day on, or after an instant. */
export function rowsWhereSql(dialect: Dialect, step: BaseStep, tick: number, where: RowsWhere): string {
  const { hasValues, positive, dropReturns, from, until } = step;
  const day = daySql(dialect, tick);
  const there =
    "after" in where
      ? `instant > ${where.after}`
      : "upTo" in where
        ? `${day} <= ${where.upTo}`
        : `${day} >= ${where.from}`;
  const observed = all(
    there,
    hasValues && !positive && dropReturns ? `value >= ${dialect.double(0)}` : undefined,
    from === undefined ? undefined : `instant >= ${from}`,
    until === undefined ? undefined : `instant <= ${until}`,
  );
  const placed = placedSql(dialect, step);
  const starts = `SELECT *, ${step.start(placed.instant)} AS start FROM (${placed.transactions})`;
  return `SELECT count(*) AS rows FROM (${starts}) WHERE ${observed}`;
}

/** The days since 1970 of a start in ticks. */
function daySql(dialect: Dialect, tick: number): string {
  const start = `CAST(start AS ${dialect.types.double})`;
  return tick === DAY ? start : `floor(${start} * ${dialect.double(tick)} / ${dialect.double(DAY)})`;
}
