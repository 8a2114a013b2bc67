import { given } from "../../given.ts";
import { compare, compareInNumbers } from "../../run/compare.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, needed, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportComparisons } from "../text/compare.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";

/** `clv compare LOG --group COLUMN --since DATE|first`: groups of customers beside each other. */
export async function compareGroups(
  [path]: readonly string[],
  options: Options,
  around: Surroundings,
): Promise<Outcome> {
  const { window, control, ratio, margin, discountRate, interval, seed, plan, costPerOrder, acquisitionCost } = options;
  const result = await compare(path!, {
    ...libraryOptions(options, around),
    group: needed("compare", options, "group"),
    since: needed("compare", options, "since"),
    ...given({ window, control, ratio, margin, discountRate, interval, seed, plan, costPerOrder, acquisitionCost }),
  });
  const { name, engine, reading, notices, files } = result;
  const parts = [reportLog(name, engine, reading), reportComparisons(result), reportFiles(given(files))];
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: { log: { engine, ...logInNumbers(reading) }, ...compareInNumbers(result), files },
    notices,
  };
}
