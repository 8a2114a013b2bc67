import type { Histories } from "../model.ts";
import type { CustomerBase } from "./customer-base.ts";
import { inMilliseconds, inUnits, type TimeUnit, UNIT_MILLISECONDS } from "./time-unit.ts";

/**
 * The same base measured in another unit: the base that `summarize` makes with that unit.
 *
 * Ages are whole milliseconds, and every unit is a whole number of milliseconds. So an age is converted back to
 * milliseconds and divided once, as in the first measurement: 30.43 weeks are 18 404 064 000 ms. `litt` is shifted by x
 * times the logarithm of the ratio of the units, which rounds its last digits (3e-14 for each purchase).
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
    ...(base.litt && { litt: convertLitt(base.litt, base.frequency, base.unit, unit) }),
    ...(base.holdout && { holdout: { ...base.holdout, duration: convert(base.holdout.duration) } }),
    unit,
  };
}

/** Histories measured in another unit, in the same order. */
export function convertHistories(histories: Histories, from: TimeUnit, to: TimeUnit): Histories {
  if (from === to) return histories;
  const convert = converter(from, to);
  const { recency, T, litt, frequency, count } = histories;
  return {
    ...histories,
    recency: recency.map(convert),
    T: T.map(convert),
    ...(litt && {
      litt: convertLitt(
        litt,
        frequency.slice(0, litt.length).map((x, k) => x * count[k]),
        from,
        to,
      ),
    }),
  };
}

/** Sums of logarithms in another unit; `times` is the number of terms of each sum. */
function convertLitt(litt: Float64Array, times: Float64Array, from: TimeUnit, to: TimeUnit): Float64Array {
  const shift = Math.log(UNIT_MILLISECONDS[from] / UNIT_MILLISECONDS[to]);
  return litt.map((sum, k) => sum + times[k] * shift);
}

function converter(from: TimeUnit, to: TimeUnit): (age: number) => number {
  return (age) => inUnits(Math.round(inMilliseconds(age, from)), to);
}
