import type * as Api from "@duckdb/node-api";

/** Runs work that the end of a session waits for. */
export type Watch = <T>(work: () => Promise<T>) => Promise<T>;

/** Some rows of a stream: the first `rows` rows and `columns` columns of a chunk. */
export interface StreamedRows {
  readonly chunk: Api.DuckDBDataChunk;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The rows of a query, chunk by chunk, with a confirmed end.
 *
 * A stream that fails ends like a complete one: DuckDB's bindings return an empty chunk and hide the error. So the
 * query gets one more row, which marks the end. If that row is missing, the query runs once more without returning
 * rows, for its error.
 */
export async function* wholeStream(
  connection: Api.DuckDBConnection,
  watch: Watch,
  sql: string,
): AsyncGenerator<StreamedRows> {
  const { columnCount: columns } = await watch(() => connection.prepare(sql));
  const none = Array.from({ length: columns }, () => "NULL, ").join("");
  const result = await watch(() => connection.stream(`SELECT *, false FROM (${sql}\n) UNION ALL SELECT ${none}true`));
  for (;;) {
    const chunk = await watch(() => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) break;
    const isLast = chunk.getColumnVector(columns).getItem(chunk.rowCount - 1) === true;
    yield { chunk, rows: chunk.rowCount - (isLast ? 1 : 0), columns };
    if (isLast) return;
  }
  // Every column of every row goes into the hash, so that no part of the query is left out.
  await watch(() => connection.run(`SELECT bit_xor(hash(q)) FROM (${sql}\n) q`));
  throw new Error("IO Error: the query ended before its last row, and gave no reason");
}
