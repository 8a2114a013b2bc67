import { YEAR_1, YEAR_10000 } from "../../data/intake.ts";
import { DAY } from "../../data/time-unit.ts";
import type { TimeZone } from "../../data/time-zone.ts";
import type { Dialect } from "../dialect.ts";

/** The clocks of a zone as SQL over milliseconds, which must be a column: they are named in every comparison. */
export interface ZoneSql {
  toCalendar(instant: string): string;
  toInstant(calendar: string): string;
}

/** The years most logs are of: 1970 to 2099. */
export const RECENT = { first: Date.UTC(1970, 0, 1), last: Date.UTC(2100, 0, 1) };
/** Before that no zone has changed its clocks: the first did so in 1835. */
const OLDEST = Date.UTC(1800, 0, 1);
/** After so long the calendar begins again, on the same day of the week: 400 years. */
const CYCLE = 146_097 * DAY;

/**
 * A zone as two searches through the list of its changes, taken from the clocks of the memory engine. So both engines agree on every
 * skipped or repeated hour, whatever edition of the zone tables the database has.
 *
 * @param recent - Whether to know the years 1970 to 2099 only. Otherwise the list covers the years 1 to 9999: the changes before 1970, and
 * those of 400 years from 2100, after which they recur. Such a list takes longer to make. Any other time stops the query with `word`.
 */
export function zoneSql(dialect: Dialect, zone: TimeZone, word: string, recent: boolean): ZoneSql {
  if (zone.name === "UTC") return { toCalendar: (instant) => instant, toInstant: (calendar) => calendar };
  const shifted = (clock: (at: number) => number, first: number, last: number) => {
    const shiftAt = (at: number): number => clock(at) - at;
    // Looked up when they are first asked for: a tenth of a second.
    let known: string | undefined;
    let column = "";
    return (at: string): string => {
      if (known === undefined || column !== at) {
        column = at;
        known = recent
          ? within(
              at,
              RECENT.first,
              RECENT.last,
              `${at} + ${searched(at, changesOf(shiftAt, RECENT.first, RECENT.last))}`,
            )
          : within(at, first, last, `${at} + ${anyShift(dialect, at, clock)}`);
      }
      return known;
    };
  };
  const within = (at: string, first: number, last: number, sql: string): string =>
    `(CASE WHEN ${at} >= ${first} AND ${at} < ${last} THEN ${sql} ELSE ${dialect.raise(word)} END)`;
  return {
    toCalendar: shifted(zone.toCalendar, YEAR_1, YEAR_10000),
    toInstant: shifted(zone.toInstant, zone.toCalendar(YEAR_1), zone.toCalendar(YEAR_10000)),
  };
}

/** The changes there were before 2100, and those of the 400 years from then on, which recur. */
interface AllSteps {
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

/** Of the clocks asked for so far: the queries of a run ask for the same ones. */
const allSteps = new WeakMap<(at: number) => number, AllSteps>();

/** The shift of a clock at any time: before 2100 by the changes there were, from then on by those of 400 years, over and over. */
function anyShift(dialect: Dialect, at: string, clock: (at: number) => number): string {
  const { last } = RECENT;
  let steps = allSteps.get(clock);
  if (steps === undefined) {
    const shiftAt = (time: number): number => clock(time) - time;
    steps = { before: changesOf(shiftAt, OLDEST, last), after: changesOf(shiftAt, last, last + CYCLE) };
    allSteps.set(clock, steps);
  }
  const folded = `(${at} - (${dialect.quotient(`(${at} - ${last})`, CYCLE)}) * ${CYCLE})`;
  return `CASE WHEN ${at} < ${last} THEN ${searched(at, steps.before)} ELSE ${searched(folded, steps.after)} END`;
}

interface Step {
  readonly from: number;
  readonly shift: number;
}

/** Where a step function changes between two times, to the millisecond; no zone changes twice in three days. */
function changesOf(shiftAt: (at: number) => number, first: number, last: number): Step[] {
  const steps: Step[] = [{ from: first, shift: shiftAt(first) }];
  for (let at = first; at < last; at += 3 * DAY) {
    const [before, after] = [steps.at(-1)!.shift, shiftAt(at + 3 * DAY)];
    if (before === after) continue;
    let [low, high] = [at, at + 3 * DAY];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (shiftAt(middle) === before) low = middle;
      else high = middle;
    }
    steps.push({ from: high, shift: after });
  }
  return steps;
}

/** The shift at a time, found by halving. */
function searched(at: string, steps: readonly Step[], from = 0, to = steps.length): string {
  if (to - from === 1) return String(steps[from]!.shift);
  const middle = (from + to) >> 1;
  return `CASE WHEN ${at} < ${steps[middle]!.from} THEN ${searched(at, steps, from, middle)} ELSE ${searched(at, steps, middle, to)} END`;
}
