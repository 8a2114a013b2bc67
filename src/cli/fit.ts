import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import type { Outcome } from "./outcome.ts";
import { requireModels } from "./require-models.ts";

/** `clv fit LOG|BASE -o MODEL.json`: the models that fit best, and how far they can be trusted. */
export async function fit([path]: readonly string[], options: Options): Promise<Outcome> {
  await requireModels(options);
  return (await chooseEngine(path!, options)) === "duckdb"
    ? (await import("./duckdb/fit.ts")).fitInDuckdb(path!, options)
    : (await import("./memory/fit.ts")).fitInMemory(path!, options);
}
