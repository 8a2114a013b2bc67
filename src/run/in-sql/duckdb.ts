import { join } from "node:path";
import { ClvError } from "../../errors.ts";
import { given } from "../../given.ts";
import { engineFailure, isOfDuckdb } from "../../sql/duckdb/engine-failure.ts";
import { type OpenedSource, openSource } from "../../sql/duckdb/open-source.ts";
import { rowsRead } from "../../sql/duckdb/rows-read.ts";
import { openSession } from "../../sql/duckdb/session.ts";
import { beginWriting, formatOf } from "../../sql/duckdb/write-table.ts";
import { dropAllButTransactions } from "../../sql/steps/kept-log.ts";
import { csvOptions } from "../log-options.ts";
import type { MachineOptions } from "../options.ts";
import type { Database } from "./database.ts";
import { loadWords } from "./words.ts";

/**
 * Opens a DuckDB in this process, over files.
 *
 * @param path - The input, for the error about a damaged file.
 */
export async function openDuckdb(
  path: string,
  { memoryLimit, threads, tempDirectory }: MachineOptions,
): Promise<Database> {
  const session = await openSession(given({ memoryLimit, threads, tempDirectory }));
  return {
    engine: "duckdb",
    session,
    async open(from, options) {
      const csv = csvOptions(options);
      const { table, query, where } = options;
      if (table !== undefined && query !== undefined) {
        throw new ClvError("usage", { where: "--query", expected: "--table or --query", got: "both" });
      }
      const relation = table !== undefined ? { table } : query !== undefined ? { query } : undefined;
      return openSource(session, from, { csv, ...given({ relation, where }) });
    },
    wordsBeside: (beside, options, asked) => loadWords(session, beside, options, asked),
    write: (outputs, to, table) => beginWriting(session, outputs, to, table),
    readsBack: (to) => formatOf(to) === "parquet",
    rowsRead: (source) => rowsRead(session, source as OpenedSource),
    rejectedFile: join(session.folder.path, "rejected.csv"),
    idsStay: false,
    namesBest: true,
    release: () => dropAllButTransactions(session),
    failure(error) {
      const failure = isOfDuckdb(error) ? engineFailure(error) : error;
      // The error names the damaged file: most runs read one file.
      const isUnnamed =
        failure instanceof ClvError && failure.parts.where === "engine" && failure.parts.expected === "whole files";
      return isUnnamed ? new ClvError(failure.kind, { ...failure.parts, where: path }) : failure;
    },
    close: session.close,
  };
}
