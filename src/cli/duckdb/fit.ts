import { numbersOf } from "../../fit/fitted-model.ts";
import { modelToJson } from "../../io/model-file.ts";
import { openOutputs } from "../../io/outputs.ts";
import { fetchFitData } from "../../sql/steps/histories.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";

import type { Outcome } from "../outcome.ts";
import { reportParameterIntervals } from "../parameter-intervals.ts";
import { reportBase } from "../report-base.ts";
import { reportFiles } from "../report-files.ts";
import { fitNotices, reportFits } from "../report-fit.ts";
import { fitModelsTo, workersFor } from "../workers.ts";
import { writeRejected } from "../write-rejected.ts";
import { baseFromFile, inDuckdb } from "./base.ts";
import { baseInNumbers } from "./base-in-numbers.ts";

/** `clv fit` of files of any size. */
export function fitInDuckdb(path: string, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const { base, files, log, report, rejected, notices } = await baseFromFile(session, steps, path, options);
    const outputs = openOutputs([...files], options);
    const data = await steps.step("Grouping histories", () => fetchFitData(session, base));
    const fitted = await steps.step("Fitting", () => fitModelsTo(data, options));
    if (options.output !== undefined) await outputs.write(options.output, [modelToJson(fitted)]);
    const written = given({ model: options.output, rejected: await writeRejected(outputs, options, rejected) });
    await outputs.commit();
    const numbers = await baseInNumbers(session, base, data);
    const { interval: level } = options;
    const workers = workersFor(base.customers, options);
    const intervals =
      level === undefined
        ? undefined
        : await workers.run("profilesOfHistories", { data, fitted: numbersOf(fitted), level });
    const ranges = intervals && reportParameterIntervals(intervals, fitted);
    return {
      report: [report, reportBase(numbers), reportFits(fitted), ranges, reportFiles(written)]
        .filter(Boolean)
        .join("\n"),
      summary: { ...given({ log }), base: numbers, model: numbersOf(fitted), ...given({ intervals }), files: written },
      notices: [...notices, ...fitNotices(fitted)],
    };
  });
}
