import { dirname, join } from "node:path";
import type { Outputs } from "../io/outputs.ts";
import { type RejectedRow, rejectedCsv } from "../io/rejected-csv.ts";

/** Writes rejected rows, when there are any, to `rejected.csv` beside the output; hands back where. */
export async function writeRejected(
  outputs: Outputs,
  output: string | undefined,
  rejected: readonly RejectedRow[],
): Promise<string | undefined> {
  if (rejected.length === 0) return undefined;
  const path = join(output === undefined || output === "-" ? "." : dirname(output), "rejected.csv");
  await outputs.write(path, rejectedCsv(rejected));
  return path;
}
