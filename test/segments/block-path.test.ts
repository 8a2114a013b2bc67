import { expect, it } from "vitest";
import { BlockPaths } from "../../src/segments/block-path.ts";

it("deals equal customers as if at random, and alike for any earlier purchases", () => {
  const [blocks, customers] = [200, 20_000];
  const paths = new BlockPaths(customers);
  for (let c = 0; c < customers; c++) {
    const periods = [324, 325].map((period, k) => [period, k + 1, 10_000_000 * (k + 1)] as const);
    for (const [period, orders, worth] of c % 2 === 0 ? periods : periods.reverse())
      paths.add(c, period, orders, worth);
  }
  expect(new Set(paths.first).size).toBe(1);
  expect(new Set(paths.second).size).toBe(1);
  const counts = new Float64Array(blocks);
  for (const block of paths.deal(blocks)) counts[block]!++;
  const mean = customers / blocks;
  const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (blocks - 1);
  // χ² of 199 degrees of freedom is within 135 and 275 in all but one of ten thousand.
  expect((variance * 199) / mean).toBeGreaterThan(135);
  expect((variance * 199) / mean).toBeLessThan(275);
});
