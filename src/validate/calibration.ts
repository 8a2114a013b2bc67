import { roundDigits } from "../math/round-digits.ts";
import type { CalibrationBin } from "./validation.ts";

/** Frequencies from this one on share a bin. */
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
 * Expected and actual purchases per customer, by a time that repeat buyers have, such as the age at the last purchase or the silence since:
 * the customers without a repeat purchase, then eight bins of similar size.
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
  const bin = Int32Array.from(time, (t, i) => {
    if (frequency[i] === 0) return 0;
    const above = edges.findIndex((edge) => t <= edge);
    return above < 0 ? TIME_BINS : above + 1;
  });
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
  const result: CalibrationBin[] = [];
  for (let k = 0; k < count; k++) {
    let customers = 0;
    let hoped = 0;
    let purchases = 0;
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < bin.length; i++) {
      if (bin[i] !== k) continue;
      customers++;
      hoped += expected[i];
      purchases += actual[i];
      from = Math.min(from, key[i]);
      to = Math.max(to, key[i]);
    }
    if (customers === 0) continue;
    result.push({
      label: label(k, from, to),
      from,
      to,
      customers,
      expected: hoped / customers,
      actual: purchases / customers,
    });
  }
  return result;
}
