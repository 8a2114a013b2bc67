import type { Histories } from "../model.ts";
import type { CustomerBase } from "./customer-base.ts";
import { inMilliseconds, inUnits, type TimeUnit } from "./time-unit.ts";

/**
 * The same base measured in another unit: the base `summarize` would have made with it.
 *
 * Ages are whole milliseconds, and every unit is a whole number of milliseconds. So an age is converted back to milliseconds and divided
 * once, as in the first measurement: 30.43 weeks are 18 404 064 000 ms.
 *
 * @example
 * const ages = { frequency: Float64Array.of(1), recency: Float64Array.of(2), T: Float64Array.of(3) };
 * const base = { length: 1, customers: ["a"], ...ages, unit: "week", grain: "day" };
 * convertBase(base, "day").T[0]; // 21
 */
export function convertBase(base: CustomerBase, unit: TimeUnit): CustomerBase {
  if (base.unit === unit) return base;
  const convert = converter(base.unit, unit);
  return {
    ...base,
    recency: base.recency.map(convert),
    T: base.T.map(convert),
    ...(base.holdout && { holdout: { ...base.holdout, duration: convert(base.holdout.duration) } }),
    unit,
  };
}

/** Histories measured in another unit, in the same order. */
export function convertHistories(histories: Histories, from: TimeUnit, to: TimeUnit): Histories {
  if (from === to) return histories;
  const convert = converter(from, to);
  return { ...histories, recency: histories.recency.map(convert), T: histories.T.map(convert) };
}

function converter(from: TimeUnit, to: TimeUnit): (age: number) => number {
  return (age) => inUnits(Math.round(inMilliseconds(age, from)), to);
}
