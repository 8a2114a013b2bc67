import { distinct } from "../../src/math/distinct.ts";
import { arranged } from "../../src/math/runs.ts";
import type { Histories } from "../../src/model.ts";
import { layRate, type RateLayout } from "../family/purchase-rate.ts";

/** Histories of equal x: their distinct t_x and T, and of each row the places of both. */
export interface Run {
  readonly x: number;
  /** Where its rows begin and end in the arrangement of all. */
  readonly begin: number;
  readonly end: number;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  readonly placeOfRecency: Int32Array;
  readonly placeOfT: Int32Array;
}

/** Histories laid out for the likelihood loop: everything that depends on neither the parameters nor the counts. */
export interface Layout {
  readonly rate: RateLayout;
  readonly runs: readonly Run[];
  /** The most distinct t_x, and T, of a run: room for its tables. */
  readonly mostRecencies: number;
  readonly mostT: number;
}

/** Lays out histories. Histories already in the order of x, as ours are, are neither sorted nor copied. */
export function layOut(histories: Histories): Layout {
  const rate = layRate(histories);
  const recency = arranged(histories.recency, rate.runs);
  const T = arranged(histories.T, rate.runs);
  const { value, start } = rate.runs;
  const runs = Array.from(value, (x, k): Run => {
    const [begin, end] = [start[k], start[k + 1]];
    const recencies = distinct(recency.slice(begin, end), end - begin);
    const ages = distinct(T.slice(begin, end), end - begin);
    return {
      x,
      begin,
      end,
      recency: recencies.values,
      T: ages.values,
      placeOfRecency: recencies.place,
      placeOfT: ages.place,
    };
  });
  return {
    rate,
    runs,
    mostRecencies: runs.reduce((most, run) => Math.max(most, run.recency.length), 0),
    mostT: runs.reduce((most, run) => Math.max(most, run.T.length), 0),
  };
}
