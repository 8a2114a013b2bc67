import { logTicks } from "../../data/litt.ts";
import { instantsOf } from "../../data/observation.ts";
import { isLong } from "../../data/open-period.ts";
import type { SummarizeOptions } from "../../data/summarize.ts";
import { requireCountable, tickOf } from "../../data/time-unit.ts";
import type { TimeZone } from "../../data/time-zone.ts";
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
  const inOrders = shape.order !== undefined && tickOf(grain) === 1;
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
    ...(inOrders && { inOrders }),
    moment: (zone.name !== "UTC" || inOrders || isLong(grain)) && options.until === undefined,
  };
}

/** The observed period, as SQL needs it. */
function windowOf(options: SummarizeOptions, zone: TimeZone) {
  const { grain = "day" } = options;
  const { split, ...window } = instantsOf(options, grain, zone);
  if (split === undefined) return window;
  return { ...window, split: split / tickOf(grain) };
}
