import { ClvError } from "../errors.ts";
import { chooseEngine } from "./choose-engine.ts";
import { drawReport } from "./draw-report.ts";
import type { Options } from "./flags.ts";
import { readModel } from "./models.ts";
import type { Outcome } from "./outcome.ts";
import { readBase } from "./read-base.ts";
import { requireInterval } from "./score-options.ts";

/** `clv report LOG|BASE [--model MODEL.json] [-o REPORT.html]`: one page to look at. */
export async function report([path]: readonly string[], options: Options): Promise<Outcome> {
  if (path === "-" && options.model === "-") {
    throw new ClvError("usage", { where: "clv report", expected: "standard input for one file", got: "- twice" });
  }
  requireInterval(options);
  const asked = options.model === undefined ? undefined : await readModel(options.model);
  if ((await chooseEngine(path!, options)) === "duckdb") {
    return (await import("./duckdb/report.ts")).reportInDuckdb(path!, asked, options);
  }
  const read = await readBase(path!, options, asked?.fitted);
  if (read.behind) return drawReport(path!, [path!], read, asked, options);
  // Of a base the page tells what the engine's way does, which reads no holdout.
  const { holdout, ...base } = read.base;
  return drawReport(path!, [path!], { ...read, base, holdoutUnread: holdout !== undefined }, asked, options);
}
