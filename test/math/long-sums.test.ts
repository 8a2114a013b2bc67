import { describe, expect, it } from "vitest";
import { digammaDifference, logGammaDifference, trigammaDifference } from "../../src/math/gamma-differences.ts";
import { type LongSums, longSums } from "../../src/math/long-sums.ts";
import { expectClose } from "../support/close.ts";

const ENDS = [0, 1, 5, 31, 32, 63, 64, 65, 96, 1000, 1001, 12_345, 1_000_000, 3_000_000];

describe("sums over long runs of whole numbers", () => {
  it("are ln Γ, ψ and ψ′ to 1e-14, with singularities from −1e-8 to −1e8", () => {
    const sums = longSums(ENDS);
    for (const r of [1e-8, 0.3, 1, 7.5, 400, 1e5, 1e8]) {
      for (const [run, end] of ENDS.entries()) {
        const begin = ENDS[run - 1] ?? 0;
        const gap = end - begin;
        const where = `r = ${r}, ${begin} to ${end}`;
        expectClose(
          sumOf(sums, run, (k) => Math.log(r + k)),
          logGammaDifference(r + begin, gap),
          1e-14,
          `logarithm, ${where}`,
          1e-15,
        );
        expectClose(
          sumOf(sums, run, (k) => 1 / (r + k)),
          digammaDifference(r + begin, gap),
          1e-14,
          `ψ, ${where}`,
        );
        expectClose(
          sumOf(sums, run, (k) => -1 / (r + k) ** 2),
          trigammaDifference(r + begin, gap),
          1e-14,
          `ψ′, ${where}`,
        );
      }
    }
  });

  it("evaluate each number of a short run, and fewer than three hundred of three million", () => {
    const { at, weight } = longSums([0, 3, 20, 40, 50]);
    expect([...at]).toEqual(Array.from({ length: 50 }, (_, k) => k));
    expect(new Set(weight)).toEqual(new Set([1]));
    expect(longSums([3_000_000]).at.length).toBeLessThan(300);
    expect(longSums([3_000_000]).weight.reduce((sum, w) => sum + w)).toBeCloseTo(3_000_000, 6);
  });

  it("of nothing are empty", () => {
    expect(longSums([-1, 0]).at).toHaveLength(0);
    expect(longSums([]).at).toHaveLength(0);
  });
});

function sumOf({ start, at, weight }: LongSums, run: number, f: (k: number) => number): number {
  let sum = 0;
  for (let j = start[run]!; j < start[run + 1]!; j++) sum += weight[j]! * f(at[j]!);
  return sum;
}
