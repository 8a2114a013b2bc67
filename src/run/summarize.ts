import type { Notice } from "../fit/fit-result.ts";
import { given } from "../given.ts";
import { type BaseInNumbers, baseInNumbers } from "./base-in-numbers.ts";
import type { Engine } from "./choose-engine.ts";
import type { LogReading } from "./customers.ts";
import { inRun } from "./in-run.ts";
import { keptNotices, requireKept } from "./kept-columns.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { withLog } from "./open.ts";
import type { InputOptions, MachineOptions, OutputOptions, TimeOptions } from "./options.ts";
import { writeRejected } from "./write-rejected.ts";

/** The options of the summary of a log. `output` is the file of the base: `.csv`, `.parquet` or `.duckdb`. */
export interface SummarizeLogOptions extends InputOptions, TimeOptions, MachineOptions, OutputOptions {
  /** First day of a holdout, ISO: the base ends before it. */
  readonly split?: string;
}

/** A log that was summarized. */
export interface SummarizeResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly base: BaseInNumbers;
  readonly notices: readonly Notice[];
  /** The paths written, by their contents. */
  readonly files: { readonly base?: string; readonly rejected?: string };
}

/**
 * Makes the customer base of a log of any size: one row per customer.
 *
 * @param path a file (CSV, also gzip or zstd; Parquet; JSON lines; `.duckdb`), a folder, a pattern such as `logs/*.parquet`, or `-`
 * @throws ClvError `usage` for a path or an option that can't be used, `data` for rows that can't be read
 * @example
 * const { base } = await summarize("datasets/cdnow-like/log.csv", { unit: "week" });
 * base.customers; // 2357
 * base.unit; // "week"
 */
export function summarize(path: string, options: SummarizeLogOptions = {}): Promise<SummarizeResult> {
  const { output, keep, attributes } = options;
  return inRun(options, (run) => {
    requireKept(keep);
    return withLog(run, path, options, { output }, async ({ step, outputs: open }, log) => {
      const { customers, reading } = await log.at(summarizeOptions(options, options.split));
      const outputs = open(log.files);
      const data = await customers.fitData();
      if (output !== undefined) await step("Writing", async () => (await customers.write(outputs, output)).done);
      const files = given({ base: output, rejected: await writeRejected(outputs, options, log.rejected) });
      const base = await baseInNumbers(customers, data);
      await outputs.commit();
      return {
        name: log.name,
        engine: log.engine,
        reading,
        base,
        notices: [...logNotices(reading), ...keptNotices(keep, attributes)],
        files,
      };
    });
  });
}
