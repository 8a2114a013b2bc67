import { MILLION } from "../../data/decimal.ts";
import type { Dialect } from "../dialect.ts";
import { type HistoryKey, historySql, keyInTicks, type ObservedTicks } from "./history-key.ts";
import { logarithmSql, stepsSql } from "./litt-sql.ts";
import { placeSql } from "./place-sql.ts";

/** The public form of a base: the field's names, and ages in units. */
export interface BaseView extends ObservedTicks {
  readonly hasValues: boolean;
  readonly hasLitt: boolean;
  readonly hasFirstValue: boolean;
  readonly holdout: boolean;
}

/**
 * The customers of a base step under the field's names: x, t_x, T, m, and the dates as ticks. As in memory, ages are
 * whole milliseconds divided once by those of the unit, and m = Σ/(x·10⁶). Σ itself is `spent`. Rows of the step's own
 * table count only if `purchases > 0`. The callers add this condition where they need it: with it DuckDB expects few
 * customers and joins the tables in the slower order.
 */
export function baseViewSql(dialect: Dialect, view: BaseView, table: string): string {
  const million = dialect.double(MILLION);
  const { double } = dialect.types;
  const age = (difference: string): string => ageSql(dialect, view, difference);
  const mean = (sum: string, x: string): string => `CASE WHEN ${x} > 0 THEN ${sum} / (${x} * ${million}) END`;
  const columns = [
    `customer AS customer_id`,
    `CAST(purchases - 1 AS ${double}) AS frequency`,
    `${age("last - first")} AS recency`,
    `${age(`${view.until} - first`)} AS ${dialect.identifier("T")}`,
    ...(view.hasValues
      ? [`${mean("total", "(purchases - 1)")} AS monetary_value`, `CAST(total AS ${dialect.types.long}) AS spent`]
      : []),
    ...(view.hasLitt ? ["litt"] : []),
    ...(view.hasFirstValue
      ? [`first_total / ${million} AS first_value`, `(total + first_total) / ${million} AS revenue`]
      : []),
    "first",
    "last",
    ...(view.holdout ? [`CAST(later AS ${double}) AS frequency_holdout`] : []),
    ...(view.holdout && view.hasValues ? [`${mean("later_total", "later")} AS monetary_value_holdout`] : []),
    ...(keyInTicks(view) ? [historySql(dialect, view, "purchases - 1")] : []),
    placeSql(dialect, "customer"),
  ];
  return `SELECT ${columns.join(", ")} FROM ${dialect.identifier(table)}`;
}

/** The total of a customer's repeat purchases in a base without totals: x·m in whole millionths, of any size, as in `totalsOf`. */
export function spentSql(dialect: Dialect): string {
  return `${dialect.roundEven(`monetary_value * (frequency * ${dialect.double(MILLION)})`)} AS spent`;
}

/**
 * A difference of ticks in units: whole milliseconds, divided once, and rounded where grains are counted, as in
 * `lengthIn`.
 */
function ageSql(
  dialect: Dialect,
  { tick, unitLength, discrete }: Pick<ObservedTicks, "tick" | "unitLength" | "discrete">,
  difference: string,
): string {
  const age = `CAST(${difference} AS ${dialect.types.double}) * ${dialect.double(tick)} / ${dialect.double(unitLength)}`;
  return discrete ? dialect.roundEven(age) : age;
}

/** The columns of the base step's table that this view reads. */
export function columnsOfView({
  hasValues,
  hasLitt,
  hasFirstValue,
  holdout,
}: Pick<BaseView, "hasValues" | "hasLitt" | "hasFirstValue" | "holdout">): string[] {
  return [
    ...["customer", "purchases", "first", "last"],
    ...(hasValues ? ["total"] : []),
    ...(hasLitt ? ["litt"] : []),
    ...(hasFirstValue ? ["first_total"] : []),
    ...(holdout ? ["later"] : []),
    ...(holdout && hasValues ? ["later_total"] : []),
  ];
}

/**
 * The histories of a base by key: the number of customers of each, with values their total spend, and their `litt` if
 * there is one.
 */
export function historiesSql(
  dialect: Dialect,
  base: string,
  key: HistoryKey,
  { hasValues, hasLitt }: Pick<BaseView, "hasValues" | "hasLitt">,
): string {
  const columns = key.columns.map(dialect.identifier).join(", ");
  const { double } = dialect.types;
  const spent = hasValues ? `, CAST(coalesce(sum(spent), 0) AS ${double}) AS spent` : "";
  const litt = hasLitt ? `, ${logarithmSql(dialect, stepsSql(dialect, "litt"))} AS litt` : "";
  return `SELECT ${columns}, CAST(count(*) AS ${double}) AS count${spent}${litt} FROM ${base} GROUP BY ${columns}`;
}

/** The distinct (x, m) of the customers with x > 0 and m > 0, in their order. */
export function spendHistoriesSql(dialect: Dialect, base: string): string {
  return (
    `SELECT frequency, monetary_value, CAST(count(*) AS ${dialect.types.double}) AS count FROM ${base} ` +
    "WHERE frequency > 0 AND monetary_value > 0 GROUP BY frequency, monetary_value ORDER BY frequency, monetary_value"
  );
}
