import { describe, expect, it } from "vitest";
import { expectedPurchasesIfAlive } from "../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../models/bg-nbd/probability-alive.ts";
import { bgNbd } from "../../models/index.ts";
import type { Future } from "../../src/model/future.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { countAverage, countQuantile, countsIfAlive, drawCounts } from "../../src/predict/future-purchases.ts";
import type { Random } from "../../src/random/random.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

const theta = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

function future([x, tx, T]: readonly number[]): Future {
  const one = (value: number): Float64Array => Float64Array.of(value);
  return bgNbd.future({ length: 1, frequency: one(x), recency: one(tx), T: one(T) })(theta);
}

describe("purchases of a customer alive", () => {
  it("give back the model's distribution at any t_x when mixed with P(alive)", () => {
    for (const [x, tx, T, t] of [
      [0, 0, 38.86, 39],
      [2, 30.43, 38.86, 39],
      [2, 3, 38.86, 39],
      [26, 30.86, 31, 52],
    ]) {
      const counts = countsIfAlive(future([x, tx, T]), 0, 0, t);
      const alive = probabilityAlive(theta, x, tx, T);
      const cumulative = countAverage([counts], [0], 1)(Float64Array.of(alive));
      const direct = futureOf(bgNbd, theta, [x, tx, T]).counts(t, counts.length - 1);
      let sum = 0;
      for (let n = 0; n < counts.length - 1; n++) {
        sum += direct[n];
        expectClose(cumulative[n], sum, 1e-11, `x = ${x}, t_x = ${tx}, n = ${n}`);
      }
      expect(cumulative.at(-1)).toBe(1);
    }
  });

  it("leave less than 10⁻⁶ beyond the last count, and no count too many, and have the mean E[Y(t)]", () => {
    const counts = countsIfAlive(future([12, 39, 39]), 0, 0, 104);
    expect(counts.at(-1)).toBeLessThan(2e-6);
    expect(counts.at(-1)! + counts.at(-2)!).toBeGreaterThan(1e-6);
    expect(countsIfAlive(future([12, 39, 39]), 0, 0, 104, 400).length).toBe(counts.length);
    const mean = counts.reduce((sum, probability, n) => sum + n * probability, 0);
    expectClose(mean, expectedPurchasesIfAlive(theta, 12, 39, 104), 1e-4);
    expectClose(
      counts.reduce((sum, probability) => sum + probability, 0),
      1,
      1e-12,
    );
  });
});

describe("averaged over draws of the parameters", () => {
  const counts = [Float64Array.of(0.5, 0.5), Float64Array.of(0.2, 0.3, 0.5)];

  it("is the mean of the distributions, weighed with P(alive), the rest at 0", () => {
    // P(1) = (.8·.5 + .4·.3)/2 = .26, P(2) = .4·.5/2 = .1.
    const cumulative = countAverage(counts, [0, 2], 2)(Float64Array.of(0.8, 0.1, 0.4));
    expectClose(cumulative[0], 0.64, 1e-15);
    expectClose(cumulative[1], 0.9, 1e-15);
    expect(cumulative[2]).toBe(1);
  });

  it("has quantiles: the least n with P(N ≤ n) ≥ p", () => {
    const cumulative = Float64Array.of(0.64, 0.9, 1);
    expect([0.01, 0.64, 0.65, 0.9, 0.95, 1].map((p) => countQuantile(cumulative, p))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe("draws of a customer's purchases", () => {
  const cumulative = Float64Array.of(0.64, 0.9, 1);
  const SIZE = 199;

  /** All the draws, those of no purchase too. */
  function draw(random: Random): Float64Array {
    const [place, purchases] = [new Uint32Array(SIZE), new Float64Array(SIZE)];
    const length = drawCounts(cumulative, random, SIZE, place, purchases);
    expect(new Set(place.subarray(0, length)).size).toBe(length);
    const out = new Float64Array(SIZE);
    for (let k = 0; k < length; k++) out[place[k]] = purchases[k];
    return out;
  }

  it("have the shares of the distribution for each customer, to one draw of 199", () => {
    for (let seed = 0; seed < 50; seed++) {
      const out = draw(seeded(seed));
      [0.64, 0.26, 0.1].forEach((share, n) => {
        const drawn = out.filter((count) => count === n).length;
        expect(Math.abs(drawn - SIZE * share)).toBeLessThanOrEqual(1);
      });
    }
  });

  it("are none for a customer who will not buy, and all for one who will", () => {
    const room = [new Uint32Array(SIZE), new Float64Array(SIZE)] as const;
    expect(drawCounts(Float64Array.of(1, 1), seeded(1), SIZE, ...room)).toBe(0);
    expect(drawCounts(Float64Array.of(0, 1), seeded(1), SIZE, ...room)).toBe(SIZE);
    expect(room[1].every((count) => count === 1)).toBe(true);
  });

  it("are independent between customers under one joint draw, and between joint draws: their sum varies as a sum of independent ones", () => {
    const customers = 400;
    const random = seeded(3);
    const totals: number[] = [];
    for (let round = 0; round < 40; round++) {
      const sums = new Float64Array(SIZE);
      for (let k = 0; k < customers; k++) {
        draw(random).forEach((count, d) => {
          sums[d] += count;
        });
      }
      totals.push(...sums);
    }
    const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
    const variance = totals.reduce((sum, total) => sum + (total - mean) ** 2, 0) / totals.length;
    // One customer: mean .46, variance .26 + 4·.1 − .46² = .4484. Of 7 960 totals the variance is known to √(2/7960) = 1.6 %.
    expectClose(mean, 400 * 0.46, 1e-3);
    expectClose(variance, 400 * 0.4484, 0.065);
  });
});
