import { summarize } from "../../data/summarize.ts";
import { openOutputs } from "../../io/outputs.ts";
import { rollingOrigins } from "../../validate/rolling-origins.ts";
import { holdoutIn } from "../../validate/validate.ts";
import type { Options } from "../flags.ts";
import { openTable } from "../open-table.ts";
import type { Outcome } from "../outcome.ts";
import { readLog } from "../read-log.ts";
import { logNotices } from "../report-log.ts";
import { type LogToSplit, validateLog } from "../validate-log.ts";

/** `clv validate` of a stream, or of a file in memory. */
export async function validateInMemory(path: string, options: Options): Promise<Outcome> {
  const outputs = openOutputs([path], options);
  const table = await openTable(path, options);
  const { log, rejected } = await readLog(table, options);
  const logToSplit = {
    name: table.name,
    engine: "memory",
    rejected,
    origins: async (folds, bounds) => rollingOrigins(log, folds, bounds),
    async cut(bounds) {
      const { base, report } = summarize(log, bounds);
      const notices = logNotices(log.report, report, base.grain);
      return { base, read: log.report, report, notices, holdout: holdoutIn(log, report.from, bounds) };
    },
  } satisfies LogToSplit;
  return validateLog(logToSplit, outputs, options);
}
