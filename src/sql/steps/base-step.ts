import { firstInstant, grainClock, lastInstant } from "../../data/calendar.ts";
import { logTicks } from "../../data/litt.ts";
import { requireOrder } from "../../data/observation.ts";
import type { SummarizeOptions } from "../../data/summarize.ts";
import { requireCountable, tickOf } from "../../data/time-unit.ts";
import type { TimeZone } from "../../data/time-zone.ts";
import { ClvError } from "../../errors.ts";
import { startSql } from "./grain-sql.ts";
import type { BaseStep } from "./grains-sql.ts";
import type { LogReader, RowsRead } from "./log-reader.ts";
import { zoneSql } from "./zone-sql.ts";

/** How transactions become purchases under these options. */
export function stepOf(
  { dialect, zone, shape, hasValues }: LogReader,
  { transactions, positive, recent }: Pick<RowsRead, "transactions" | "positive" | "recent">,
  options: SummarizeOptions,
): BaseStep {
  const { grain = "day" } = options;
  requireCountable({ ...options, grain });
  const clocks = zoneSql(dialect, zone, "clv: outside the zone's table", recent);
  return {
    transactions,
    start: (instant) => startSql(dialect, grain, instant, clocks),
    day: (start) => (tickOf(grain) === 1 ? startSql(dialect, "day", start, clocks) : start),
    hasValues,
    positive,
    dropReturns: shape.returns === "drop",
    matchReturns: shape.returns === "match",
    ...windowOf(options, zone),
    ...(options.firstValue && { firstValue: true }),
    ...(options.litt && { logUnit: logTicks(options.unit, tickOf(grain)) }),
    moment: zone.name !== "UTC" && options.until === undefined,
  };
}

/** The part of time observed, as SQL needs it. */
function windowOf(options: SummarizeOptions, zone: TimeZone) {
  const { grain = "day", from, until, split } = options;
  const clock = grainClock(grain, zone);
  const window = {
    ...(from === undefined ? {} : { from: firstInstant(from, zone, "from") }),
    ...(until === undefined ? {} : { until: lastInstant(until, zone, "until") }),
  };
  if (window.from !== undefined && window.until !== undefined) requireOrder(window.from, window.until, options);
  if (split === undefined) return window;
  const instant = firstInstant(split, zone, "split");
  const start = clock.startOf(instant);
  if (clock.startOf(instant - 1) === start && grain !== "none") {
    throw new ClvError("usage", {
      where: "split",
      expected: `the beginning of a ${grain}, since purchases within one ${grain} are one`,
      got: split,
    });
  }
  return { ...window, split: start / tickOf(grain) };
}
