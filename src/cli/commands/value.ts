import { given } from "../../given.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import { value, valueInNumbers } from "../../run/value.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";
import { reportValue } from "../text/value.ts";

/** `clv value LOG --plan PLAN [-o DIR]`: what customers earn after costs. */
export async function valueCustomers(
  [path]: readonly string[],
  options: Options,
  around: Surroundings,
): Promise<Outcome> {
  const { model, spendModel, season, plan, margin, costPerOrder, acquisitionCost, discountRate, profile } = options;
  const { horizon, split, period, interval, seed, format } = options;
  const result = await value(path!, {
    ...libraryOptions(options, around),
    ...given({ model, spendModel, season, plan, margin, costPerOrder, acquisitionCost, discountRate }),
    ...given({ horizon, split, interval, seed, profile: profile?.split(",") }),
    ...{ period, format },
  });
  const { name, engine, reading, notices, files } = result;
  const parts = [reportLog(name, engine, reading), reportValue(result), reportFiles(given(files))];
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: { ...valueInNumbers(result), log: { engine, ...logInNumbers(reading) } },
    notices,
  };
}
