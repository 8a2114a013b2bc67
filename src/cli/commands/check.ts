import { given } from "../../given.ts";
import { check } from "../../run/check.ts";
import { logNotices } from "../../run/log-notices.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import type { Options } from "../flags.ts";
import type { Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportCheck } from "../text/check.ts";

/** `clv check LOG`: how a log would be read, and the command that reads it. */
export async function checkLog([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { noHeader, columns, delimiter, decimal, encoding, skipLines, comment } = options;
  const text = { noHeader, columns: columns?.split(","), delimiter, decimal, encoding, skipLines, comment };
  const found = await check(path!, { ...given(text), ...around });
  const { reading, ...rest } = found;
  return {
    report: reportCheck(found),
    summary: { ...rest, ...given({ log: reading && logInNumbers(reading) }) },
    notices: reading ? logNotices(reading).map(unwritten) : [],
  };
}

/** A check writes no file, so no notice points to one. */
function unwritten<N extends { readonly name: string; readonly advice?: string }>(notice: N): N {
  return notice.name.startsWith("rejected-") && notice.advice ? { ...notice, advice: "" } : notice;
}
