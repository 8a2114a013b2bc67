import type { FittedModel } from "../../fit/fitted-model.ts";
import { dropAllButTransactions } from "../../sql/steps/kept-log.ts";
import { drawReport } from "../draw-report.ts";
import type { Options } from "../flags.ts";
import type { Outcome } from "../outcome.ts";
import { requireRoomForPage } from "../room-for-page.ts";
import { baseFromFile, inDuckdb } from "./base.ts";
import { bringOver } from "./bring-over.ts";

/** `clv report` of files of any size. */
export function reportInDuckdb(path: string, asked: FittedModel | undefined, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const read = await baseFromFile(session, steps, path, options, asked, true);
    requireRoomForPage(read.base.customers);
    const over = await bringOver(session, steps, read);
    await dropAllButTransactions(session);
    return steps.step("Drawing", () => drawReport(path, read.files, over, asked, options));
  });
}
