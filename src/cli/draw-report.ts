import type { FittedModel } from "../fit/fitted-model.ts";
import { openOutputs } from "../io/outputs.ts";
import { scoresOf } from "./draw.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { fitModels, requirePrediction } from "./models.ts";
import { note, type Outcome } from "./outcome.ts";
import type { BaseFromFile } from "./read-base.ts";
import { reportFiles } from "./report-files.ts";
import { fitNotices } from "./report-fit.ts";
import { drawPage, reportNumbers } from "./report-page.ts";
import { horizonOf } from "./score-options.ts";
import { workersFor } from "./workers.ts";
import { writeRejected } from "./write-rejected.ts";

const HOLDOUT_UNREAD = note(
  "holdout-unread",
  "The base tells of a holdout, but not when in it customers bought: the page leaves it out.",
  "Give the log, with --split.",
);

/** The page of a base in memory, and of the log behind it, wherever that lies. */
export async function drawReport(
  path: string,
  files: readonly string[],
  read: BaseFromFile,
  asked: FittedModel | undefined,
  options: Options,
): Promise<Outcome> {
  const { output = "report.html", margin, discountRate } = options;
  const outputs = openOutputs([...files, ...(options.model === undefined ? [] : [options.model])]);
  const fitted = asked ?? (await fitModels(read.base, {}));
  requirePrediction(fitted);
  const terms = { horizon: horizonOf(read.base, options), margin, discountRate };
  const scores = await scoresOf(workersFor(read.base.length, options), read.base, fitted, terms);
  const data = await reportNumbers({ path, read, fitted, scores }, options);
  await outputs.write(output, [await drawPage(data)]);
  const written = {
    ...given({ rejected: await writeRejected(outputs, options.output, read.rejected) }),
    report: output,
  };
  await outputs.commit();
  return {
    report: [read.report, reportFiles(written)].filter(Boolean).join("\n"),
    summary: { ...data, files: written },
    notices: [
      ...read.notices,
      ...(read.holdoutUnread ? [HOLDOUT_UNREAD] : []),
      ...(asked ? [] : fitNotices(fitted)),
      ...data.notices,
    ],
  };
}
