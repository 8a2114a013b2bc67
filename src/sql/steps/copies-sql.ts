import type { Dialect } from "../dialect.ts";
import type { Source } from "../source.ts";
import type { InPart } from "./in-parts.ts";

/**
 * Counts the `rows` that are copies of another row, and those in `orders` whose lines all occur at least twice:
 * `copyCounter` in SQL.
 *
 * @param customer the column that deals rows into parts, unless there is one of orders
 * @param part the part of the rows, undefined for all
 */
export function copiesSql(
  dialect: Dialect,
  source: Source,
  { order, customer }: { readonly order: string | undefined; readonly customer: string },
  part: InPart | undefined,
): string {
  const columns = source.columns.flatMap(({ type }, k) => (type === "other" ? [] : [source.columnAt(k)]));
  const { from } = source.relation("", [], true);
  const lines = `SELECT ${columns.map((column, k) => `${column} AS f${k}`).join(", ")} FROM ${from}`;
  const names = columns.map((_, k) => `f${k}`).join(", ");
  const placeOf = (column: string | undefined): number =>
    source.columns.filter(({ type }) => type !== "other").findIndex(({ name }) => name === column);
  const at = placeOf(order);
  const dealing = `f${Math.max(0, at < 0 ? placeOf(customer) : at)}`;
  const where = part === undefined ? "" : ` WHERE ${part(`coalesce(CAST(${dealing} AS ${dialect.types.text}), '')`)}`;
  const least = at < 0 ? "1" : `min(n) OVER (PARTITION BY f${at})`;
  const { double } = dialect.types;
  const counted = `SELECT n, ${least} AS least FROM (SELECT ${names}, count(*) AS n FROM (${lines})${where} GROUP BY ${names})`;
  return (
    `SELECT CAST(coalesce(sum(n - 1), 0) AS ${double}) AS rows, ` +
    `CAST(coalesce(sum(n - 1) FILTER (WHERE least > 1), 0) AS ${double}) AS orders FROM (${counted})`
  );
}
