import type { SummarizeOptions } from "../../data/summarize.ts";
import { readWordTable, twoWords } from "../../data/word-table.ts";
import { openSource } from "../../sql/duckdb/open-source.ts";
import type { DuckdbSession } from "../../sql/duckdb/session.ts";
import type { Session } from "../../sql/session.ts";
import { makeFirstWords } from "../../sql/steps/first-words.ts";
import type { KeptLog } from "../../sql/steps/log-reader.ts";
import { attributeName } from "../../sql/steps/transactions-sql.ts";
import type { InputOptions } from "../options.ts";

/** A table of words by customer id, in the database. */
export interface WordTable {
  /** The requested columns that the table has. */
  readonly columns: readonly string[];
  /** The relation of `customer_id` and `word`, as SQL. */
  relation(name: string): string;
}

const BESIDE = "words_beside";

/** Loads the columns asked for that the table beside a log has. */
export async function loadWords(
  session: DuckdbSession,
  path: string,
  { customer }: InputOptions,
  asked: readonly string[],
): Promise<WordTable> {
  const source = await openSource(session, path);
  const columns = asked.filter((name) => source.columns.some((column) => column.name === name));
  const appender = await session.appender(BESIDE, columns.length);
  try {
    for await (const table of source.rows!.tables())
      await readWordTable(table, customer, columns, (id, words) => appender.add(id, 0, 0, words));
  } finally {
    appender.close();
  }
  const { identifier } = session.dialect;
  for (const k of columns.keys()) {
    const [twice] = await session.texts(
      `SELECT customer FROM ${identifier(BESIDE)} GROUP BY customer HAVING min(${attributeName(k)}) <> max(${attributeName(k)}) ` +
        "ORDER BY customer LIMIT 1",
    );
    if (twice) throw twoWords(path, twice[0]!);
  }
  return {
    columns,
    relation: (name) =>
      `(SELECT customer AS customer_id, min(${attributeName(columns.indexOf(name))}) AS word FROM ${identifier(BESIDE)} GROUP BY customer)`,
  };
}

/**
 * The table with the words of the customers of a base in a column: a table beside the log, or one made from the log.
 */
export function wordsIn(
  session: Session,
  beside: WordTable | undefined,
  log: { readonly kept: KeptLog; readonly columns: readonly string[]; readonly bounds: SummarizeOptions } | undefined,
): (name: string, base: string) => Promise<string> {
  const names = new Map<string, string>();
  return async (name, base) => {
    if (beside?.columns.includes(name)) return beside.relation(name);
    const k = log!.columns.indexOf(name);
    const table = `words_of_log_${k}`;
    if (!names.has(name)) await makeFirstWords(session, log!.kept, base, k, log!.bounds, table);
    names.set(name, session.dialect.identifier(table));
    return names.get(name)!;
  };
}
