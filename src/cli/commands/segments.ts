import { given } from "../../given.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import { segments } from "../../run/segments.ts";
import { segmentsInNumbers } from "../../run/segments-result.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";
import { reportLookAhead } from "../text/look-ahead.ts";
import { reportMoves, reportSegments } from "../text/segments.ts";

/** `clv segments LOG [-o DIR]`: the segments of customers by period, and how they move between them. */
export async function cutSegments([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { scheme, cuts, period, interval, seed, ahead, model, spendModel, anonymous } = options;
  const result = await segments(path!, {
    ...libraryOptions(options, around),
    ...given({ scheme, cuts, period, interval, seed, ahead, model, spendModel, anonymous }),
  });
  const { name, engine, reading, notices, files } = result;
  const parts = [
    reportLog(name, engine, reading),
    reportSegments(result),
    reportMoves(result),
    result.lookAhead && reportLookAhead(result, result.lookAhead),
    reportFiles(given(files)),
  ];
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: { ...segmentsInNumbers(result), log: { engine, ...logInNumbers(reading) } },
    notices,
  };
}
