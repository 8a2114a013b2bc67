import type { GrainClock } from "./calendar.ts";
import { type Grain, tickOf } from "./time-unit.ts";
import type { TransactionLog } from "./transaction-log.ts";

/** The observed period, see `Observation`. */
interface Observed {
  readonly grain: Grain;
  readonly clock: GrainClock;
  readonly first: number;
  readonly last: number;
  readonly split: number;
}

/**
 * The instant at which each row counts. The lines of one order of one customer are one purchase, at the time of the
 * first line that is observed. The lines in the holdout are joined separately, because they were unknown at the split.
 * Grains of a day or longer join lines by the calendar alone, so that a return lowers its own day.
 */
export function orderTimes(
  { order, instant, length }: TransactionLog,
  { grain, clock, first, last, split }: Observed,
): Float64Array {
  if (order === undefined || tickOf(grain) !== 1) return instant;
  const placed = instant.slice(0, length);
  const begun = [new Map<number, number>(), new Map<number, number>()] as const;
  const eraOf = (k: number): Map<number, number> => begun[clock.startOf(instant[k]) >= split ? 1 : 0];
  const isLine = (k: number): boolean => order[k] >= 0 && instant[k] >= first && instant[k] <= last;
  for (let k = 0; k < length; k++) {
    if (isLine(k)) eraOf(k).set(order[k], Math.min(instant[k], eraOf(k).get(order[k]) ?? Number.POSITIVE_INFINITY));
  }
  for (let k = 0; k < length; k++) if (isLine(k)) placed[k] = eraOf(k).get(order[k])!;
  return placed;
}
