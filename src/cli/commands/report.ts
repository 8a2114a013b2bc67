import { given } from "../../given.ts";
import { report } from "../../run/report.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, refuseStdinTwice, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";

/** `clv report LOG|BASE [--model MODEL.json] [-o REPORT.html]`: one page to look at. */
export async function drawReport([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { output = "report.html", model, split, horizon, margin, discountRate, interval, seed } = options;
  const { top, anonymous, title, currency, history } = options;
  refuseStdinTwice("report", path!, model);
  const { name, engine, reading, page, notices, files } = await report(path!, {
    ...libraryOptions({ ...options, output }, around),
    ...given({ model, split, horizon, margin, discountRate, interval, seed, top, anonymous, title, currency, history }),
  });
  const parts = [reading && reportLog(name, engine, reading), reportFiles(files)];
  return { report: parts.filter(Boolean).join("\n"), summary: { ...page, files }, notices };
}
