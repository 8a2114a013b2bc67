import { ClvError } from "../errors.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import type { Outcome } from "./outcome.ts";
import { requireModels } from "./require-models.ts";
import { requireInterval } from "./score-options.ts";

/** `clv run LOG [-o DIR]`: from a log to scored customers in one go. */
export async function run([path]: readonly string[], options: Options): Promise<Outcome> {
  const folder = options.output ?? "out";
  if (folder === "-") {
    throw new ClvError("usage", { where: "--output", expected: "a folder", got: "-", wayOut: "Or see clv predict." });
  }
  requireInterval(options);
  await requireModels(options);
  return (await chooseEngine(path!, options)) === "duckdb"
    ? (await import("./duckdb/run.ts")).runInDuckdb(path!, folder, options)
    : (await import("./memory/run.ts")).runInMemory(path!, folder, options);
}
