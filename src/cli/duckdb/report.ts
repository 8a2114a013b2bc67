import { drawReport } from "../draw-report.ts";
import type { Options } from "../flags.ts";
import type { ModelInUse } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { baseFromFile, inDuckdb } from "./base.ts";
import { bringOver } from "./bring-over.ts";

/** `clv report` of files of any size. */
export function reportInDuckdb(path: string, asked: ModelInUse | undefined, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const read = await baseFromFile(session, steps, path, options, asked?.fitted, true);
    const over = await bringOver(session, steps, read);
    return steps.step("Drawing", () => drawReport(path, read.files, over, asked, options));
  });
}
