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

/** The places among all customers of a log of those at some places of its base under these bounds, both by id. */
export function placesInLog(
  log: TransactionLog,
  bounds: Bounds & { readonly grain?: Grain },
  places: readonly number[],
): number[] {
  const { purchases, observation } = purchasesOf(log, bounds);
  const { begin, start } = purchases;
  const known: number[] = [];
  for (let c = 0; c + 1 < begin.length; c++)
    if (begin[c] < begin[c + 1] && start[begin[c]] < observation.split) known.push(c);
  return places.map((place) => known[place]);
}
