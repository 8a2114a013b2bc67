import { given } from "../../given.ts";
import { check } from "../../run/check.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportCheck } from "../text/check.ts";

/** `clv check LOG|BASE`: a proposal for reading the input, all problems at once, and a command that reads it. */
export async function checkLog([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { rejected: _, output: __, ...asked } = libraryOptions(options, around);
  return outcomeOf(await check(path!, asked));
}

/** The outcome of a check. It writes no file, so no notice refers to one. */
export function outcomeOf(found: Awaited<ReturnType<typeof check>>): Outcome {
  const { reading, notices, ...rest } = found;
  return {
    report: reportCheck(found),
    summary: { ...rest, ...given({ log: reading && logInNumbers(reading) }) },
    notices: notices.map((one) => (one.name.startsWith("rejected-") && one.advice ? { ...one, advice: "" } : one)),
  };
}
