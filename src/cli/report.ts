import { ClvError } from "../errors.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import { readModel } from "./models.ts";
import type { Outcome } from "./outcome.ts";
import { requireTerms } from "./score-options.ts";

/** `clv report LOG|BASE [--model MODEL.json] [-o REPORT.html]`: one page to look at. */
export async function report([path]: readonly string[], options: Options): Promise<Outcome> {
  if (path === "-" && options.model === "-") {
    throw new ClvError("usage", { where: "clv report", expected: "standard input for one file", got: "- twice" });
  }
  requireTerms(options);
  const asked = options.model === undefined ? undefined : await readModel(options.model);
  return (await chooseEngine(path!, options)) === "duckdb"
    ? (await import("./duckdb/report.ts")).reportInDuckdb(path!, asked, options)
    : (await import("./memory/report.ts")).reportInMemory(path!, asked, options);
}
