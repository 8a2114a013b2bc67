import { MILLION } from "../data/decimal.ts";
import type { Dialect } from "./dialect.ts";
import { historySql, keyInTicks, type ObservedTicks } from "./history-key.ts";

/** How a base looks to whoever reads it: the field's names, ages in units. */
export interface BaseView extends ObservedTicks {
  readonly hasValues: boolean;
  readonly holdout: boolean;
}

/**
 * The customers of a base step under the field's names: x, t_x, T, m, and the dates as ticks. Ages are whole milliseconds divided
 * once by those of the unit, m = Σ/(x·10⁶), as in memory.
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
    ...(view.hasValues ? [`${mean("total", "(purchases - 1)")} AS monetary_value`] : []),
    "first",
    "last",
    ...(view.holdout ? [`CAST(later AS ${double}) AS frequency_holdout`] : []),
    ...(view.holdout && view.hasValues ? [`${mean("later_total", "later")} AS monetary_value_holdout`] : []),
    ...(keyInTicks(view) ? [historySql(dialect, view, "purchases - 1")] : []),
    `${dialect.rowNumber} AS place`,
  ];
  return `SELECT ${columns.join(", ")} FROM ${dialect.identifier(table)} WHERE purchases > 0`;
}

/** A difference of ticks in units: whole milliseconds, divided once. */
export function ageSql(
  dialect: Dialect,
  { tick, ruler }: Pick<ObservedTicks, "tick" | "ruler">,
  difference: string,
): string {
  const { double, long } = dialect.types;
  return `CAST(CAST(${difference} AS ${long}) * ${tick} AS ${double}) / ${dialect.double(ruler)}`;
}

/** The columns of a base step's table that this view is made of; all rows with `purchases > 0`. */
export function columnsOfView({ hasValues, holdout }: Pick<BaseView, "hasValues" | "holdout">): string[] {
  return [
    ...["customer", "purchases", "first", "last"],
    ...(hasValues ? ["total"] : []),
    ...(holdout ? ["later"] : []),
    ...(holdout && hasValues ? ["later_total"] : []),
  ];
}

/** The histories of a base by their key and how many customers share each, in their order. */
export function historiesSql(dialect: Dialect, base: string, keys: readonly string[]): string {
  const key = keys.join(", ");
  return `SELECT ${key}, CAST(count(*) AS ${dialect.types.double}) AS count FROM ${base} GROUP BY ${key} ORDER BY ${key}`;
}

/** The distinct (x, m) of the customers with x > 0 and m > 0, in their order. */
export function spendHistoriesSql(dialect: Dialect, base: string): string {
  return (
    `SELECT frequency, monetary_value, CAST(count(*) AS ${dialect.types.double}) AS count FROM ${base} ` +
    "WHERE frequency > 0 AND monetary_value > 0 GROUP BY frequency, monetary_value ORDER BY frequency, monetary_value"
  );
}
