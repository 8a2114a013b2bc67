import { grainClock } from "./calendar.ts";
import { DAY, type Grain, UNIT_MILLISECONDS } from "./time-unit.ts";
import { type TimeZone, timeZone } from "./time-zone.ts";

/** A week, month or year of which only a part was observed. Starts of days on the calendar, in milliseconds since 1970. */
export interface OpenPeriod {
  readonly start: number;
  /** The last day of this period, which was not observed. */
  readonly lastDay: number;
  /** The last day of the period before it. */
  readonly dayBefore: number;
}

/**
 * The period that holds the last day observed. Undefined if that day is the last of its period, or a period is at most
 * a day.
 */
export function openPeriod(lastDay: number, grain: Grain): OpenPeriod | undefined {
  if (!isLong(grain)) return undefined;
  const { startOf } = grainClock(grain, timeZone("UTC"));
  const start = startOf(lastDay);
  // A period is never longer than its mean length plus four days, and two periods are never shorter than that.
  const next = startOf(start + UNIT_MILLISECONDS[grain] + 4 * DAY);
  return lastDay === next - DAY ? undefined : { start, lastDay: next - DAY, dayBefore: start - DAY };
}

/** The last day observed, and where grains are counted, the period of that day if it was not over. */
export function lastDayOf(
  last: number,
  zone: TimeZone,
  { grain = "day", discrete = false }: { readonly grain?: Grain; readonly discrete?: boolean },
): { readonly lastDay: number; readonly open?: OpenPeriod } {
  const lastDay = Math.floor(zone.toCalendar(last) / DAY) * DAY;
  const open = discrete ? openPeriod(lastDay, grain) : undefined;
  return { lastDay, ...(open && { open }) };
}

/** Whether a grain is longer than a day. */
export function isLong(grain: Grain): grain is "week" | "month" | "year" {
  return grain === "week" || grain === "month" || grain === "year";
}
