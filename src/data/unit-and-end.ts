import { ClvError } from "../errors.ts";
import { grainClock } from "./calendar.ts";
import { COUNTED, type TimeUnit, UNIT_MILLISECONDS, UNITS } from "./time-unit.ts";
import { timeZone } from "./time-zone.ts";

/** Unit and end of observation of a base read from a file. */
export interface UnitAndEnd {
  readonly unit: TimeUnit;
  readonly until: number | undefined;
}

/** Dates and ages of one file agree if they differ by at most one second, or, where grains are counted, by a quarter of one. */
const SLACK = 1000;

/** How far dates and ages in a unit may differ, in milliseconds. */
export function slackOf(unit: TimeUnit, discrete: boolean): number {
  return discrete ? UNIT_MILLISECONDS[unit] / 4 : SLACK;
}

/** The units that ages may be in. */
export function unitsOf(discrete: boolean): readonly TimeUnit[] {
  return discrete ? UNITS.filter((unit) => (COUNTED as readonly string[]).includes(unit)) : UNITS;
}

/**
 * The end of observation for a customer with the first purchase at `first` and the age T at the end. Where grains are
 * counted, it is the nearest start of a grain.
 */
export function endOf(first: number, T: number, unit: TimeUnit, discrete: boolean): number {
  const end = first + T * UNIT_MILLISECONDS[unit];
  return discrete ? grainClock(unit, timeZone("UTC")).startOf(end + UNIT_MILLISECONDS[unit] / 2) : end;
}

/** The units that the dates of a base allow. */
export interface DatedAges {
  /** Units in which ages and dates agree for every customer. */
  readonly fitting: readonly TimeUnit[];
  /** The end of observation if ages are in a unit: first date plus T of the first customer. */
  untilIn(unit: TimeUnit): number;
}

/**
 * The unit and the end of observation of a base. The dates of a file determine both. Recency is the last date less the
 * first, and the first date plus T gives the same day for every customer. A requested unit that contradicts the dates
 * is an error. Without dates the unit is required.
 */
export function unitAndEnd(name: string, asked: TimeUnit | undefined, dated: DatedAges | undefined): UnitAndEnd {
  if (dated === undefined) {
    if (asked !== undefined) return { unit: asked, until: undefined };
    throw new ClvError("usage", {
      where: name,
      expected: "the unit of recency and T, which a file without dates does not determine",
      got: undefined,
      wayOut: "Set it: --unit day, week, month or year.",
    });
  }
  const { fitting, untilIn } = dated;
  const unit = asked ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (unit !== undefined && fitting.includes(unit)) return { unit, until: Math.round(untilIn(unit)) };
  if (fitting.length === 0) {
    throw new ClvError("data", {
      where: name,
      expected: "recency and T that agree with first_date and last_date in one time unit",
      got: "values that agree in no unit",
      wayOut: "If they count whole days, weeks, months or years, pass --discrete or a model that counts opportunities.",
    });
  }
  throw new ClvError("usage", {
    where: `${name}, unit`,
    expected: `${fitting.join(" or ")}, which the dates of the file imply`,
    got: asked,
    wayOut: asked === undefined ? "Set it with --unit." : "Leave out --unit: the dates of the file determine the unit.",
  });
}

/** Compares ages with dates, customer by customer. */
export function datedAges(
  recency: Float64Array,
  T: Float64Array,
  firstDate: Float64Array,
  lastDate: Float64Array,
  discrete = false,
): DatedAges {
  const untilIn = (unit: TimeUnit): number => endOf(firstDate[0], T[0], unit, discrete);
  const fits = (unit: TimeUnit): boolean => {
    const length = UNIT_MILLISECONDS[unit];
    const until = untilIn(unit);
    const slack = slackOf(unit, discrete);
    return firstDate.every(
      (first, k) =>
        Math.abs(first + T[k] * length - until) <= slack &&
        Math.abs(first + recency[k] * length - lastDate[k]) <= slack,
    );
  };
  return { fitting: unitsOf(discrete).filter(fits), untilIn };
}
