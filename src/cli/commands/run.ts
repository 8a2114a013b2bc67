import { ClvError } from "../../errors.ts";
import { given } from "../../given.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import { run } from "../../run/run.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";

/** `clv run LOG [-o DIR]`: from a log to scored customers in one go. */
export async function runLog([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { output = "out", rejected, model, season, spendModel, margin, discountRate, interval, seed } = options;
  const { plan, costPerOrder, acquisitionCost, segments, cuts, period } = options;
  if (output === "-") {
    throw new ClvError("usage", { where: "--output", expected: "a folder", got: "-", wayOut: "Or use clv predict." });
  }
  const { split, scoreAt, horizon, format, noReport, by, top, anonymous, title, currency, history, watch } = options;
  const result = await run(path!, {
    ...libraryOptions({ ...options, output }, around),
    ...given({ rejected: rejected === "none" ? (false as const) : rejected }),
    ...given({ model, season, spendModel, margin, discountRate, interval, seed, split, scoreAt, horizon }),
    ...given({ plan, costPerOrder, acquisitionCost, segments, cuts, period }),
    ...{ format, noReport, top, anonymous, ...given({ by, title, currency, history, watch }) },
  });
  const { runInNumbers } = await import("../../run/run-in-numbers.ts");
  const { reportRun } = await import("../text/run.ts");
  const { engine, reading, notices, failure } = result;
  const summary = { ...runInNumbers(result), log: { engine, ...logInNumbers(reading) } };
  return { report: reportRun(result), summary, notices, failure };
}
