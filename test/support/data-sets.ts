import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import type { Histories, Parameters } from "../../src/model.ts";
import type { Random } from "../../src/random/random.ts";
import { seeded } from "../../src/random/seeded.ts";

/** A simulated data set and what it was simulated from. */
export interface DataSet {
  readonly truth: Parameters;
  readonly customers: number;
  readonly horizon: number;
  readonly histories: Histories;
}

/** A number between two, uniform on the log scale. */
export function between(random: Random, low: number, high: number): number {
  return low * (high / low) ** random.uniform();
}

/**
 * The k-th simulated data set. It has r .05-5, α 1-500, a .05-5, b .3-20, 200-5 000 customers, horizons 50-1 000, all
 * uniform on the log scale. Customers arrive uniformly over the horizon, purchases of one day count as one.
 */
export function dataSet(k: number): DataSet {
  const random = seeded(20_260, k);
  const truth = {
    r: between(random, 0.05, 5),
    alpha: between(random, 1, 500),
    a: between(random, 0.05, 5),
    b: between(random, 0.3, 20),
  };
  const customers = Math.round(between(random, 200, 5000));
  const horizon = between(random, 50, 1000);
  const histories = {
    length: customers,
    frequency: new Float64Array(customers),
    recency: new Float64Array(customers),
    T: new Float64Array(customers),
    count: new Float64Array(customers).fill(1),
  };
  const ages: number[] = [];
  for (let i = 0; i < customers; i++) {
    const T = Math.ceil(horizon * random.uniform());
    ages.length = 0;
    bgNbd.simulate(truth, random, T, ages);
    const days = new Set(ages.map(Math.floor).filter((day) => day > 0));
    histories.frequency[i] = days.size;
    histories.recency[i] = Math.max(0, ...days);
    histories.T[i] = T;
  }
  return { truth, customers, horizon, histories };
}
