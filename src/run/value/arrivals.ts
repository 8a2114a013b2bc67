import type { LogPeriods } from "../../data/periods.ts";
import type { FirstDays } from "../../months/cohort-counts.ts";
import { type Horizon, horizonIn } from "../../predict/horizon.ts";
import { type Arrivals, arrivalsLike } from "../../value/equity.ts";

/** Future customers arrive at the rate of this many complete months. */
const RECENT_MONTHS = 3;

/** The months of a log, and its customers by the day of the first purchase. */
export interface Arriving {
  readonly months: LogPeriods;
  readonly firstDays: FirstDays;
}

/** New customers per month, from the last complete months; undefined where no month is complete. */
export function arrivalsOf({ months, firstDays }: Arriving): number | undefined {
  const won = new Float64Array(months.length);
  for (let k = 0; k < firstDays.length; k++)
    won[months.indexOf(firstDays.day[k]) - months.first] += firstDays.customers[k];
  const complete = Array.from(won)
    .filter((_, k) => months.complete[k])
    .slice(-RECENT_MONTHS);
  return complete.length === 0 ? undefined : complete.reduce((sum, n) => sum + n, 0) / complete.length;
}

/** The arrivals of the months within a horizon. */
export function arrivalsWithin(monthly: number, horizon: Horizon): Arrivals[] {
  return arrivalsLike([monthly], Math.max(1, Math.round(horizonIn(horizon, "month"))), 1 / 12);
}
