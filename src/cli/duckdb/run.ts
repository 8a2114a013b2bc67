import type { Options } from "../flags.ts";
import type { Outcome } from "../outcome.ts";
import { baseFromLog, inDuckdb, open } from "./base.ts";

/** `clv run` of files of any size. */
export function runInDuckdb(path: string, folder: string, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const opened = await open(session, path, options);
    // What comes after is loaded while DuckDB reads.
    const [read, { runFromBase }] = await Promise.all([
      baseFromLog(session, steps, path, opened, options, !options.noReport),
      import("./run-from-base.ts"),
    ]);
    return runFromBase(session, steps, path, folder, read, options);
  });
}
