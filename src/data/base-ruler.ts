import { ClvError } from "../errors.ts";
import { type TimeUnit, UNIT_MILLISECONDS } from "./time-unit.ts";

/** Unit and end of observation of a base read from a file. */
export interface Ruler {
  readonly unit: TimeUnit;
  readonly until: number | undefined;
}

/** Dates and ages of one file agree if they differ by at most one second. */
export const SLACK = 1000;

/** The units that the dates of a base allow. */
export interface DatedAges {
  /** Units in which ages and dates agree for every customer. */
  readonly fitting: readonly TimeUnit[];
  /** The end of observation if ages are in a unit: first date plus T of the first customer. */
  untilIn(unit: TimeUnit): number;
}

/**
 * The unit and the end of observation of a base. The dates of a file determine both: recency is the last date less the first, and
 * the first date plus T is the same day for all customers. A requested unit that contradicts the dates is an error. Without dates
 * the unit is required.
 */
export function rulerOf(name: string, asked: TimeUnit | undefined, dated: DatedAges | undefined): Ruler {
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
      got: "some that agree in none",
    });
  }
  throw new ClvError("usage", {
    where: `${name}, unit`,
    expected: `${fitting.join(" or ")}, as the dates of the file say`,
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
): DatedAges {
  const untilIn = (unit: TimeUnit): number => firstDate[0] + T[0] * UNIT_MILLISECONDS[unit];
  const fits = (unit: TimeUnit): boolean => {
    const ruler = UNIT_MILLISECONDS[unit];
    const until = untilIn(unit);
    return firstDate.every(
      (first, k) =>
        Math.abs(first + T[k] * ruler - until) <= SLACK && Math.abs(first + recency[k] * ruler - lastDate[k]) <= SLACK,
    );
  };
  return { fitting: (Object.keys(UNIT_MILLISECONDS) as TimeUnit[]).filter(fits), untilIn };
}
