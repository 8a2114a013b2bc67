import type { Dialect } from "../dialect.ts";

/** A double, or NULL where it is infinite or NaN: neither stands in a file. */
export function finiteSql(dialect: Dialect, value: string): string {
  return `CASE WHEN ${dialect.isFinite(value)} THEN ${value} END`;
}
