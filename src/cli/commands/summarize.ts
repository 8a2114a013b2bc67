import { given } from "../../given.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import { summarize } from "../../run/summarize.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportBase } from "../text/base.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";

/** `clv summarize LOG -o BASE`: one row per customer. */
export async function summarizeLog(
  [path]: readonly string[],
  options: Options,
  around: Surroundings,
): Promise<Outcome> {
  const asked = { ...libraryOptions(options, around), ...given({ split: options.split }) };
  const { name, engine, reading, base, notices, files } = await summarize(path!, asked);
  return {
    report: [reportLog(name, engine, reading), reportBase(base), reportFiles(files)].join("\n"),
    summary: { log: { engine, ...logInNumbers(reading) }, base, files },
    notices,
  };
}
