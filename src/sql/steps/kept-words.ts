import type { Dialect } from "../dialect.ts";
import type { OutputColumn } from "../output.ts";

/** The words of customers as columns of files; {@link keptSql} has them under these names. */
export function keptColumns(names: readonly string[]): OutputColumn[] {
  return names.map((name, k) => ({ name, sql: `kept_${k}`, kind: "text", kept: true }));
}

/**
 * Customers with their words.
 *
 * @param customers a relation with `customer_id`
 * @param words relations of `customer_id` and `word`; no word is ""
 */
export function keptSql(dialect: Dialect, customers: string, words: readonly string[]): string {
  if (words.length === 0) return customers;
  const empty = dialect.literal("");
  const columns = words.map((_, k) => `coalesce(k${k}.word, ${empty}) AS kept_${k}`);
  const joins = words.map((relation, k) => ` LEFT JOIN ${relation} k${k} ON k${k}.customer_id = c.customer_id`);
  return `(SELECT c.*, ${columns.join(", ")} FROM ${customers} c${joins.join("")})`;
}
