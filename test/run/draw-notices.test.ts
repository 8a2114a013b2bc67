import { expect, it } from "vitest";
import { drawNotices, sampleNotices } from "../../src/run/random-sample.ts";

const estimate = { name: "r", value: 1, standardError: 0.001, logStandardError: 0.001 };
const firm = { purchase: { estimates: [estimate] } } as never;

it("says where a sample of the customers gives the draws of the parameters behind intervals", () => {
  const [notice, ...others] = drawNotices(50_001, firm, true);
  expect(others).toEqual([]);
  expect(notice).toMatchObject({ name: "sampled-draws", severity: "note" });
  expect(notice!.message).toContain("20,000 of the 50,001 customers");
});

it("says nothing of fewer customers, of other data, or where every customer is resampled", () => {
  const unsure = { purchase: { estimates: [{ ...estimate, logStandardError: 0.3 }] } } as never;
  expect(drawNotices(50_000, firm, true)).toEqual([]);
  expect(drawNotices(50_001, firm, false)).toEqual([]);
  expect(drawNotices(50_001, unsure, true)).toEqual([]);
});

it("say how many customers give the totals, and how many the coverage in a holdout", () => {
  const textOf = (totals: number, held: boolean): string[] =>
    sampleNotices(200_000, { totals, held }).map(({ message }) => message);
  const sample = (size: string): string => `A random sample of ${size} of the 200,000 customers gives`;
  expect(textOf(5000, false)).toEqual([`${sample("5,000")} the intervals of the totals.`]);
  expect(textOf(5000, true)).toEqual([
    `${sample("5,000")} the intervals of the totals, and one of 10,000 gives the coverage in the holdout.`,
  ]);
  expect(textOf(10_000, true)).toEqual([
    `${sample("10,000")} the intervals of the totals and the coverage in the holdout.`,
  ]);
  expect(sampleNotices(50_000, { totals: 5000, held: true })).toEqual([]);
});
