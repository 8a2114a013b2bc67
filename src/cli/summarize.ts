import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import type { Outcome } from "./outcome.ts";

/** `clv summarize LOG -o BASE`: one row per customer. */
export async function summarize([path]: readonly string[], options: Options): Promise<Outcome> {
  return (await chooseEngine(path!, options)) === "duckdb"
    ? (await import("./duckdb/summarize.ts")).summarizeInDuckdb(path!, options)
    : (await import("./memory/summarize.ts")).summarizeInMemory(path!, options);
}
