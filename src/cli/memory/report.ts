import { drawReport } from "../draw-report.ts";
import type { Options } from "../flags.ts";
import type { ModelInUse } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { readBase } from "../read-base.ts";

/** `clv report` of a stream, or of a file in memory. */
export async function reportInMemory(path: string, asked: ModelInUse | undefined, options: Options): Promise<Outcome> {
  const read = await readBase(path, options, asked?.fitted);
  if (read.behind) return drawReport(path, [path], read, asked, options);
  // Of a base the page tells what the engine's way does, which reads no holdout.
  const { holdout, ...base } = read.base;
  return drawReport(path, [path], { ...read, base, holdoutUnread: holdout !== undefined }, asked, options);
}
