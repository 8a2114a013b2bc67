import { roundDigits } from "../math/round-digits.ts";
import type { CalibrationBin } from "./validation.ts";

/** All frequencies from this one on share a bin. */
const MANY = 7;
/** Bins of equal numbers of repeat buyers by a time. */
const TIME_BINS = 8;
/** The label of the customers without a repeat purchase, beside groups by a time. */
export const NO_REPEAT = "no repeat";

/** Expected and actual per customer by number of repeat purchases: 0, 1, …, 6, 7+. */
export function byFrequency(frequency: Float64Array, expected: Float64Array, actual: Float64Array): CalibrationBin[] {
  const bin = Int32Array.from(frequency, (x) => Math.min(x, MANY));
  return bins(bin, MANY + 1, frequency, expected, actual, (k, from, to) =>
    k === MANY && to > MANY ? `${MANY}+` : String(from),
  );
}

/**
 * Expected and actual purchases per customer, by a time of repeat buyers, such as the age at the last purchase or the
 * time since then. The customers without a repeat purchase come first, then eight bins of similar size.
 */
export function byTime(
  frequency: Float64Array,
  time: Float64Array,
  expected: Float64Array,
  actual: Float64Array,
): CalibrationBin[] {
  const sorted = time.filter((_, i) => frequency[i] > 0).sort();
  const edges = Array.from({ length: TIME_BINS - 1 }, (_, k) => {
    return sorted[Math.ceil(((k + 1) * sorted.length) / TIME_BINS) - 1];
  });
  const bin = new Int32Array(time.length);
  for (let i = 0; i < bin.length; i++) {
    if (frequency[i] === 0) continue;
    let k = 0;
    while (k < edges.length && time[i] > edges[k]) k++;
    bin[i] = k + 1;
  }
  return bins(bin, TIME_BINS + 1, time, expected, actual, (k, from, to) =>
    k === 0 ? NO_REPEAT : from === to ? short(from) : `${short(from)} – ${short(to)}`,
  );
}

function short(value: number): string {
  return String(roundDigits(value, 3));
}

/** Means over the bins that have customers. */
function bins(
  bin: Int32Array,
  count: number,
  key: Float64Array,
  expected: Float64Array,
  actual: Float64Array,
  label: (k: number, from: number, to: number) => string,
): CalibrationBin[] {
  const [customers, hoped, purchases] = [0, 1, 2].map(() => new Float64Array(count));
  const from = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const to = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < bin.length; i++) {
    const k = bin[i];
    customers[k]++;
    hoped[k] += expected[i];
    purchases[k] += actual[i];
    if (key[i] < from[k]) from[k] = key[i];
    if (key[i] > to[k]) to[k] = key[i];
  }
  return Array.from({ length: count }, (_, k) => k)
    .filter((k) => customers[k] > 0)
    .map((k) => ({
      label: label(k, from[k], to[k]),
      from: from[k],
      to: to[k],
      customers: customers[k],
      expected: hoped[k] / customers[k],
      actual: purchases[k] / customers[k],
    }));
}
