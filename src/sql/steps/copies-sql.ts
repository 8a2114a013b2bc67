import type { Dialect } from "../dialect.ts";
import type { Source } from "../source.ts";

/**
 * Counts the `rows` that are copies of another row, and those in `orders` whose lines all occur at least twice:
 * `copyCounter` in SQL.
 */
export function copiesSql(dialect: Dialect, source: Source, order: string | undefined): string {
  const columns = source.columns.flatMap(({ type }, k) => (type === "other" ? [] : [source.columnAt(k)]));
  const { from } = source.relation("", [], true);
  const lines = `SELECT ${columns.map((column, k) => `${column} AS f${k}`).join(", ")} FROM ${from}`;
  const names = columns.map((_, k) => `f${k}`).join(", ");
  const at = source.columns.filter(({ type }) => type !== "other").findIndex(({ name }) => name === order);
  const least = at < 0 ? "1" : `min(n) OVER (PARTITION BY f${at})`;
  const { double } = dialect.types;
  const counted = `SELECT n, ${least} AS least FROM (SELECT ${names}, count(*) AS n FROM (${lines}) GROUP BY ${names})`;
  return (
    `SELECT CAST(coalesce(sum(n - 1), 0) AS ${double}) AS rows, ` +
    `CAST(coalesce(sum(n - 1) FILTER (WHERE least > 1), 0) AS ${double}) AS orders FROM (${counted})`
  );
}
