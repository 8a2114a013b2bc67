import { DUCKDB } from "../duckdb/dialect.ts";
import { columnSql, relationSql } from "../duckdb/source-sql.ts";
import type { Source } from "../source.ts";

/** Counts the `rows` that are copies of another, and those in `orders` all of whose lines come at least twice: `copyCounter` in SQL. */
export function copiesSql(source: Source, order: string | undefined): string {
  const columns = source.columns.flatMap(({ name, type }, k) =>
    type === "other" ? [] : [source.kind === "csv" ? DUCKDB.identifier(`c${k}`) : columnSql(source, name)],
  );
  const lines = `SELECT ${columns.map((column, k) => `${column} AS f${k}`).join(", ")} FROM ${relationSql(source, true)}`;
  const names = columns.map((_, k) => `f${k}`).join(", ");
  const at = source.columns.filter(({ type }) => type !== "other").findIndex(({ name }) => name === order);
  const least = at < 0 ? "1" : `min(n) OVER (PARTITION BY f${at})`;
  const { double } = DUCKDB.types;
  const counted = `SELECT n, ${least} AS least FROM (SELECT ${names}, count(*) AS n FROM (${lines}) GROUP BY ${names})`;
  return (
    `SELECT CAST(coalesce(sum(n - 1), 0) AS ${double}) AS rows, ` +
    `CAST(coalesce(sum(n - 1) FILTER (WHERE least > 1), 0) AS ${double}) AS orders FROM (${counted})`
  );
}
