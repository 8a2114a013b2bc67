import { expect, it } from "vitest";
import { groupHistories } from "../../models/family/history-groups.ts";
import { bgNbd } from "../../models/index.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { seeded } from "../../src/random/seeded.ts";

const random = seeded(2);
const frequency = Float64Array.from({ length: 500 }, () => Math.floor(6 * random.uniform() ** 2));
const T = Float64Array.from({ length: 500 }, () => 30 + Math.floor(9 * random.uniform()) / 7);
const recency = frequency.map((x, k) => (x === 0 ? 0 : T[k]! * random.uniform()));

it("groups histories in any order by (x, T), each pair once", () => {
  const { group, ...of } = groupHistories({ length: 500, frequency, recency, T });
  expect(Array.from(group, (g) => of.frequency[g])).toEqual([...frequency]);
  expect(Array.from(group, (g) => of.T[g])).toEqual([...T]);
  expect(new Set(Array.from(of.T, (age, g) => `${of.frequency[g]} ${age}`)).size).toBe(of.T.length);
});

it("leaves the numbers of each history as they are alone", () => {
  const theta = bgNbd.example;
  const future = bgNbd.future({ length: 500, frequency, recency, T })(theta);
  const expected = future.expected(26);
  for (let k = 0; k < 500; k += 7) {
    const alone = futureOf(bgNbd, theta, [frequency[k]!, recency[k]!, T[k]!]);
    expect([future.alive[k], expected[k]]).toEqual([alone.alive, alone.expected(26)]);
  }
});
