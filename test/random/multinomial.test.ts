import { describe, expect, it } from "vitest";
import { drawBinomial, resampler } from "../../src/random/multinomial.ts";
import { seeded } from "../../src/random/seeded.ts";

/** Pearson's χ² of observed counts against expected ones, less its degrees of freedom, in its standard deviations. */
function excess(observed: readonly number[], expected: readonly number[]): number {
  let square = 0;
  let freedom = -1;
  let [restObserved, restExpected] = [0, 0];
  observed.forEach((count, k) => {
    if (expected[k] < 10) {
      restObserved += count;
      restExpected += expected[k];
      return;
    }
    square += (count - expected[k]) ** 2 / expected[k];
    freedom++;
  });
  if (restExpected > 1) {
    square += (restObserved - restExpected) ** 2 / restExpected;
    freedom++;
  }
  return (square - freedom) / Math.sqrt(2 * freedom);
}

function binomialProbabilities(n: number, p: number): number[] {
  const log: number[] = [n * Math.log1p(-p)];
  for (let k = 1; k <= n; k++) log.push(log[k - 1] + Math.log(((n - k + 1) / k) * (p / (1 - p))));
  return log.map(Math.exp);
}

describe("binomial draws follow their distribution", () => {
  const cases = [
    [10, 0.3],
    [1000, 0.005],
    [50, 0.4],
    [400, 0.03],
    [300, 0.5],
    [300, 0.93],
    [5000, 0.01],
  ] as const;
  for (const [n, p] of cases) {
    it(`n = ${n}, p = ${p}`, () => {
      const draws = 40_000;
      const random = seeded(n, 7);
      const observed = new Array<number>(n + 1).fill(0);
      for (let i = 0; i < draws; i++) observed[drawBinomial(random, n, p)]++;
      const expected = binomialProbabilities(n, p).map((probability) => draws * probability);
      // Beyond 4 standard deviations of χ² with probability below 1e-3 for the 10 to 60 degrees of freedom here.
      expect(excess(observed, expected)).toBeLessThan(4);
    });
  }

  it("is certain at the ends", () => {
    const random = seeded(1);
    expect(drawBinomial(random, 20, 0)).toBe(0);
    expect(drawBinomial(random, 20, 1)).toBe(20);
    expect(drawBinomial(random, 0, 0.4)).toBe(0);
  });
});

describe("resamples", () => {
  const counts = Float64Array.of(400, 1, 30, 2, 1, 0, 66);

  it("hold as many things as there are, and none of an empty group", () => {
    const draw = resampler(counts);
    const out = new Float64Array(counts.length);
    for (let k = 0; k < 200; k++) {
      draw(seeded(3, k), out);
      expect(out.reduce((sum, count) => sum + count, 0)).toBe(500);
      expect(out[5]).toBe(0);
    }
  });

  it("have the mean and covariance of the multinomial, for large and small groups and between them", () => {
    const draw = resampler(counts);
    const out = new Float64Array(counts.length);
    const R = 20_000;
    const sums = new Float64Array(7);
    const products = Array.from({ length: 7 }, () => new Float64Array(7));
    for (let k = 0; k < R; k++) {
      draw(seeded(9, k), out);
      for (let i = 0; i < 7; i++) {
        sums[i] += out[i];
        for (let j = 0; j < 7; j++) products[i][j] += out[i] * out[j];
      }
    }
    for (let i = 0; i < 7; i++) {
      const mean = sums[i] / R;
      const variance = counts[i] * (1 - counts[i] / 500);
      expect(Math.abs(mean - counts[i])).toBeLessThanOrEqual(4.5 * Math.sqrt(variance / R));
      for (let j = 0; j < i; j++) {
        const covariance = products[i][j] / R - mean * (sums[j] / R);
        const other = counts[j] * (1 - counts[j] / 500);
        const expected = (-counts[i] * counts[j]) / 500;
        expect(Math.abs(covariance - expected)).toBeLessThanOrEqual(
          4.5 * Math.sqrt((variance * other + expected ** 2) / R),
        );
      }
    }
  });

  describe("of very many groups", () => {
    // 84 000 things in small groups of 1 to 8, and 6 000 in large ones between them.
    const many = Float64Array.from({ length: 19_000 }, (_, k) =>
      k % 20 === 3 ? 0 : k % 1000 === 7 ? 300 : 1 + (k % 8),
    );
    const total = many.reduce((sum, count) => sum + count, 0);
    const draw = resampler(many);
    const out = new Float64Array(many.length);

    it("hold as many things as there are, and none of an empty group", () => {
      expect(many.reduce((sum, count) => sum + (count <= 8 ? count : 0), 0)).toBeGreaterThan(1 << 16);
      for (let k = 0; k < 20; k++) {
        draw(seeded(4, k), out);
        expect(out.reduce((sum, count) => sum + count, 0)).toBe(total);
        expect(out.some((drawn, i) => drawn > 0 && many[i] === 0)).toBe(false);
      }
    });

    it("have the binomial distribution in every group: of sizes 1, 4 and 8, and of a large one", () => {
      const R = 200;
      const observed = new Map([1, 4, 8, 300].map((size) => [size, new Array<number>(500).fill(0)]));
      for (let k = 0; k < R; k++) {
        draw(seeded(5, k), out);
        many.forEach((size, i) => {
          const counts = observed.get(size);
          if (counts) counts[out[i]]++;
        });
      }
      for (const [size, counts] of observed) {
        const draws = counts.reduce((sum, count) => sum + count, 0);
        const expected = binomialProbabilities(total, size / total).slice(0, 500);
        // Groups of one resample hardly depend on each other: their correlation is 1/90 000.
        expect(
          excess(
            counts,
            expected.map((p) => draws * p),
          ),
          `groups of ${size}`,
        ).toBeLessThan(4);
      }
    });

    it("vary as the multinomial where groups are added up: half of them, n/2 ± √n/2", () => {
      const R = 400;
      let half = 0;
      many.forEach((count, i) => {
        if (i % 2 === 0) half += count;
      });
      const p = half / total;
      let [sum, squares] = [0, 0];
      for (let k = 0; k < R; k++) {
        draw(seeded(6, k), out);
        let drawn = 0;
        for (let i = 0; i < out.length; i += 2) drawn += out[i];
        sum += drawn - half;
        squares += (drawn - half) ** 2;
      }
      const variance = total * p * (1 - p);
      expect(Math.abs(sum / R)).toBeLessThan(4 * Math.sqrt(variance / R));
      // The variance of R draws is known to √(2/R) = 7 %.
      expect(Math.abs(squares / R / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / R));
    });
  });
});
