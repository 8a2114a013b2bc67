import { join } from "node:path";
import { openOutputs } from "../../io/outputs.ts";
import { collectRejected } from "../../io/rejected-rows.ts";
import { fetchBase } from "../../sql/steps/fetch-base.ts";
import { holdoutKept, keepTransactions, keptSpan } from "../../sql/steps/kept-log.ts";
import { summarizeKept } from "../../sql/steps/summarize-log.ts";
import { originsBetween } from "../../validate/rolling-origins.ts";
import type { Options } from "../flags.ts";
import { readOptions } from "../log-options.ts";
import type { Outcome } from "../outcome.ts";
import { type LogToSplit, validateLog } from "../validate-log.ts";
import { inDuckdb, logNoticesInDuckdb, open } from "./base.ts";

/** `clv validate` of files of any size: the transactions are read once, then grouped for every split. */
export function validateInDuckdb(path: string, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, { step }) => {
    const opened = await open(session, path, options);
    const outputs = openOutputs(opened.source.files, options);
    const rejected = collectRejected(join(session.folder.path, "rejected.csv"));
    const log = await step(
      "Reading transactions",
      (onProgress) => keepTransactions(session, opened, { ...readOptions(options, rejected), onProgress }),
      opened,
    );
    const logToSplit: LogToSplit = {
      name: path,
      engine: "duckdb",
      rejected,
      async origins(folds, bounds) {
        const { first, last } = await keptSpan(session, log, bounds);
        return originsBetween(first, last, log.reader.zone, folds, bounds.grain);
      },
      cut: (bounds) =>
        step(`Grouping before ${bounds.split}`, async () => {
          const summary = await summarizeKept(session, log, bounds);
          const { base, read, report, reread } = summary;
          const holdout = await holdoutKept(session, log, summary, bounds);
          const notices = logNoticesInDuckdb(read, report, base.grain, reread);
          return { base: await fetchBase(session, base), read, report, notices, holdout };
        }),
    };
    return validateLog(logToSplit, outputs, options);
  });
}
