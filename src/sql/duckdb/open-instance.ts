import { createRequire } from "node:module";
import { cpus, totalmem } from "node:os";
import type * as Api from "@duckdb/node-api";
import { ClvError } from "../../errors.ts";
import type { RunFolder } from "./run-folder.ts";

// With `import`, Node would first look up the names in each of its 180 files, which takes three times as long.
const require = createRequire(import.meta.url);
const { DuckDBInstance } = require("@duckdb/node-api") as typeof Api;

/** The resources of the machine that a run may use. */
export interface EngineLimits {
  /** Such as `1GB`; default half of the machine's memory, at most 3 GB. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** The parent of the folder for data that do not fit into memory. */
  readonly tempDirectory?: string;
}

const LARGEST_DEFAULT = 3_000_000_000;

/** A DuckDB in memory. */
export interface Opened {
  readonly instance: Api.DuckDBInstance;
  readonly connection: Api.DuckDBConnection;
  /** The memory that it may use, in the words of DuckDB. */
  readonly memory: string;
}

/** Opens a DuckDB in memory with one connection and these limits. It spills to a folder. */
export async function openInstance(limits: EngineLimits, folder: RunFolder): Promise<Opened> {
  const { threads = cpus().length } = limits;
  const memory = limits.memoryLimit ?? `${Math.floor(Math.min(totalmem() / 2, LARGEST_DEFAULT) / 1e6)}MB`;
  try {
    const instance = await DuckDBInstance.create(":memory:", {
      // A second thread would only wait in the short statements here: more threads begin after them.
      threads: "1",
      memory_limit: memory,
      temp_directory: folder.path,
      // DuckDB downloads no extension.
      autoinstall_known_extensions: "false",
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false");
    // Needs a block of memory. A limit that DuckDB cannot work with is refused here and not in the middle of a run.
    if (limits.memoryLimit !== undefined) await connection.run("SELECT range FROM range(3000) ORDER BY range DESC");
    await connection.run(`SET threads = ${threads}`);
    return { instance, connection, memory };
  } catch (error) {
    throw new ClvError("usage", {
      where: "--memory-limit, --threads",
      expected: "a size that DuckDB can begin with, such as 4GB, and a number of threads",
      got: [memory, threads],
      wayOut: `DuckDB says: ${(error as Error).message.split("\n")[0]}.`,
    });
  }
}
