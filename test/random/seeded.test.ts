import { describe, expect, it } from "vitest";
import { seeded } from "../../src/random/seeded.ts";

/** From a transcription of sfc32 in Python integers, 15 rounds stirred, (w1·2^21 + ⌊w2/2^11⌋)/2^53. */
const KNOWN: [number, number, number[]][] = [
  [0, 0, [0.9817317203201134, 0.5801159085061014, 0.48707062238358634]],
  [1, 0, [0.7887684754681908, 0.8257388832667681, 0.09987997813924598]],
  [2 ** 53 - 1, 7, [0.7090941257621571, 0.32726236785602103, 0.590781062259503]],
];

describe("the seeded generator", () => {
  it.each(KNOWN)("gives the words of sfc32 for seed %d, stream %d", (seed, stream, expected) => {
    const random = seeded(seed, stream);
    expect([random.uniform(), random.uniform(), random.uniform()]).toEqual(expected);
  });

  it("is fixed by its seed and differs by seed and stream", () => {
    const first = (seed: number, stream?: number): string => {
      const random = seeded(seed, stream);
      return [random.uniform(), random.uniform()].join();
    };
    expect(first(5)).toBe(first(5));
    const sequences = [first(5), first(6), first(5 + 2 ** 32), first(5, 1), first(6, 1)];
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 53])("refuses the seed %d", (seed) => {
    expect(() => seeded(seed)).toThrow(/^seed: expected an integer from 0 to/);
  });

  it("stays inside the open interval and fills it evenly: chi-square over 64 bins", () => {
    const random = seeded(20050502);
    const draws = 256_000;
    const bins = new Float64Array(64);
    let inside = 0;
    for (let i = 0; i < draws; i++) {
      const u = random.uniform();
      if (u > 0 && u < 1) inside++;
      bins[Math.floor(64 * u)]++;
    }
    expect(inside).toBe(draws);
    const chiSquare = bins.reduce((sum, n) => sum + (n - draws / 64) ** 2 / (draws / 64), 0);
    // 63 degrees of freedom: 99.9 % lies between 31 and 108.
    expect(chiSquare).toBeGreaterThan(31);
    expect(chiSquare).toBeLessThan(108);
  });

  it("has neighbouring streams that are not correlated", () => {
    const n = 100_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (seeded(1, i).uniform() - 0.5) * (seeded(1, i + 1).uniform() - 0.5);
    // Standard error of the correlation: 1/√n = 0.0032.
    expect(Math.abs((12 * sum) / n)).toBeLessThan(4 / Math.sqrt(n));
  });
});
