import { openOutputs } from "../../io/outputs.ts";
import { writeTable } from "../../sql/duckdb/write-table.ts";
import { fetchFitData } from "../../sql/steps/histories.ts";
import { baseOutputColumns } from "../../sql/steps/output-columns.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import type { Outcome } from "../outcome.ts";
import { reportBase } from "../report-base.ts";
import { reportFiles } from "../report-files.ts";
import { writeRejected } from "../write-rejected.ts";
import { baseFromLog, inDuckdb, open } from "./base.ts";
import { baseInNumbers } from "./base-in-numbers.ts";

/** `clv summarize` of files of any size. */
export function summarizeInDuckdb(path: string, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const opened = await open(session, path, options);
    const outputs = openOutputs(opened.source.files, options);
    const { base, log, rejected, report, notices } = await baseFromLog(session, steps, path, opened, options);
    const data = await steps.step("Grouping histories", () => fetchFitData(session, base));
    if (options.output !== undefined) {
      const columns = baseOutputColumns(base);
      const table = { name: "base", from: base.relation, columns, order: "customer_id", metadata: {} };
      await steps.step("Writing", () => writeTable(session, outputs, options.output!, table));
    }
    const files = given({ base: options.output, rejected: await writeRejected(outputs, options, rejected) });
    await outputs.commit();
    const numbers = await baseInNumbers(session, base, data);
    return {
      report: [report, reportBase(numbers), reportFiles(files)].join("\n"),
      summary: { log, base: numbers, files },
      notices,
    };
  });
}
