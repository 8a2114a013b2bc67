import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DUCKDB } from "./dialect.ts";
import { DATABASE, RESULT } from "./file-source.ts";
import { type EngineLimits, openInstance } from "./open-instance.ts";
import type { RunFolder } from "./run-folder.ts";
import { pathSql } from "./source-sql.ts";

const { identifier } = DUCKDB;

/**
 * Runs a query of the user's over a database file in a DuckDB of its own, once, and puts the rows into a database file of the run: the
 * table {@link RESULT} of the file whose path comes back, which lies in the folder of the run until the run ends.
 *
 * So no name in the query or in a view can mean one of our tables, no macro of the file can take the place of a function we call, and neither
 * reaches a file besides the database: external access is off before the query is bound, and stays off.
 */
export async function resultOf(
  limits: EngineLimits,
  folder: RunFolder,
  database: string,
  query: string,
): Promise<string> {
  const path = join(folder.path, `result-${randomBytes(6).toString("hex")}.duckdb`);
  const output = `result_${randomBytes(6).toString("hex")}`;
  const { instance, connection } = await openInstance(limits, folder);
  const interrupt = (): void => connection.interrupt();
  process.on("exit", interrupt);
  try {
    await connection.run(`ATTACH ${pathSql(database)} AS ${identifier(DATABASE)} (READ_ONLY)`);
    await connection.run(`ATTACH ${pathSql(path)} AS ${output}`);
    await connection.run(`SET search_path = '${DATABASE}.main'; SET enable_external_access = false`);
    await connection.run("SET lock_configuration = true");
    await connection.run(`CREATE TABLE ${output}.main.${identifier(RESULT)} AS (${query}\n)`);
    await connection.run(`DETACH ${output}`);
    return path;
  } finally {
    process.off("exit", interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}
