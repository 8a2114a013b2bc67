import { given } from "../../given.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import { watchInNumbers } from "../../run/watch/result.ts";
import { watch } from "../../run/watch.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, needed, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";
import { reportWatch } from "../text/watch.ts";

/** The exit code of a model that no longer holds, for a nightly job. */
const DRIFT = 3;

/** `clv watch LOG --model MODEL.json`: whether a model still holds. */
export async function watchModel([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { interval, seed } = options;
  const model = needed("watch", options, "model");
  const result = await watch(path!, { ...libraryOptions(options, around), model, ...given({ interval, seed }) });
  const { name, engine, reading, notices, files, verdict } = result;
  const parts = [reportLog(name, engine, reading), reportWatch(result), reportFiles(given(files))];
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: { log: { engine, ...logInNumbers(reading) }, ...watchInNumbers(result), files },
    notices,
    code: verdict === "holds" ? 0 : DRIFT,
  };
}
