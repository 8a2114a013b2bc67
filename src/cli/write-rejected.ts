import { dirname, join } from "node:path";
import type { Outputs } from "../io/outputs.ts";
import type { RejectedRows } from "../io/rejected-rows.ts";
import type { Options } from "./flags.ts";

const NONE = "none";

/** Where rejected rows go by themselves: to `rejected.csv` beside the output, or where the command was called. */
function besideOutput({ output }: Pick<Options, "output">): string {
  return join(output === undefined || output === "-" ? "." : dirname(output), "rejected.csv");
}

/** Where rejected rows go, as the flags say; undefined for nowhere. */
export function rejectedPath(options: Pick<Options, "output" | "rejected">): string | undefined {
  const { rejected = besideOutput(options) } = options;
  return rejected === NONE ? undefined : rejected;
}

/**
 * Writes rejected rows, when there are any, and hands back where; has those of an earlier run go where they would stand beside the files of
 * this one.
 */
export async function writeRejected(
  outputs: Outputs,
  options: Pick<Options, "output" | "rejected" | "onBadRow">,
  rejected: RejectedRows,
): Promise<string | undefined> {
  const path = rejectedPath(options);
  const written = path !== undefined && rejected.length > 0;
  if (written) await outputs.write(path, rejected.text());
  const beside = besideOutput(options);
  const makesFiles = options.output !== undefined && options.output !== "-";
  if (makesFiles || options.onBadRow === "skip") {
    for (const stale of new Set([beside, path ?? beside]))
      if (!(written && stale === path)) await outputs.dropOwn(stale, "rejected");
  }
  return written ? path : undefined;
}
