import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import type { Outcome } from "./outcome.ts";
import { requireModels } from "./require-models.ts";
import { requireSplits } from "./validate-log.ts";

/** `clv validate LOG --split DATE | --folds N`: what was expected of a future that has come. */
export async function validate([path]: readonly string[], options: Options): Promise<Outcome> {
  requireSplits(options);
  await requireModels(options);
  return (await chooseEngine(path!, options)) === "duckdb"
    ? (await import("./duckdb/validate.ts")).validateInDuckdb(path!, options)
    : (await import("./memory/validate.ts")).validateInMemory(path!, options);
}
