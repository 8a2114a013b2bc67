import { DAY } from "../data/time-unit.ts";
import type { TimeZone } from "../data/time-zone.ts";
import type { Dialect } from "./dialect.ts";

/** The clocks of a zone as SQL over milliseconds, which must be a column: they are named in every comparison. */
export interface ZoneSql {
  toCalendar(instant: string): string;
  toInstant(calendar: string): string;
}

const [FIRST, LAST] = [Date.UTC(1970, 0, 1), Date.UTC(2100, 0, 1)];

/**
 * A zone as two searches through the list of its changes, read off the clocks the memory way uses: both ways then agree on every
 * hour skipped or repeated, whatever edition of the zone tables a database brings. Before 1970 and after 2099 the query stops
 * with `word`.
 */
export function zoneSql(dialect: Dialect, zone: TimeZone, word: string): ZoneSql {
  if (zone.name === "UTC") return { toCalendar: (instant) => instant, toInstant: (calendar) => calendar };
  const shifted = (clock: (at: number) => number) => {
    // Looked up when they are first asked for: a tenth of a second.
    let steps: Step[] | undefined;
    return (at: string): string => {
      steps ??= changesOf((at) => clock(at) - at);
      const shift = search(at, steps, 0, steps.length);
      return `(CASE WHEN ${at} >= ${FIRST} AND ${at} < ${LAST} THEN ${at} + ${shift} ELSE ${dialect.raise(word)} END)`;
    };
  };
  return { toCalendar: shifted(zone.toCalendar), toInstant: shifted(zone.toInstant) };
}

interface Step {
  readonly from: number;
  readonly shift: number;
}

/** Where a step function changes between {@link FIRST} and {@link LAST}, to the millisecond; no zone changes twice in three days. */
function changesOf(shiftAt: (at: number) => number): Step[] {
  const steps: Step[] = [{ from: FIRST, shift: shiftAt(FIRST) }];
  for (let at = FIRST; at < LAST; at += 3 * DAY) {
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
function search(at: string, steps: readonly Step[], from: number, to: number): string {
  if (to - from === 1) return String(steps[from]!.shift);
  const middle = (from + to) >> 1;
  return `CASE WHEN ${at} < ${steps[middle]!.from} THEN ${search(at, steps, from, middle)} ELSE ${search(at, steps, middle, to)} END`;
}
