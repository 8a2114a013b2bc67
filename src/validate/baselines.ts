import { readableLength, type TimeUnit } from "../data/time-unit.ts";
import { descending } from "../math/ranks.ts";
import { roundDigits } from "../math/round-digits.ts";
import type { Predictor } from "./validation.ts";

/** The customers as known at the split. */
export interface Known {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  /** Mean value per repeat purchase, NaN where there is none; absent when purchases are predicted. */
  readonly monetaryValue?: Float64Array;
  /** Unit of recency and T. */
  readonly unit: TimeUnit;
}

/** A simple rule that needs no model. */
export interface Baseline {
  readonly predictor: Predictor;
  readonly title: string;
  readonly expected: Float64Array;
}

/**
 * Three rules that a model has to beat, for purchases (or, with `monetaryValue`, their value) in a time t:
 *
 * - past rate: every customer continues at the rate so far, x/T·t (times m);
 * - hiatus: customers who bought within the last c time units continue at that rate, the others never buy again (Wübben
 *   & von Wangenheim 2008). The c is the one with the least squared error *in hindsight*. So a model that beats the
 *   rule beats every c that a manager could have chosen;
 * - mean: every customer is the average customer, Σx/ΣT·t (times the mean of m over purchases).
 */
export function baselines(known: Known, t: number, actual: Float64Array): Baseline[] {
  const { frequency, recency, T, monetaryValue, unit } = known;
  const rate = frequency.map((x, i) => (x > 0 ? (x / T[i]) * t * (monetaryValue?.[i] ?? 1) : 0));
  const hiatus = T.map((age, i) => age - recency[i]);
  const cutoff = bestCutoff(rate, hiatus, actual);
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  const bought = frequency.map((x, i) => (x > 0 ? x * (monetaryValue?.[i] ?? 1) : 0));
  const mean = (sum(bought) / sum(T)) * t;
  return [
    { predictor: "past-rate", title: "repeat the past rate", expected: rate },
    {
      predictor: "hiatus",
      title:
        cutoff < 0
          ? "no customer buys again (best in hindsight)"
          : `past rate of customers who bought within the last ${lengthText(cutoff, unit)} (best in hindsight)`,
      expected: rate.map((value, i) => (hiatus[i] <= cutoff ? value : 0)),
    },
    { predictor: "mean", title: "every customer is average", expected: new Float64Array(rate.length).fill(mean) },
  ];
}

function lengthText(length: number, of: TimeUnit): string {
  const { amount, unit } = readableLength(length, of);
  const shown = roundDigits(amount, 3);
  return `${shown} ${unit}${shown === 1 ? "" : "s"}`;
}

/** The c that minimises Σ (rate·1{hiatus ≤ c} − actual)²: one pass along the customers in the order of their hiatus. */
function bestCutoff(rate: Float64Array, hiatus: Float64Array, actual: Float64Array): number {
  const order = descending(hiatus).reverse();
  let gain = 0;
  let best = 0;
  // If no past rate is better than 0, the rule expects no purchase even from a customer who bought on the last day.
  let cutoff = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    gain += rate[i] * (2 * actual[i] - rate[i]);
    const last = k + 1 === order.length || hiatus[order[k + 1]] !== hiatus[i];
    if (last && gain > best) {
      best = gain;
      cutoff = hiatus[i];
    }
  }
  return cutoff;
}
