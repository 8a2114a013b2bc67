import type { Dialect } from "../dialect.ts";

/**
 * The number of a customer in the order of a table, under the name `place`. Where rows have no order it is that of the ids, which takes a
 * sort of text: in DuckDB three times as long as the number of a row.
 */
export function placeSql(dialect: Dialect, id: string): string {
  return `${dialect.rowNumber ?? `row_number() OVER (ORDER BY ${id})`} AS place`;
}
