import { given } from "../../given.ts";
import { contracts, contractsInNumbers } from "../../run/contracts.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportContracts } from "../text/contracts.ts";
import { reportFiles } from "../text/files.ts";

/** `clv contracts TABLE`: customers who cancel, renewal by renewal. */
export async function fitTable([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { renewals, discountRate } = options;
  const result = await contracts(path!, {
    ...libraryOptions(options, around),
    ...{ discountRate, ...given({ renewals }) },
  });
  return {
    report: [reportContracts(result), reportFiles(given(result.files))].filter(Boolean).join("\n"),
    summary: { ...contractsInNumbers(result), files: result.files },
    notices: result.notices,
  };
}
