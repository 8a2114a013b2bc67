import { DAY } from "./time-unit.ts";

/** Dates far before or far after all others. */
export interface StrayDates {
  /** The stray date farthest from the others, and the nearest of the other dates, both as starts of days. */
  readonly date: number;
  readonly next: number;
  /** The number of rows beyond the middle of the gap between stray dates and the others. */
  readonly rows: number;
}

/** The number of customers with their first or last purchase on each day; days since 1970, ascending. */
export interface CustomerDays {
  readonly day: ArrayLike<number>;
  readonly count: ArrayLike<number>;
}

/** Adjacent days with a purchase, between which stray dates begin. */
export interface Gap {
  readonly low: number;
  readonly high: number;
}

/** At most this share of first and last purchases is stray. A larger share is a season, or a shop that pauses. */
const PART = 0.01;
/** First and last purchase of one customer. */
const AT_LEAST = 2;
/** The other dates must cover at least this number of days, for their gaps to be evidence. */
const DAYS = 10;
/** The gap must be this many times wider than any gap between the other dates. */
const WIDER = 10;
const WIDE = 30;

/**
 * The gaps that separate stray dates, such as a mistyped year, from the others. Few customers lie beyond such a gap,
 * and it is far wider than any gap between the other dates.
 */
export function strayGaps({ day, count }: CustomerDays): { readonly first?: Gap; readonly last?: Gap } {
  const total = Array.from(count).reduce((sum, n) => sum + n, 0);
  const few = Math.max(AT_LEAST, PART * total);
  let [low, high] = [0, day.length - 1];
  for (let sum = count[low]!; sum <= few && low < high; sum += count[++low]!);
  for (let sum = count[high]!; sum <= few && high > low; sum += count[--high]!);
  if (high - low + 1 < DAYS) return {};
  const within = widest(day, low, high)!;
  const alone = (from: number, to: number): Gap | undefined => {
    const gap = widest(day, from, to);
    const width = gap && gap.high - gap.low;
    return width !== undefined && width >= WIDE && width > WIDER * (within.high - within.low) ? gap : undefined;
  };
  const [first, last] = [alone(0, low), alone(high, day.length - 1)];
  return { ...(first && { first }), ...(last && { last }) };
}

/** The widest gap between neighbours from one place to another. */
function widest(day: ArrayLike<number>, from: number, to: number): Gap | undefined {
  let found: Gap | undefined;
  for (let k = from; k < to; k++) {
    const gap = { low: day[k]!, high: day[k + 1]! };
    if (found === undefined || gap.high - gap.low > found.high - found.low) found = gap;
  }
  return found;
}

/** Counts the times of each day. */
export function countDays(columns: readonly Float64Array[]): CustomerDays {
  const counts = new Map<number, number>();
  for (const times of columns) {
    for (let k = 0; k < times.length; k++) {
      const day = Math.floor(times[k]! / DAY);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
  }
  const day = [...counts.keys()].sort((a, b) => a - b);
  return { day, count: day.map((one) => counts.get(one)!) };
}

/** The dates of a summary that may be mistyped. */
export interface DatesReport {
  /** Where `from` is not given. */
  readonly strayFirst?: StrayDates;
  /** Where `until` is not given. */
  readonly strayLast?: StrayDates;
  /** The number of rows after `now`, if there are any and `until` is not given. */
  readonly future?: number;
}

/** The limits to compare the dates of a log with. */
export interface DatesAsked {
  readonly from?: unknown;
  readonly until?: unknown;
  readonly now?: number;
}

/** The rows to count: up to a day, from a day on (days since 1970), and after an instant. */
export type RowsWhere = { readonly upTo: number } | { readonly from: number } | { readonly after: number };

/** The rows to count for a {@link DatesReport}. Nearly every log has none. */
export interface DatesToCount {
  readonly strayFirst?: Gap;
  readonly strayLast?: Gap;
  readonly future?: number;
}

/**
 * Finds dates that may be mistyped, at each end that the user has not set.
 *
 * @param end - Start of the last grain.
 */
export function datesToCount(days: CustomerDays, end: number, { from, until, now }: DatesAsked): DatesToCount {
  const { first, last } = strayGaps(days);
  return {
    ...(from === undefined && first && { strayFirst: first }),
    ...(until === undefined && last && { strayLast: last }),
    ...(until === undefined && now !== undefined && end > now && { future: now }),
  };
}

/** First and last purchases suffice: a customer's other rows lie between them, so none lies farther out. */
function middle({ low, high }: Gap): number {
  return (low + high) / 2;
}

/** The rows to count for these dates, in the order in which {@link datesReport} takes them. */
export function rowsToCount({ strayFirst, strayLast, future }: DatesToCount): RowsWhere[] {
  return [
    ...(strayFirst ? [{ upTo: Math.floor(middle(strayFirst)) }] : []),
    ...(strayLast ? [{ from: Math.ceil(middle(strayLast)) }] : []),
    ...(future === undefined ? [] : [{ after: future }]),
  ];
}

/** The report on the dates, once their rows are counted. */
export function datesReport(
  { day }: CustomerDays,
  { strayFirst, strayLast, future }: DatesToCount,
  counts: readonly number[],
): DatesReport {
  const rest = [...counts];
  const rows = (): number => rest.shift()!;
  const first = strayFirst && { date: day[0]! * DAY, next: strayFirst.high * DAY, rows: rows() };
  const last = strayLast && { date: day[day.length - 1]! * DAY, next: strayLast.low * DAY, rows: rows() };
  const later = future === undefined ? 0 : rows();
  return { ...(first && { strayFirst: first }), ...(last && { strayLast: last }), ...(later > 0 && { future: later }) };
}
