/** Purchases at a Gamma-distributed rate: the terms of a log-likelihood that are products over k = 0 … x−1, or depend on T alone. */
import { distinct } from "../../src/math/distinct.ts";
import { type LongSums, longSums } from "../../src/math/long-sums.ts";
import { arranged, type Runs, runsOf } from "../../src/math/runs.ts";
import type { Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";

/** The part of histories that these terms depend on, without the counts: runs of equal x, and the distinct T. */
export interface RateLayout {
  /** The arrangement of the histories. */
  readonly runs: Runs;
  /** The numbers k < x of each run that lie beyond the run before. */
  readonly before: LongSums;
  /** Of each history: x, and the place of its T among the distinct ones. */
  readonly frequency: Float64Array;
  readonly placeOfT: Int32Array;
  readonly T: Float64Array;
}

/** Lays out histories. Histories already in the order of x, as ours are, are neither sorted nor copied. */
export function layRate({ length, frequency, T }: Histories): RateLayout {
  const runs = runsOf(frequency, length);
  const ages = distinct(arranged(T, runs), length);
  return {
    runs,
    before: longSums(runs.value),
    frequency: arranged(frequency, runs),
    placeOfT: ages.place,
    T: ages.values,
  };
}

/** A layout with its weights, and a table for one parameter vector. */
export interface WeighedRate {
  readonly T: Float64Array;
  readonly customers: number;
  /** Per distinct T: its customers, and their repeat purchases. */
  readonly customersOfT: Float64Array;
  readonly purchasesOfT: Float64Array;
  /** See {@link RateLayout}. Per run: the customers of this run and all later ones, who have x > k for its numbers k. */
  readonly before: LongSums;
  readonly atLeast: Float64Array;
  /** Per distinct T: ln(1+T/α). */
  readonly logT: Float64Array;
}

/** Weighs a layout: customers by T and by run. `count` stands in the order of the runs. */
export function weighRate({ runs, before, frequency, placeOfT, T }: RateLayout, count: Float64Array): WeighedRate {
  const customersOfT = new Float64Array(T.length);
  const purchasesOfT = new Float64Array(T.length);
  let customers = 0;
  for (let i = 0; i < placeOfT.length; i++) {
    const w = count[i];
    const place = placeOfT[i];
    customers += w;
    customersOfT[place] += w;
    purchasesOfT[place] += w * frequency[i];
  }
  const atLeast = new Float64Array(runs.value.length);
  let later = 0;
  for (let run = atLeast.length - 1; run >= 0; run--) {
    later += sumOf(count, runs.start[run], runs.start[run + 1]);
    atLeast[run] = later;
  }
  const logT = new Float64Array(T.length);
  return { T, customers, customersOfT, purchasesOfT, before, atLeast, logT };
}

function sumOf(column: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += column[k];
  return sum;
}

/** Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α), with derivatives in the first two parameters, ln r and ln α. `logT` is filled. */
export function addRate(data: WeighedRate, r: number, alpha: number, out: Evaluation): void {
  const { T, logT, customersOfT, purchasesOfT, before, atLeast } = data;
  const { gradient: g, hessian: H } = out;
  const n = g.length;
  const { start, at, weight } = before;
  for (let run = 0; run < atLeast.length; run++) {
    let log = 0;
    let first = 0;
    let second = 0;
    for (let j = start[run]; j < start[run + 1]; j++) {
      const k = at[j];
      const w = weight[j];
      const share = r / (r + k);
      log += w * Math.log((r + k) / alpha);
      first += w * share;
      second += w * share * (k / (r + k));
    }
    const customers = atLeast[run];
    out.value += customers * log;
    g[0] += customers * first;
    H[0] += customers * second;
  }
  for (let i = 0; i < customersOfT.length; i++) {
    const t = T[i];
    const log = logT[i];
    const part = t / (alpha + t);
    const rest = alpha / (alpha + t);
    const rCustomers = r * customersOfT[i];
    const purchases = purchasesOfT[i];
    out.value -= (rCustomers + purchases) * log;
    g[0] -= rCustomers * log;
    g[1] += rCustomers * part - purchases * rest;
    H[0] -= rCustomers * log;
    H[1] += rCustomers * part;
    H[n + 1] -= (rCustomers + purchases) * part * rest;
  }
}
