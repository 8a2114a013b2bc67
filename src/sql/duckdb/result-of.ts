import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DUCKDB } from "./dialect.ts";
import { DATABASE, RESULT } from "./file-source.ts";
import { type EngineLimits, openInstance } from "./open-instance.ts";
import type { RunFolder } from "./run-folder.ts";
import { pathSql } from "./source-sql.ts";

const { identifier, literal } = DUCKDB;

/** The files and tables that a query of the user may read. */
export interface Sight {
  /** Database files, attached as `texts0`, `texts1`, …. A file under the name `source` has the tables that the query names. */
  readonly attached: readonly string[];
  readonly database?: string;
  /** Statements that make views of them. */
  readonly views: readonly string[];
  /** Other files that the views read. */
  readonly paths: readonly string[];
}

/**
 * Runs a user's query over databases and files once, in a separate DuckDB. The rows become the table {@link RESULT} of
 * a database file, which stays in the folder of the run until the run ends. Returns the path of the file.
 *
 * So no name in the query or in a view can mean one of our tables. No macro of the file can replace a function that we
 * call. External access is off before the query is bound and stays off, so the query reads only the files given here.
 */
export async function resultOf(
  limits: EngineLimits,
  folder: RunFolder,
  { attached, database, views, paths }: Sight,
  query: string,
): Promise<string> {
  const path = join(folder.path, `result-${randomBytes(6).toString("hex")}.duckdb`);
  const output = `result_${randomBytes(6).toString("hex")}`;
  const { instance, connection } = await openInstance(limits, folder);
  const interrupt = (): void => connection.interrupt();
  process.on("exit", interrupt);
  try {
    const named = attached.map((file, k) => [file, `texts${k}`] as const);
    for (const [file, name] of database === undefined ? named : [...named, [database, DATABASE] as const]) {
      await connection.run(`ATTACH ${pathSql(file)} AS ${identifier(name)} (READ_ONLY)`);
    }
    await connection.run(`ATTACH ${pathSql(path)} AS ${output}`);
    for (const view of views) await connection.run(view);
    if (paths.length > 0) await connection.run(`SET allowed_paths = [${paths.map(literal).join(", ")}]`);
    if (database !== undefined) await connection.run(`SET search_path = '${DATABASE}.main'`);
    await connection.run("SET enable_external_access = false");
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
