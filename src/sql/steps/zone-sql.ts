import { YEAR_1, YEAR_10000 } from "../../data/intake.ts";
import { DAY } from "../../data/time-unit.ts";
import type { TimeZone } from "../../data/time-zone.ts";
import type { Dialect } from "../dialect.ts";

/**
 * The clocks of a zone as SQL over milliseconds. The milliseconds must be a column, because every comparison names
 * them.
 */
export interface ZoneSql {
  toCalendar(instant: string): string;
  toInstant(calendar: string): string;
}

/** The years of most logs: 1970 to 2099. */
export const RECENT = { first: Date.UTC(1970, 0, 1), last: Date.UTC(2100, 0, 1) };
/** Before that no zone has changed its clocks: the first did so in 1835. */
const OLDEST = Date.UTC(1800, 0, 1);
/** The calendar repeats after this time, with the same days of the week: 400 years. */
const CYCLE = 146_097 * DAY;

/**
 * A zone as two searches through the list of its changes, taken from the clocks of the memory engine. So both engines
 * agree on every skipped or repeated hour, with any edition of the zone tables in the database.
 *
 * @param recent - Whether to know the years 1970 to 2099 only. Otherwise the list covers the years 1 to 9999: the changes before 1970, and
 * those of 400 years from 2100, after which they recur. Any other time stops the query with `word`.
 */
export function zoneSql(dialect: Dialect, zone: TimeZone, word: string, recent: boolean): ZoneSql {
  if (zone.name === "UTC") return { toCalendar: (instant) => instant, toInstant: (calendar) => calendar };
  const within = (at: string, first: number, last: number, sql: string): string =>
    `(CASE WHEN ${at} >= ${first} AND ${at} < ${last} THEN ${sql} ELSE ${dialect.raise(word)} END)`;
  const shifted = (of: keyof Clocks, at: string, first: number, last: number): string =>
    recent
      ? within(at, RECENT.first, RECENT.last, `${at} + ${searched(at, recentSteps(zone)[of])}`)
      : within(at, first, last, `${at} + ${anyShift(dialect, at, of, zone)}`);
  return {
    toCalendar: (at) => shifted("toCalendar", at, YEAR_1, YEAR_10000),
    toInstant: (at) => shifted("toInstant", at, zone.toCalendar(YEAR_1), zone.toCalendar(YEAR_10000)),
  };
}

interface Step {
  readonly from: number;
  readonly shift: number;
}

/** The steps of both clocks: the amounts to add to an instant, and to a calendar time. */
type Clocks = Readonly<Record<"toCalendar" | "toInstant", readonly Step[]>>;

/** The steps of the years 1970 to 2099, by the names of the zones. The queries of a run need them repeatedly. */
const ofRecent = new Map<string, Clocks>();
/** The steps before 2100, and those of the 400 years from then on, which recur. */
const ofAll = new Map<string, { readonly before: Clocks; readonly after: Clocks }>();

function recentSteps(zone: TimeZone): Clocks {
  const { first, last } = RECENT;
  return remembered(ofRecent, zone, () => bothClocks(zone, changesOf(zone, first - EDGE, last + EDGE), first, last));
}

/**
 * The shift of a clock at any time. Before 2100 it comes from the actual changes, from then on from those of 400 years,
 * repeated.
 */
function anyShift(dialect: Dialect, at: string, of: keyof Clocks, zone: TimeZone): string {
  const { last } = RECENT;
  const { before, after } = remembered(ofAll, zone, () => ({
    before: bothClocks(zone, changesOf(zone, OLDEST, last + EDGE), OLDEST, last),
    after: bothClocks(zone, yearlyChanges(zone), last, last + CYCLE),
  }));
  const folded = `(${at} - (${dialect.quotient(`(${at} - ${last})`, CYCLE)}) * ${CYCLE})`;
  return `CASE WHEN ${at} < ${last} THEN ${searched(at, before[of])} ELSE ${searched(folded, after[of])} END`;
}

function remembered<T>(known: Map<string, T>, zone: TimeZone, find: () => T): T {
  const found = known.get(zone.name) ?? find();
  known.set(zone.name, found);
  return found;
}

/**
 * The steps of both clocks between two times. The offset a of a zone becomes b at an instant t. A skipped hour has the
 * offset before the change, and a repeated hour is the first of the two. So the calendar changes at t + max(a, b).
 * Where the clocks of the memory engine do not agree, as around a skipped day, their changes are found one by one.
 */
function bothClocks(zone: TimeZone, changes: readonly Step[], first: number, last: number): Clocks {
  const ofCalendar = changes.map(({ from, shift }, k): Step => {
    const latest = k === 0 ? from : from + Math.max(changes[k - 1]!.shift, shift);
    return { from: latest, shift: -shift };
  });
  const holds = ofCalendar.every(
    ({ from, shift }, k) =>
      k === 0 ||
      (zone.toInstant(from) === from + shift && zone.toInstant(from - 1) === from - 1 + ofCalendar[k - 1]!.shift),
  );
  const shiftAt = (at: number): number => zone.toInstant(at) - at;
  return {
    toCalendar: between(changes, first, last),
    toInstant: between(holds ? ofCalendar : stepsOf(shiftAt, first - EDGE, last + EDGE), first, last),
  };
}

/** The step in force at the first time, and those before the last. */
function between(steps: readonly Step[], first: number, last: number): Step[] {
  const begin = Math.max(
    0,
    steps.findLastIndex(({ from }) => from <= first),
  );
  return steps.slice(begin).filter(({ from }, k) => k === 0 || from < last);
}

/** No zone changes twice in this time. */
const STRIDE = 3 * DAY;
/** Longer than any offset and any change. A list of changes extends this far beyond both ends. */
const EDGE = 2 * STRIDE;

/** The offsets of a zone between two instants. */
function changesOf(zone: TimeZone, first: number, last: number): Step[] {
  return stepsOf((at) => zone.toCalendar(at) - at, first, last);
}

/**
 * The offsets of a zone in the 400 years from 2100. By then every zone follows a rule by weekday or day of the year. So
 * years of the same length that begin on the same weekday have the same changes: there are 14 such kinds.
 */
function yearlyChanges(zone: TimeZone): Step[] {
  const kinds = new Map<string, readonly Step[]>();
  const steps: Step[] = [];
  const first = new Date(RECENT.last).getUTCFullYear();
  // One year more at each end, because the calendar can be ahead of UTC or after it.
  for (let year = first - 1; year <= first + 400; year++) {
    const [begin, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
    const kind = `${new Date(begin).getUTCDay()} ${end - begin}`;
    const inYear =
      kinds.get(kind) ?? changesOf(zone, begin, end).map(({ from, shift }) => ({ from: from - begin, shift }));
    kinds.set(kind, inYear);
    for (const { from, shift } of inYear) {
      if (steps.at(-1)?.shift !== shift) steps.push({ from: begin + from, shift });
    }
  }
  return steps;
}

/** Where a step function changes between two times, to the millisecond, if no two changes lie within a stride. */
function stepsOf(shiftAt: (at: number) => number, first: number, last: number): Step[] {
  const steps: Step[] = [{ from: first, shift: shiftAt(first) }];
  for (let at = first; at < last; at += STRIDE) {
    const end = Math.min(at + STRIDE, last);
    const [before, after] = [steps.at(-1)!.shift, shiftAt(end)];
    if (before === after) continue;
    let [low, high] = [at, end];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (shiftAt(middle) === before) low = middle;
      else high = middle;
    }
    steps.push({ from: high, shift: after });
  }
  return steps;
}

/** The shift at a time, found by bisection. */
function searched(at: string, steps: readonly Step[], from = 0, to = steps.length): string {
  if (to - from === 1) return String(steps[from]!.shift);
  const middle = (from + to) >> 1;
  return `CASE WHEN ${at} < ${steps[middle]!.from} THEN ${searched(at, steps, from, middle)} ELSE ${searched(at, steps, middle, to)} END`;
}
