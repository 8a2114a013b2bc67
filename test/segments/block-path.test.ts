import { expect, it } from "vitest";
import { BlockPath, dealer } from "../../src/segments/block-path.ts";

it("deals equal customers as if at random, and alike for any earlier purchases", () => {
  const [blocks, customers] = [200, 20_000];
  const path = new BlockPath();
  path.add(324, 1, 10_000_000);
  path.add(325, 2, 20_000_000);
  const turned = new BlockPath();
  turned.add(325, 2, 20_000_000);
  turned.add(324, 1, 10_000_000);
  expect(turned).toStrictEqual(path);
  const deal = dealer(blocks);
  const counts = new Float64Array(blocks);
  for (let k = 0; k < customers; k++) counts[deal(path)]!++;
  const mean = customers / blocks;
  const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (blocks - 1);
  // χ² of 199 degrees of freedom is within 135 and 275 in all but one of ten thousand.
  expect((variance * 199) / mean).toBeGreaterThan(135);
  expect((variance * 199) / mean).toBeLessThan(275);
});
