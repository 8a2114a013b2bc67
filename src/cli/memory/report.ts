import type { FittedModel } from "../../fit/fitted-model.ts";
import { drawReport } from "../draw-report.ts";
import type { Options } from "../flags.ts";
import type { Outcome } from "../outcome.ts";
import { readBase } from "../read-base.ts";

/** `clv report` of a stream, or of a file in memory. */
export async function reportInMemory(path: string, asked: FittedModel | undefined, options: Options): Promise<Outcome> {
  const read = await readBase(path, options, asked);
  if (read.behind) return drawReport(path, [path], read, asked, options);
  // Of a base the page tells what the engine's way does, which reads no holdout.
  const { holdout, ...base } = read.base;
  return drawReport(path, [path], { ...read, base, holdoutUnread: holdout !== undefined }, asked, options);
}
