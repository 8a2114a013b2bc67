import type { LogRelation } from "../source.ts";
import { DUCKDB } from "./dialect.ts";
import type { FileSource } from "./file-source.ts";
import { columnAtSql, columnSql, relationSql, SURPLUS } from "./source-sql.ts";

/**
 * A source as the relation from which transactions are selected, with the conditions on its rows.
 *
 * @param checked - Columns in which another check finds a quote: no date or number has one.
 */
export function logRelation(
  source: FileSource,
  customer: string,
  checked: readonly string[],
  quoted: boolean,
): LogRelation {
  return {
    from: relationSql(source, quoted),
    column: (name) => columnSql(source, name),
    columns: source.columns,
    conditions: source.kind === "csv" ? conditionsOf(source, customer, checked, quoted) : [],
  };
}

/** The conditions: no field is missing and none is surplus; if the layout has no quotes, no field has one. */
function conditionsOf(
  source: FileSource & { kind: "csv" },
  customer: string | undefined,
  checked: readonly string[],
  quoted: boolean,
): string[] {
  const columns = source.columns.map(({ name }, k) =>
    name === "" || name === "_" ? DUCKDB.identifier(`c${k}`) : columnSql(source, name),
  );
  const latin1 = source.layout.encoding === "latin1";
  return [
    `${columns.at(-1)} IS NOT NULL`,
    `${SURPLUS} IS NULL`,
    ...(quoted
      ? []
      : columns
          .filter((_, k) => !checked.includes(source.columns[k]!.name))
          .map((column) => `NOT ${DUCKDB.contains(column, '"')}`)),
    // The memory engine reads Windows-1252, which has letters there. DuckDB's Latin-1 has control characters.
    ...(latin1 && customer !== undefined
      ? [`NOT regexp_matches(${columnSql(source, customer)}, '[\\x{80}-\\x{9f}]')`]
      : []),
  ];
}

/** The conditions on a row of a CSV file, whose fields are all text: every field is present, and both engines read it alike. */
export function logConditions(source: FileSource & { kind: "csv" }, quoted: boolean): string[] {
  const columns = source.columns.map((_, k) => columnAtSql(source, k));
  const letters = source.layout.encoding === "latin1";
  return [
    ...conditionsOf(source, undefined, [], quoted),
    ...(letters ? columns.map((column) => `NOT regexp_matches(${column}, '[\\x{80}-\\x{9f}]')`) : []),
  ];
}
