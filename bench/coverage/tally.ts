/** How often intervals of one quantity, made in one way, held what they were made for. */
export interface Count {
  /** Sum of hits: 0 or 1 each, or a share of customers. */
  hits: number;
  /** Sum of what the model promised: the level, or more for whole numbers. */
  promised: number;
  intervals: number;
  /** Data sets for which there was no interval at all. */
  none: number;
  /** Ends that were not bounded. */
  open: number;
}

/** Between the parts of a key. */
export const SEPARATOR = " § ";

/** Counts by world, quantity and method; plain, so that parts made apart can be joined. */
export type Tally = Record<string, Count>;

/** The count of a quantity and method. */
export function countOf(tally: Tally, ...key: readonly string[]): Count {
  return (tally[key.join(SEPARATOR)] ??= { hits: 0, promised: 0, intervals: 0, none: 0, open: 0 });
}

/** Counts whether an interval holds the truth; an absent end is no bound, two are no interval. */
export function tallyInterval(
  count: Count,
  { low, high }: { readonly low: number | undefined; readonly high: number | undefined },
  truth: number,
  level: number,
): void {
  if (low === undefined && high === undefined) {
    count.none++;
    return;
  }
  if (low === undefined || high === undefined) count.open++;
  count.intervals++;
  count.promised += level;
  if (truth >= (low ?? 0) && truth <= (high ?? Number.POSITIVE_INFINITY)) count.hits++;
}

/** Adds up tallies. */
export function join(tallies: readonly Tally[]): Tally {
  const sum: Tally = {};
  for (const tally of tallies) {
    for (const [key, part] of Object.entries(tally)) {
      const whole = countOf(sum, key);
      for (const field of Object.keys(part) as (keyof Count)[]) whole[field] += part[field];
    }
  }
  return sum;
}
