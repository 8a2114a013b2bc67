import { tzOffset } from "@date-fns/tz/tzOffset";
import { ClvError } from "../errors.ts";
import { DAY } from "./time-unit.ts";

/**
 * A time zone as two clocks: Instants are milliseconds since 1970 UTC. Calendar time is the time on the wall clock of
 * the zone, as milliseconds since 1970-01-01 on that clock. In calendar time every day has 24 hours.
 */
export interface TimeZone {
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly name: string;
  toCalendar(instant: number): number;
  /** A time in a skipped hour gets the offset before the change; a time in a repeated hour is in the first of the two. */
  toInstant(calendar: number): number;
}

/** The clocks of an IANA time zone. Throws when the zone is unknown. */
export function timeZone(name: string): TimeZone {
  if (name === "UTC") return { name, toCalendar: (instant) => instant, toInstant: (calendar) => calendar };
  if (!Number.isFinite(tzOffset(name, new Date(0)))) {
    throw new ClvError("usage", {
      where: "time zone",
      expected: "an IANA name such as Europe/Berlin or UTC",
      got: name,
    });
  }
  const offsetAt = (instant: number): number => Math.round(tzOffset(name, new Date(instant)) * 60_000);
  const begins = new Map<number, number>();
  const atBeginOf = (day: number): number => {
    let known = begins.get(day);
    if (known === undefined) begins.set(day, (known = offsetAt(day * DAY)));
    return known;
  };
  // One look-up per UTC day: the offset if it is the same at both ends of the day, NaN if the clocks change during it.
  const days = new Map<number, number>();
  const offset = (instant: number): number => {
    const day = Math.floor(instant / DAY);
    let known = days.get(day);
    if (known === undefined) {
      const begin = atBeginOf(day);
      // A search for changes asks for single days, far apart.
      if (instant === day * DAY) return begin;
      known = begin === atBeginOf(day + 1) ? begin : Number.NaN;
      days.set(day, known);
    }
    return Number.isNaN(known) ? offsetAt(instant) : known;
  };
  return {
    name,
    toCalendar: (instant) => instant + offset(instant),
    toInstant: (calendar) => {
      const before = offset(calendar - DAY);
      const after = offset(calendar + DAY);
      if (before === after || offset(calendar - before) === before) return calendar - before;
      return offset(calendar - after) === after ? calendar - after : calendar - before;
    },
  };
}
