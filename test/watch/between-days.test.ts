import { expect, it } from "vitest";
import { betweenDays, nodesAmong } from "../../src/watch/between-days.ts";

const days = Array.from({ length: 12 }, (_, k) => (39 * (k + 1)) / 12);

it("takes the first, a middle and the last day", () => {
  expect(nodesAmong(days)).toEqual([0, 2, 11]);
  expect(nodesAmong([1, 2, 3])).toEqual([0, 1, 2]);
  expect(nodesAmong([4])).toEqual([0]);
});

it.each([0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 100])(
  "is within 1.9 % of √(t^0.9 + %d t^1.8) between its days",
  (share) => {
    const deviation = (t: number): number => Math.sqrt(t ** 0.9 + share * t ** 1.8);
    for (const longest of [2, 13, 50]) {
      const times = days.map((day) => 1 + ((longest - 1) * (day - days[0]!)) / (days.at(-1)! - days[0]!));
      const nodes = nodesAmong(times).map((k) => times[k]!);
      const at = betweenDays(nodes, nodes.map(deviation));
      for (const time of times) expect(Math.abs(at(time) / deviation(time) - 1)).toBeLessThan(0.019);
      for (const time of nodes) expect(at(time)).toBeCloseTo(deviation(time), 12);
    }
  },
);

it("is linear where a deviation is 0", () => {
  const at = betweenDays([1, 3, 5], [0, 4, 2]);
  expect([1, 2, 3, 4, 5].map(at)).toEqual([0, 2, 4, 3, 2]);
  expect(betweenDays([2], [0])(2)).toBe(0);
});
