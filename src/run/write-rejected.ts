import { dirname, join } from "node:path";
import type { Outputs } from "../io/outputs.ts";
import type { RejectedRows } from "../io/rejected-rows.ts";
import { isOnCluster } from "./choose-engine.ts";
import type { InputOptions, OutputOptions } from "./options.ts";

/** The default place of rejected rows: beside the output; undefined where no file is written, or on a cluster. */
function besideOutput(output: string | undefined): string | undefined {
  return output === undefined || output === "-" || isOnCluster(output)
    ? undefined
    : join(dirname(output), "rejected.csv");
}

/**
 * Writes rejected rows, if there are any and a place for them, and returns the place. Rejected rows of an earlier run
 * are removed, so that they do not stay beside the files of this run.
 */
export async function writeRejected(
  outputs: Outputs,
  { output, rejected: asked, onBadRow }: Pick<OutputOptions, "output" | "rejected"> & Pick<InputOptions, "onBadRow">,
  rejected: RejectedRows,
): Promise<string | undefined> {
  const beside = besideOutput(output);
  const path = asked === false ? undefined : (asked ?? beside);
  const written = path !== undefined && rejected.length > 0;
  if (written) await outputs.write(path, rejected.text());
  const stale = [beside, ...(onBadRow === "skip" || beside !== undefined ? [path] : [])];
  for (const one of new Set(stale)) {
    if (one !== undefined && !(written && one === path)) await outputs.dropOwn(one, "rejected");
  }
  return written ? path : undefined;
}
