import { ClvError } from "../errors.ts";
import { openOutputs } from "../io/outputs.ts";
import { score } from "../predict/score.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { fitModels, readModel, requirePrediction } from "./models.ts";
import type { Outcome } from "./outcome.ts";
import { readBase } from "./read-base.ts";
import { writeRejected } from "./read-log.ts";
import { reportFiles } from "./report-files.ts";
import { fitNotices } from "./report-fit.ts";
import { drawPage, reportNumbers } from "./report-page.ts";
import { horizonOf } from "./score-options.ts";

/** `clv report LOG|BASE [--model MODEL.json] [-o REPORT.html]`: one page to look at. */
export async function report([path]: readonly string[], options: Options): Promise<Outcome> {
  const { output = "report.html", margin, discountRate } = options;
  if (path === "-" && options.model === "-") {
    throw new ClvError("usage", { where: "clv report", expected: "standard input for one file", got: "- twice" });
  }
  const outputs = openOutputs([path!, ...(options.model === undefined ? [] : [options.model])]);
  const asked = options.model === undefined ? undefined : await readModel(options.model);
  const inDuckdb = (await chooseEngine(path!, options)) === "duckdb";
  const reader = inDuckdb ? (await import("./duckdb/bring-over.ts")).readByDuckdb : readBase;
  const read = await reader(path!, options, asked?.fitted);
  const model = asked ?? (await fitModels(read.base));
  requirePrediction(model.fitted);
  const terms = { horizon: horizonOf(read.base, options), margin, discountRate };
  const scores = score(read.base, model.fitted, model.purchase, model.spend, terms);
  const data = reportNumbers({ path: path!, read, model, scores }, options);
  await outputs.write(output, [await drawPage(data)]);
  const files = {
    ...given({ rejected: await writeRejected(outputs, options.output, read.rejected) }),
    report: output,
  };
  await outputs.commit();
  return {
    report: [read.report, reportFiles(files)].filter(Boolean).join("\n"),
    summary: { ...data, files },
    notices: [...read.notices, ...(asked ? [] : fitNotices(model.fitted)), ...data.notices],
  };
}
