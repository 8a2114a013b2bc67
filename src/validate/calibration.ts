import { roundDigits } from "../math/round-digits.ts";
import type { CalibrationBin } from "./validation.ts";

/** All frequencies from this one on share a bin. */
const MANY = 7;
/** Bins of equal numbers of repeat buyers by a time. */
const TIME_BINS = 8;
/** The label of the customers without a repeat purchase, beside groups by a time. */
export const NO_REPEAT = "no repeat";

/** The means of customers in bins, which are found once: purchases and their value share them. */
export type Binned = (expected: Float64Array, actual: Float64Array) => CalibrationBin[];

/** Expected and actual per customer by number of repeat purchases: 0, 1, …, 6, 7+. */
export function byFrequency(frequency: Float64Array): Binned {
  const bin = new Uint8Array(frequency.length);
  for (let i = 0; i < bin.length; i++) bin[i] = Math.min(frequency[i], MANY);
  return binned(bin, MANY + 1, frequency, (k, from, to) => (k === MANY && to > MANY ? `${MANY}+` : String(from)));
}

/**
 * Expected and actual purchases per customer, by a time of repeat buyers, such as the age at the last purchase or the
 * time since then. The customers without a repeat purchase come first, then eight bins of similar size.
 */
export function byTime(frequency: Float64Array, time: Float64Array): Binned {
  const sorted = timesOfRepeatBuyers(frequency, time).sort();
  const edges = Float64Array.from({ length: TIME_BINS - 1 }, (_, k) => {
    return sorted[Math.ceil(((k + 1) * sorted.length) / TIME_BINS) - 1];
  });
  const bin = new Uint8Array(time.length);
  for (let i = 0; i < bin.length; i++) {
    if (frequency[i] === 0) continue;
    // All edges are compared: processors would often predict the end of a search wrong.
    let above = 1;
    for (let k = 0; k < edges.length; k++) above += time[i] > edges[k] ? 1 : 0;
    bin[i] = above;
  }
  return binned(bin, TIME_BINS + 1, time, (k, from, to) =>
    k === 0 ? NO_REPEAT : from === to ? short(from) : `${short(from)} – ${short(to)}`,
  );
}

function timesOfRepeatBuyers(frequency: Float64Array, time: Float64Array): Float64Array {
  const times = new Float64Array(time.length);
  let length = 0;
  for (let i = 0; i < time.length; i++) {
    times[length] = time[i];
    length += frequency[i] > 0 ? 1 : 0;
  }
  return times.subarray(0, length);
}

function short(value: number): string {
  return String(roundDigits(value, 3));
}

/** Means over the bins that have customers. */
function binned(
  bin: Uint8Array,
  count: number,
  key: Float64Array,
  label: (k: number, from: number, to: number) => string,
): Binned {
  const customers = new Float64Array(count);
  const from = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const to = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < bin.length; i++) {
    const k = bin[i];
    customers[k]++;
    if (key[i] < from[k]) from[k] = key[i];
    if (key[i] > to[k]) to[k] = key[i];
  }
  return (expected, actual) => {
    const [hoped, brought] = [new Float64Array(count), new Float64Array(count)];
    for (let i = 0; i < bin.length; i++) {
      hoped[bin[i]] += expected[i];
      brought[bin[i]] += actual[i];
    }
    return Array.from({ length: count }, (_, k) => k)
      .filter((k) => customers[k] > 0)
      .map((k) => ({
        ...{ label: label(k, from[k], to[k]), from: from[k], to: to[k], customers: customers[k] },
        ...{ expected: hoped[k] / customers[k], actual: brought[k] / customers[k] },
      }));
  };
}
