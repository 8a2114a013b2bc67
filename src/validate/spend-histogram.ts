import { weightedQuantile } from "simple-statistics";
import { distinctRows } from "../data/distinct-rows.ts";
import { roundDigits } from "../math/round-digits.ts";
import type { Parameters, SpendHistories, SpendModel } from "../model.ts";
import type { Histogram } from "./goodness-of-fit.ts";
import { histogram } from "./histogram.ts";

/** Bars are of equal width up to this quantile of the mean values; the rest is one open bar. */
const SHOWN = 0.975;
const BARS = 20;

/** Repeat buyers by mean value against Σ_x n_x·P(M̄ in the bar | x), n_x the customers with x repeat purchases. */
export function spendHistogram(histories: SpendHistories, model: SpendModel, theta: Parameters): Histogram {
  const { length, frequency, monetaryValue, count } = histories;
  const shown = weightedQuantile(Array.from(monetaryValue), Array.from(count), SHOWN);
  const width = roundWidth(shown / BARS);
  const last = Math.ceil(shown / width);
  const actual = new Float64Array(last + 1);
  const frequencies = distinctRows([frequency], length);
  const withFrequency = new Float64Array(frequencies.count.length);
  for (let k = 0; k < length; k++) {
    actual[Math.min(Math.floor(monetaryValue[k] / width), last)] += count[k];
    withFrequency[frequencies.index[k]] += count[k];
  }
  const upTo = (m: number): number =>
    withFrequency.reduce((sum, n, j) => sum + n * model.cumulativeSpend(theta, frequencies.columns[0][j], m), 0);
  const customers = count.reduce((sum, n) => sum + n, 0);
  const bins = Array.from(actual, (count, k) => {
    const [from, to] = [k * width, (k + 1) * width];
    return k === last
      ? { label: `${short(from)}+`, from, to: undefined, actual: count, expected: customers - upTo(from) }
      : { label: `${short(from)} – ${short(to)}`, from, to, actual: count, expected: upTo(to) - upTo(from) };
  });
  return histogram(bins, model.parameters.length);
}

/** 1, 2 or 5 times a power of ten, the nearest above. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  return power * [1, 2, 5, 10].find((step) => step * power >= width)!;
}

function short(value: number): string {
  return String(roundDigits(value, 6));
}
