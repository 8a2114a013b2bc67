import { type Bound, firstInstant, grainClock, lastInstant } from "../data/calendar.ts";
import { COUNTED, DAY, type Grain } from "../data/time-unit.ts";
import type { TimeZone } from "../data/time-zone.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import { ClvError } from "../errors.ts";

/** One split: fitted before `split`, scored from there to `until`, both ISO days. */
export interface Origin {
  readonly split: string;
  readonly until: string;
}

/**
 * Splits for a rolling-origin validation: the second half of the log becomes `folds` holdouts of equal length, and each fit uses everything
 * before its holdout.
 *
 * Splits fall on the beginning of a day, or of a week or month where that is the grain.
 *
 * @throws ClvError `usage` when `folds` is not a whole number > 0, or is too large for the length of the log
 * @example
 * const log = await readTransactions([
 *   { customer: "ann", date: "2024-01-01" },
 *   { customer: "ann", date: "2024-12-31" },
 * ]);
 * rollingOrigins(log, 2, {})[1]; // { split: "2024-09-30", until: "2024-12-31" }
 */
export function rollingOrigins(
  log: TransactionLog,
  folds: number,
  options: { readonly grain?: Grain; readonly from?: Bound; readonly until?: Bound },
): Origin[] {
  const { zone } = log;
  const { from, until } = options;
  const low = from === undefined ? Number.NEGATIVE_INFINITY : firstInstant(from, zone, "from");
  const high = until === undefined ? Number.POSITIVE_INFINITY : lastInstant(until, zone, "until");
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const instant of log.instant.subarray(0, log.length)) {
    if (instant < low || instant > high) continue;
    first = Math.min(first, instant);
    last = Math.max(last, instant);
  }
  return originsBetween(first, until === undefined ? last : high, zone, folds, options.grain);
}

/**
 * The same between the first instant of a log and the last one observed.
 *
 * @param last instant of the log, or the requested end of observation
 */
export function originsBetween(
  first: number,
  last: number,
  zone: TimeZone,
  folds: number,
  grain: Grain = "day",
): Origin[] {
  if (!(Number.isInteger(folds) && folds > 0)) {
    throw new ClvError("usage", { where: "folds", expected: "a whole number greater than 0", got: folds });
  }
  const cut = COUNTED.includes(grain) ? grain : "day";
  const clock = grainClock(cut, zone);
  const begin = clock.startOf(first);
  const end = zone.toCalendar(last);
  const edges = Array.from({ length: folds + 1 }, (_, k) => {
    if (k === folds) return Math.floor(end / DAY) * DAY + DAY;
    return clock.startOf(zone.toInstant(begin + (end - begin) * (0.5 + k / (2 * folds))));
  });
  if (edges.some((edge, k) => k > 0 && !(edge > edges[k - 1]))) {
    throw new ClvError("usage", {
      where: "folds",
      expected: `holdouts of at least one ${cut}`,
      got: folds,
    });
  }
  const day = (calendar: number): string => new Date(calendar).toISOString().slice(0, 10);
  return edges.slice(0, -1).map((edge, k) => ({ split: day(edge), until: day(edges[k + 1] - DAY) }));
}
