import { expect, it } from "vitest";
import { builtInScheme } from "../../src/segments/built-in-schemes.ts";
import { midRankScores, NAMED, namedSegment, readRfmCuts } from "../../src/segments/rfm.ts";
import { figures } from "../value/economics.ts";

const rows = figures("cdnow-rfm-scores");
const column = (name: string, sign = 1): Float64Array => Float64Array.from(rows, (row) => sign * Number(row[name]));

it("scores CDNOW by mid-ranks, and names ten segments, as the reference", () => {
  const R = midRankScores(column("recency_days", -1));
  const [F, M] = [midRankScores(column("orders")), midRankScores(column("value"))];
  const names = rows.map((_, k) => NAMED[namedSegment(R[k]!, F[k]!)]!.name);
  rows.forEach((row, k) => {
    expect([R[k], F[k], M[k]].map(String)).toStrictEqual([row["R"], row["F"], row["M"]]);
    expect(names[k]).toBe(row["segment"]);
  });
  for (const segment of figures("cdnow-rfm-segments")) {
    const of = rows.filter((_, k) => names[k] === segment["segment"]);
    const sum = (name: string): number => of.reduce((all, row) => all + Number(row[name]), 0);
    expect(of).toHaveLength(Number(segment["customers"]));
    expect(sum("orders")).toBe(Number(segment["orders"]));
    for (const name of ["value", "clv"]) {
      const expected = Number(segment[name]);
      expect(Math.abs(sum(name) / expected - 1)).toBeLessThan(1e-9);
    }
  }
});

it("takes cut points of the user, which hold for every period", () => {
  const { segmentOf, segments, orderCuts } = builtInScheme("rfm", readRfmCuts("0,2,5,11/1,2,4,8"));
  expect(orderCuts).toStrictEqual([2, 3, 5, 9]);
  const name = (recency: number, band: number): string => segments[segmentOf(recency, band, 0)]!.name;
  expect([name(0, 4), name(2, 1), name(5, 3), name(11, 5), name(12, 1)]).toStrictEqual([
    ...["champions", "promising", "need attention", "cannot lose", "hibernating"],
  ]);
  expect(builtInScheme("rfm", readRfmCuts("0,1,3,6/1,2,3,5")).segments).toStrictEqual(builtInScheme("rfm").segments);
  for (const wrong of ["1,2,3/1,2,3,4", "0,1,1,2/1,2,3,4", "0,1,2,3/0,1,2,3", "0,1,2,3", "0,1,2,3/1,2,3,4/5"])
    expect(() => readRfmCuts(wrong)).toThrow("--cuts");
});
