import { customerBaseCsv } from "../../io/customer-base-csv.ts";
import { openOutputs } from "../../io/outputs.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { openTable } from "../open-table.ts";
import type { Outcome } from "../outcome.ts";
import { baseOfLog } from "../read-base.ts";
import { baseInNumbers, reportBase } from "../report-base.ts";
import { reportFiles } from "../report-files.ts";
import { writeRejected } from "../write-rejected.ts";

/** `clv summarize` of a stream, or of a file in memory. */
export async function summarizeInMemory(path: string, options: Options): Promise<Outcome> {
  const outputs = openOutputs([path], options);
  const { base, log, rejected, report, notices } = await baseOfLog(await openTable(path, options), options);
  if (options.output !== undefined) await outputs.write(options.output, customerBaseCsv(base));
  const files = given({ base: options.output, rejected: await writeRejected(outputs, options, rejected) });
  await outputs.commit();
  const numbers = baseInNumbers(base);
  return {
    report: [report, reportBase(numbers), reportFiles(files)].join("\n"),
    summary: { log, base: numbers, files },
    notices,
  };
}
