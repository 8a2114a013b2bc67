import { numbersOf } from "../../fit/fitted-model.ts";
import { modelToJson } from "../../io/model-file.ts";
import { openOutputs } from "../../io/outputs.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { fitModels } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { reportParameterIntervals } from "../parameter-intervals.ts";
import { readBase } from "../read-base.ts";
import { baseInNumbers, reportBase } from "../report-base.ts";
import { reportFiles } from "../report-files.ts";
import { fitNotices, reportFits } from "../report-fit.ts";
import { withoutIds, workersFor } from "../workers.ts";
import { writeRejected } from "../write-rejected.ts";

/** `clv fit` of a stream, or of a file in memory. */
export async function fitInMemory(path: string, options: Options): Promise<Outcome> {
  const outputs = openOutputs([path]);
  const { base, log, report, rejected, notices } = await readBase(path, options);
  const fitted = await fitModels(base, options);
  if (options.output !== undefined) await outputs.write(options.output, [modelToJson(fitted)]);
  const files = given({ model: options.output, rejected: await writeRejected(outputs, options.output, rejected) });
  await outputs.commit();
  const numbers = baseInNumbers(base);
  const { interval: level } = options;
  const workers = workersFor(base.length, options);
  const intervals =
    level === undefined
      ? undefined
      : await workers.run("profiles", { base: withoutIds(base), fitted: numbersOf(fitted), level });
  const ranges = intervals && reportParameterIntervals(intervals, fitted);
  return {
    report: [report, reportBase(numbers), reportFits(fitted), ranges, reportFiles(files)].filter(Boolean).join("\n"),
    summary: { ...given({ log }), base: numbers, model: numbersOf(fitted), ...given({ intervals }), files },
    notices: [...notices, ...fitNotices(fitted)],
  };
}
