import { describe, expect, it } from "vitest";
import { buildConcentration } from "../../../src/report/build/concentration.ts";
import { expectClose } from "../../support/close.ts";

describe("concentration", () => {
  it("adds up the best customers, one in part where the share is not whole", () => {
    // 40 customers worth 40, 39, …, 1: in all 820. The best hundredth is 0.4 of the first, the best twentieth the first two.
    const { top, median, mean } = buildConcentration(Float64Array.from({ length: 40 }, (_, k) => 40 - k));
    const share = Object.fromEntries(top.map(({ customers, share }) => [customers, share]));
    expectClose(share[0.01]!, (0.4 * 40) / 820, 1e-15);
    expectClose(share[0.05]!, (40 + 39) / 820, 1e-15);
    expectClose(share[0.1]!, (40 + 39 + 38 + 37) / 820, 1e-15);
    expectClose(share[0.2]!, (40 + 39 + 38 + 37 + 36 + 35 + 34 + 33) / 820, 1e-15);
    expect(median).toBe(20.5);
    expect(mean).toBe(20.5);
  });

  it("counts every customer once, in bins that join", () => {
    const worth = Float64Array.from({ length: 10_000 }, (_, k) => 1000 * Math.exp(-k / 900));
    const { bins, below } = buildConcentration(worth);
    expect(bins.reduce((sum, bin) => sum + bin.customers, below)).toBe(10_000);
    for (const [k, { low, high }] of bins.entries()) {
      expect(high).toBeGreaterThan(low);
      if (k > 0) expect(low).toBe(bins[k - 1]!.high);
    }
    for (const { low, high, customers } of bins.slice(0, -1)) {
      expect(customers).toBeGreaterThanOrEqual(
        worth.filter((w) => w > low * (1 + 1e-12) && w < high * (1 - 1e-12)).length,
      );
    }
  });

  it("stands on one bin where everyone is worth the same", () => {
    const { bins, below, top } = buildConcentration(new Float64Array(10).fill(3));
    expect({ bins, below }).toEqual({ bins: [{ low: 3, high: 3, customers: 10 }], below: 0 });
    for (const { customers, share } of top) expectClose(share, customers, 1e-15);
  });
});
