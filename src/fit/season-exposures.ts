/** The purchases of a log by the periods of a season: the actual ones, and those expected given the histories. */
import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import { type Cycle, endOf, periodOfDay } from "../data/season.ts";
import { DAY, inMilliseconds } from "../data/time-unit.ts";
import type { Histories, Parameters, PurchaseModel } from "../model.ts";
import type { Observed, SeasonalModel } from "./seasonal-model.ts";

/** The purchases of a week or a month spread over its days. */
export function overGrains({ from, counts }: RepeatsByDay, { grain }: Observed): Float64Array {
  if (grain !== "week" && grain !== "month") return counts;
  const end = endOf(grain);
  const spread = new Float64Array(counts.length);
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] === 0) continue;
    const stop = Math.min(end((from + k) * DAY) / DAY - from, counts.length);
    for (let d = k; d < stop; d++) spread[d] += counts[k] / (stop - k);
  }
  return spread;
}

/** The period of each day of the data, cycle by cycle. */
export function daysOf({ from, counts }: RepeatsByDay, cycles: readonly Cycle[]): readonly Uint16Array[] {
  return cycles.map((cycle) => Uint16Array.from(counts, (_, k) => periodOfDay(cycle, from + k)));
}

/** The sums of a column of days over the periods of a cycle, `count` of them. */
export function byPeriod(column: Float64Array, periods: Uint16Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let k = 0; k < column.length; k++) sums[periods[k]] += column[k];
  return sums;
}

/**
 * Purchases expected on each day given the histories, as a function of the model on the clock of a season and its parameters.
 *
 * Each history adds its rate while alive to the days from its first purchase to its last, or to the end of observation.
 * A table of differences collects the rates, and is then summed up and weighted with s(d).
 */
export function exposuresOf(
  model: PurchaseModel,
  histories: Histories,
  observed: Observed,
  { from, counts }: RepeatsByDay,
): (own: SeasonalModel, theta: Parameters) => Float64Array {
  const { until, unit, grain } = observed;
  const { length, frequency, count } = histories;
  const stop = endOf(grain === "week" || grain === "month" ? grain : "day");
  const place = (time: number): number => Math.min(Math.max(Math.floor(stop(time) / DAY) - from, 0), counts.length);
  const [first, last] = [new Uint32Array(length), new Uint32Array(length)];
  for (let k = 0; k < length; k++) {
    const birth = until - Math.round(inMilliseconds(histories.T[k], unit));
    first[k] = place(birth);
    last[k] = place(birth + Math.round(inMilliseconds(histories.recency[k], unit)));
  }
  const end = place(until);
  return (own, theta) => {
    const { recency, T } = own.inTau(histories);
    const { alive } = model.future({ length, frequency, recency, T })(theta);
    const steps = new Float64Array(counts.length + 1);
    for (let k = 0; k < length; k++) {
      const gone = count[k] * (1 - alive[k]) * model.rateAlive!(theta, frequency[k], recency[k]);
      const there = count[k] * alive[k] * model.rateAlive!(theta, frequency[k], T[k]);
      steps[first[k]] += there;
      steps[end] -= there;
      if (last[k] > first[k]) {
        steps[first[k]] += gone;
        steps[last[k]] -= gone;
      }
    }
    // The length of each day on the clock, in time units.
    const { calendar } = own;
    const expected = new Float64Array(counts.length);
    let rate = 0;
    for (let d = 0; d < expected.length; d++) {
      rate += steps[d];
      const time = (from + d) * DAY;
      expected[d] = (rate * (calendar.at(time + DAY) - calendar.at(time))) / inMilliseconds(1, unit);
    }
    return expected;
  };
}

/** Which periods of a cycle have days in the data. */
export function seenOf(counts: Float64Array, expected: Float64Array): boolean[] {
  return Array.from(counts, (n, p) => n > 0 || expected[p] > 0);
}
