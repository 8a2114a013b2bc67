import { describe, expect, it } from "vitest";
import { adjustedForMany } from "../../src/math/benjamini-hochberg.ts";
import { sameShare, shareInterval } from "../../src/math/two-shares.ts";
import { expectClose } from "../support/close.ts";

describe("sameShare", () => {
  // Fisher (1935), the lady who tastes tea: 3 of 4 and 1 of 4 right; 34 of 70 tables are no likelier.
  it.each([
    [3, 4, 1, 4, 34 / 70],
    [4, 4, 0, 4, 2 / 70],
    [2, 4, 2, 4, 1],
    [0, 5, 0, 7, 1],
    [5, 5, 7, 7, 1],
    [0, 0, 3, 7, 1],
  ])("of %i of %i and %i of %i", (hits, of, others, ofOthers, p) => {
    expectClose(sameShare({ hits, of }, { hits: others, of: ofOthers }), p, 1e-14);
    expectClose(sameShare({ hits: others, of: ofOthers }, { hits, of }), p, 1e-14);
  });

  it("adds up every table's probability, by factorials", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const [a, of, b, ofOthers] of [
      [7, 19, 3, 31],
      [1, 12, 9, 20],
    ] as const) {
      const weight = (k: number): number => choose(of, k) * choose(ofOthers, a + b - k);
      const tables = Array.from({ length: Math.min(of, a + b) + 1 }, (_, k) => weight(k));
      const tail = tables.filter((one) => one <= weight(a) * (1 + 1e-9)).reduce((sum, one) => sum + one, 0);
      expectClose(sameShare({ hits: a, of }, { hits: b, of: ofOthers }), tail / choose(of + ofOthers, a + b), 1e-12);
    }
  });

  it("neither overflows nor divides by nothing, with millions of customers", () => {
    expect(sameShare({ hits: 60_000, of: 1_000_000 }, { hits: 40_000, of: 1_000_000 })).toBeLessThan(1e-300);
    const p = sameShare({ hits: 50_200, of: 1_000_000 }, { hits: 49_800, of: 1_000_000 });
    // z = 400/√(2·10⁶·0.05·0.95) = 1.298: p = 0.194, continuity corrected 0.195.
    expectClose(p, 0.1951, 0.005);
  });
});

describe("shareInterval", () => {
  it("is Wilson's", () => {
    // Agresti & Coull (1998): 0 of 10 at 95 % ends at z²/(10 + z²), z = 1.959964.
    const [low, high] = shareInterval({ hits: 0, of: 10 }, 0.95);
    expect(low).toBe(0);
    expectClose(high, 3.841458820694124 / 13.841458820694124, 1e-12);
    expect(shareInterval({ hits: 10, of: 10 }, 0.95)[1]).toBe(1);
    expect(shareInterval({ hits: 0, of: 0 }, 0.95)).toEqual([0, 1]);
  });

  it("is where the score test at its ends has the level", () => {
    const z = 1.6448536269514722;
    for (const end of shareInterval({ hits: 12, of: 80 }, 0.9))
      expectClose(Math.abs(12 / 80 - end) / Math.sqrt((end * (1 - end)) / 80), z, 1e-12);
  });
});

// worked-examples.json, benjamini_hochberg.
describe("adjustedForMany", () => {
  it("is that of the worked example, in any order", () => {
    const p = [0.001, 0.008, 0.012, 0.04, 0.06, 0.2, 0.35, 0.5, 0.7, 0.9];
    const expected = [0.01, 0.04, 0.04, 0.1, 0.12, 1 / 3, 0.5, 0.625, 7 / 9, 0.9];
    const adjusted = adjustedForMany(Float64Array.from(p));
    for (const [k, value] of expected.entries()) expectClose(adjusted[k]!, value, 1e-15);
    expect(adjusted.filter((value) => value <= 0.1).length).toBe(4);
    expect(adjustedForMany(Float64Array.from(p.toReversed())).reverse()).toEqual(adjusted);
  });

  it("never exceeds 1", () => {
    expect([...adjustedForMany(Float64Array.of(0.9, 0.95))]).toEqual([0.95, 0.95]);
  });
});
