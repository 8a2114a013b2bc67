import { ClvError } from "../errors.ts";
import { requireScoreColumns } from "../io/scores-csv.ts";
import { parseHorizon } from "../predict/horizon.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import { needed } from "./needed.ts";
import type { Outcome } from "./outcome.ts";
import { chosenColumns, requireTerms } from "./score-options.ts";

/** `clv predict LOG|BASE --model MODEL.json --horizon H -o SCORES`: scores for every customer. */
export async function predict([path]: readonly string[], options: Options): Promise<Outcome> {
  const modelPath = needed("predict", options, "model");
  const horizon = parseHorizon(needed("predict", options, "horizon"));
  if (path === "-" && modelPath === "-") {
    throw new ClvError("usage", { where: "clv predict", expected: "standard input for one file", got: "- twice" });
  }
  requireTerms(options);
  requireScoreColumns(chosenColumns(options) ?? []);
  const engine = await chooseEngine(path!, options);
  return engine === "duckdb"
    ? (await import("./duckdb/predict.ts")).predictInDuckdb(path!, modelPath, horizon, options)
    : (await import("./memory/predict.ts")).predictInMemory(path!, modelPath, horizon, options);
}
