import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { customersAt } from "../../src/data/sample-customers.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { drawParameters } from "../../src/fit/parameter-draws.ts";
import type { Parameters } from "../../src/model.ts";
import { countNodes, weighNodes } from "../../src/predict/count-nodes.ts";
import { countAverage, countsIfAlive } from "../../src/predict/future-purchases.ts";
import { scoreIntervals } from "../../src/predict/score-intervals.ts";
import { valueLaw } from "../../src/predict/value-law.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

/** P(total of n ≤ s | x, m) in closed form: that of a population with the posterior of ν, by the incomplete Beta function. */
function upToOf({ p, q, v }: Parameters, x: number, m: number, n: number, s: number): number {
  return gammaGamma.cumulativeSpend({ p, q: p * x + q, v: x > 0 ? v + x * m : v }, n, s / n);
}

function averaged(thetas: readonly Parameters[], x: number, m: number, cumulative: Float64Array, s: number): number {
  let sum = cumulative[0];
  for (let n = 1; n < cumulative.length; n++) {
    for (const theta of thetas) {
      sum += ((cumulative[n] - cumulative[n - 1]) * upToOf(theta, x, m, n, s)) / thetas.length;
    }
  }
  return sum;
}

/** P(N ≤ n) of a geometric N, cut off. */
const geometric = (mean: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, n) => (n === length - 1 ? 1 : 1 - (mean / (1 + mean)) ** (n + 1)));

describe("the law of a customer's future value", () => {
  const estimate = { p: 6.25, q: 3.74, v: 15.44 };
  // As many as are averaged over, uncertain as from some 100 customers, p and v against each other.
  const thetas = [-3, -2, -1, 0, 1, 2, 3].map((k) => ({
    p: estimate.p * Math.exp(0.1 * k),
    q: estimate.q * Math.exp(0.03 * ((k * k) % 4)),
    v: estimate.v * Math.exp(-0.09 * k),
  }));
  const sources = {
    draws: thetas.map((spend) => ({ purchase: {}, spend })),
    estimate: { purchase: {}, spend: estimate },
  };

  it("does not depend on the customers before: threads take them in any order", () => {
    const laws = [3, 9, 40, 17].map((length) => geometric(length / 4, length));
    const endsIn = (order: readonly number[]): number[] => {
      const law = valueLaw(gammaGamma, sources);
      const ends = order.map((k) => {
        law.lay(2, laws[k]);
        return [k, law.quantile(31, 0.95)] as const;
      });
      return ends.sort(([a], [b]) => a - b).map(([, end]) => end);
    };
    expect(endsIn([3, 2, 1, 0])).toEqual(endsIn([0, 1, 2, 3]));
    expect(endsIn([2, 0, 3, 1])).toEqual(endsIn([0, 1, 2, 3]));
  });

  it.each([
    [0, Number.NaN, 1, 9],
    [1, 35, 2, 30],
    [1, 2, 0.3, 30],
    [3, 900, 2, 30],
    [40, 20, 12, 160],
  ])("is that of the closed form after %d repeat purchases of %d", (x, m, mean, length) => {
    const law = valueLaw(gammaGamma, sources);
    const cumulative = geometric(mean, length);
    law.lay(x, cumulative);
    expect(law.none).toBe(cumulative[0]);
    for (const p of [0.03, 0.6, 0.8, 0.95, 0.99]) {
      const end = law.quantile(m, p);
      if (p <= law.none) {
        expect(end).toBe(0);
        continue;
      }
      // Off by less than .1 % in probability: between tables over ρ, and of counts from 33 on.
      expect(Math.abs(averaged(thetas, x, m, cumulative, end) - p)).toBeLessThan(1e-3);
      expectClose(law.upTo(m, end), p, 1e-6);
    }
  });

  it("holds where spend hardly varies, and where it has no mean", () => {
    for (const [theta, x] of [
      [{ p: 1e9, q: 3, v: 1e-8 }, 2],
      [{ p: 4e4, q: 4e4, v: 30 }, 1],
      [{ p: 0.3, q: 0.4, v: 5 }, 0],
      [{ p: 0.05, q: 12, v: 900 }, 3],
    ] as const) {
      const one = { draws: [{ purchase: {}, spend: theta }], estimate: { purchase: {}, spend: theta } };
      const law = valueLaw(gammaGamma, one);
      const cumulative = Float64Array.of(0, 0.7, 1);
      law.lay(x, cumulative);
      for (const p of [0.05, 0.5, 0.9]) {
        // Within 1 % of the end the closed form passes p, be it by a step.
        const end = law.quantile(20, p);
        expect(averaged([theta], x, 20, cumulative, 0.99 * end)).toBeLessThan(p);
        expect(averaged([theta], x, 20, cumulative, 1.01 * end)).toBeGreaterThan(p);
      }
    }
  });

  it("is 0 where no customer buys", () => {
    const law = valueLaw(gammaGamma, sources);
    law.lay(2, Float64Array.of(1));
    expect([law.none, law.quantile(30, 0.95), law.upTo(30, 0)]).toEqual([1, 0, 1]);
  });
});

describe("counts on nodes", () => {
  it("keep their mass and their mean", () => {
    const cumulative = geometric(60, 2000);
    const nodes = countNodes(2500);
    expect(nodes.length).toBeLessThan(200);
    const weights = new Float64Array(nodes.length);
    weighNodes(cumulative, nodes, weights);
    const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
    expectClose(sum(weights), 1 - cumulative[0], 1e-12);
    const mean = cumulative.reduce((total, value) => total + 1 - value, 0);
    expectClose(sum(weights.map((weight, j) => weight * nodes[j])), mean, 1e-12);
  });
});

describe("ends of outcome intervals of value", async () => {
  const base = simulatedCustomers(WORLDS.cdnow, 2000, 41);
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const parameters = drawParameters(fitted, 199, seeded(5));
  const some = customersAt(
    base,
    Uint32Array.from({ length: 200 }, (_, k) => k),
  );
  const { outcome } = scoreIntervals(some, fitted, {
    horizon: { amount: 39, unit: "week" },
    level: 0.9,
    parameters,
  });

  /**
   * The end at .95 with the parameters averaged out in full, over all counts and all spend draws. It is read near a guess,
   * or else found by bisection.
   */
  function endOf(k: number, guess: number): number {
    const [x, tx, T, m] = [base.frequency[k], base.recency[k], base.T[k], base.monetaryValue![k]];
    const places = parameters.map((_, d) => d).filter((d) => d % 4 === 0);
    const one = { length: 1, frequency: Float64Array.of(x), recency: Float64Array.of(tx), T: Float64Array.of(T) };
    const futures = parameters.map(({ purchase }) => bgNbd.future(one)(purchase));
    const average = countAverage(
      places.map((d) => countsIfAlive(futures[d], 0, 0, 39)),
      places,
      places.length,
    );
    const cumulative = average(Float64Array.from(futures, (future) => future.alive[0]));
    const spends = places.map((d) => parameters[d].spend!);
    if (cumulative[0] >= 0.95) return 0;
    const at = (end: number): number => averaged(spends, x, m, cumulative, end);
    // On a line between two ends so near each other it is off by less than a thousandth.
    const near = [0.97 * guess, 1.03 * guess] as const;
    const [before, after] = [at(near[0]), at(near[1])];
    if (before < 0.95 && 0.95 <= after) return near[0] + ((0.95 - before) / (after - before)) * (near[1] - near[0]);
    let [low, high] = [0, 1e5];
    for (let step = 0; step < 24; step++) {
      const middle = (low + high) / 2;
      if (at(middle) < 0.95) low = middle;
      else high = middle;
    }
    return high;
  }

  it.each([
    ["customers without a repeat purchase", (x: number) => x === 0],
    ["repeat buyers", (x: number) => x > 0],
  ])("are off by less than 3 %% of themselves for %s", (_, belongs) => {
    const chosen = [...some.frequency.keys()].filter((k) => belongs(some.frequency[k])).slice(0, 30);
    const ends = chosen
      .map((k) => [outcome.value!.high[k], endOf(k, outcome.value!.high[k])] as const)
      .filter(([, end]) => end > 0);
    expect(ends.length).toBeGreaterThan(10);
    const square = ends.reduce((sum, [got, expected]) => sum + (got / expected - 1) ** 2, 0) / ends.length;
    expect(Math.sqrt(square)).toBeLessThan(0.03);
  });

  it("are equal for equal customers", () => {
    const twice = Float64Array.from({ length: 400 }, (_, k) => k >> 1);
    const of = (column: Float64Array): Float64Array => twice.map((k) => column[k]);
    const doubled = {
      ...base,
      length: 400,
      customers: Array.from(twice, (_, k) => `${k}`),
      frequency: of(base.frequency),
      recency: of(base.recency),
      T: of(base.T),
      monetaryValue: of(base.monetaryValue!),
    };
    const options = { horizon: { amount: 39, unit: "week" }, level: 0.9, parameters } as const;
    const { high, low } = scoreIntervals(doubled, fitted, options).outcome.value!;
    for (let k = 0; k < 400; k += 2) expect([low[k], high[k]]).toEqual([low[k + 1], high[k + 1]]);
    expect(high[0]).toBe(outcome.value!.high[0]);
  });
});
