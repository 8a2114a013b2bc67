import { mergeGrains, type Purchases } from "./merge-grains.ts";
import { type Bounds, type Observation, observationOf, startsOf } from "./observation.ts";
import { sortLog } from "./sort-log.ts";
import type { Grain } from "./time-unit.ts";
import type { TransactionLog } from "./transaction-log.ts";

/** The purchases of a log within these bounds, and the observed period. */
export function purchasesOf(
  log: TransactionLog,
  options: Bounds & { readonly grain?: Grain },
): { readonly purchases: Purchases; readonly observation: Observation } {
  const observation = observationOf(log, options.grain ?? "day", options);
  const sorted = sortLog(log, startsOf(log, observation).start);
  return { purchases: mergeGrains(sorted, { match: log.returns === "match", split: observation.split }), observation };
}
