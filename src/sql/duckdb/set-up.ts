import type * as Api from "@duckdb/node-api";
import { DUCKDB } from "./dialect.ts";
import type { Watch } from "./whole-stream.ts";

/**
 * Makes what a statement names and the database lacks yet, before the statement runs. The type of the known days takes
 * longer to make than a database takes to open. Only a log with dates as text needs it.
 */
export function setUp(connection: Api.DuckDBConnection, watch: Watch): (sql: string) => Promise<void> {
  const made = new Map<string, Promise<unknown>>();
  return async (sql) => {
    for (const { name, statement } of DUCKDB.setup) {
      if (!sql.includes(name)) continue;
      if (!made.has(name))
        made.set(
          name,
          watch(() => connection.run(statement)),
        );
      await made.get(name);
    }
  };
}
