import { expect, it } from "vitest";
import { normalQuantile } from "../../src/math/normal-quantile.ts";
import { quantilePair } from "../../src/math/quantile-pair.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

it("takes the 10th and 190th of 199 draws for 0.9, the 5th and 195th for 0.95", () => {
  const random = seeded(5);
  const shuffled = Float64Array.from({ length: 199 }, (_, k) => k + 1);
  for (let k = 198; k > 0; k--) {
    const j = Math.floor(random.uniform() * (k + 1));
    [shuffled[k], shuffled[j]] = [shuffled[j], shuffled[k]];
  }
  expect(quantilePair(shuffled.slice(), 0.9)).toEqual([10, 190]);
  expect(quantilePair(shuffled.slice(), 0.95)).toEqual([5, 195]);
});

it("goes between order statistics by linear interpolation, and never beyond them", () => {
  const draws = Float64Array.of(4, 1, 3, 2);
  // Places p·5 = 1.25 and 3.75.
  const [low, high] = quantilePair(draws.slice(), 0.5);
  expectClose(low, 1.25, 1e-15);
  expectClose(high, 3.75, 1e-15);
  expect(quantilePair(draws.slice(), 0.999)).toEqual([1, 4]);
});

it("keeps infinite draws at their end", () => {
  const draws = Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 3, Number.POSITIVE_INFINITY, 0, 4);
  expect(quantilePair(draws, 0.5)).toEqual([1, Number.POSITIVE_INFINITY]);
});

it("takes draws that are 0 as said, without being shown them", () => {
  const positive = Float64Array.from({ length: 30 }, (_, k) => k + 1);
  const all = new Float64Array(199);
  all.set(positive);
  for (const level of [0.9, 0.95, 0.99, 0.123]) {
    expect(quantilePair(positive.slice(), level, 169)).toEqual(quantilePair(all.slice(), level));
  }
  expect(quantilePair(new Float64Array(0), 0.9, 199)).toEqual([0, 0]);
});

it("knows the normal quantiles of the tables", () => {
  // mpmath, 20 digits: √2·erfinv(2p − 1).
  expectClose(normalQuantile(0.95), 1.6448536269514722, 1e-15);
  expectClose(normalQuantile(0.025), -1.959963984540054, 1e-15);
  expectClose(normalQuantile(1e-10), -6.361340902404056, 1e-14);
});
