import { distinct } from "../../src/math/distinct.ts";
import type { LongSums } from "../../src/math/long-sums.ts";
import { arranged } from "../../src/math/runs.ts";
import type { Histories } from "../../src/model.ts";
import { layRate, type RateLayout } from "../family/purchase-rate.ts";
import { coinsBefore, type FirstCoins } from "./survival.ts";

/**
 * Histories laid out for the likelihood loop: everything that depends on neither the parameters nor the counts.
 *
 * They stand in runs of equal x, so that what depends on x alone is a constant of the run; T and t_x are places in tables of their
 * distinct values, so that a logarithm is taken once per value and not once per history.
 */
export interface Layout {
  readonly rate: RateLayout;
  readonly firstCoins: FirstCoins;
  /** Of the runs of `rate`: see {@link coinsBefore}. */
  readonly coins: LongSums;
  /** Distinct t_x. */
  readonly recency: Float64Array;
  /** Where the histories with a coin begin. The rows below are theirs, counted from there. */
  readonly firstRow: number;
  /** Run k has frequency `runFrequency[k]`, ascending, and the rows `runStart[k]` up to `runStart[k + 1]`. */
  readonly runFrequency: Float64Array;
  readonly runStart: Int32Array;
  /** Of each row: the places of its T and t_x. */
  readonly rowT: Int32Array;
  readonly rowRecency: Int32Array;
}

/** Lays out histories. Histories already in the order of x, as ours are, are neither sorted nor copied. */
export function layOut(histories: Histories, firstCoins: FirstCoins): Layout {
  const rate = layRate(histories);
  const { runs } = rate;
  const first = runs.value[0] + firstCoins === 0 ? 1 : 0;
  const firstRow = runs.start[first] ?? 0;
  const recencies = distinct(arranged(histories.recency, runs), histories.length);
  return {
    rate,
    firstCoins,
    coins: coinsBefore(runs.value, firstCoins),
    recency: recencies.values,
    firstRow,
    runFrequency: runs.value.subarray(first),
    runStart: runs.start.subarray(first).map((start) => start - firstRow),
    rowT: rate.placeOfT.subarray(firstRow),
    rowRecency: recencies.place.subarray(firstRow),
  };
}
