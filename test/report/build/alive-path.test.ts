import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import { probabilityAlive } from "../../../models/bg-nbd/probability-alive.ts";
import { readTransactions } from "../../../src/data/read-transactions.ts";
import { summarize } from "../../../src/data/summarize.ts";
import { buildAlivePath } from "../../../src/report/build/alive-path.ts";
import { purchaseTimes } from "../../../src/report/build/purchase-times.ts";

const theta = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const row = (customer: string, date: string, value = 10) => ({ customer, date, value });
const log = await readTransactions([
  row("a", "2024-01-01"),
  row("b", "2024-01-03"),
  row("a", "2024-01-15T18:00:00Z"),
  row("a", "2024-01-15"),
  row("a", "2024-01-20"),
  row("a", "2024-01-20", -10),
  row("a", "2024-02-01"),
  row("a", "2024-03-05"),
  row("b", "2024-03-20"),
]);
const { base } = summarize(log, { unit: "week", until: "2024-03-01" });
const day = (iso: string) => Date.parse(`${iso}T00:00Z`);

describe("the path of one customer", () => {
  it("finds again the purchases the base counted: merged, netted, within the time observed", () => {
    expect(base.frequency[0]).toBe(2);
    expect(purchaseTimes(log, base, 0)).toEqual(["2024-01-01", "2024-01-15", "2024-02-01"].map(day));
  });

  it("leaves out what lies beyond the time observed, within its last day too", async () => {
    const rows = [row("a", "2024-01-01"), row("a", "2024-01-05T08:00Z"), row("a", "2024-01-05T18:00Z", -10)];
    const returned = await readTransactions(rows);
    const bounds = { until: "2024-01-05T12:00Z" };
    const observed = summarize(returned, { unit: "day", ...bounds }).base;
    expect(observed.frequency[0]).toBe(1);
    expect(purchaseTimes(returned, observed, 0, bounds)).toEqual(["2024-01-01", "2024-01-05"].map(day));
  });

  it("has P(alive) before and after every purchase, at the end of observation, and beyond in silence", () => {
    const path = buildAlivePath(base, 0, bgNbd, theta, purchaseTimes(log, base, 0))!;
    const at = (date: string) => path.points.filter((point) => point.date === `${date}T00:00Z`);
    const p = (x: number, tx: number, T: number) => probabilityAlive(theta, x, tx / 7, T / 7);
    expect(at("2024-01-01").map(({ probabilityAlive }) => probabilityAlive)).toEqual([1]);
    expect(at("2024-01-15").map(({ probabilityAlive }) => probabilityAlive)).toEqual([p(0, 0, 14), p(1, 14, 14)]);
    expect(at("2024-02-01").map(({ probabilityAlive }) => probabilityAlive)).toEqual([p(1, 14, 31), p(2, 31, 31)]);
    expect(at("2024-03-01").map(({ probabilityAlive }) => probabilityAlive)).toEqual([p(2, 31, 60)]);
    expect(path.until).toBe("2024-03-01T00:00Z");
    expect(path.points.at(-1)!.date > "2024-03-15").toBe(true);
    const after = path.points.filter(({ date }) => date >= "2024-02-01T00:01Z").map((point) => point.probabilityAlive);
    expect(after).toEqual([...after].sort((a, b) => b - a));
    expect(path.points.map(({ date }) => date)).toEqual(path.points.map(({ date }) => date).sort());
  });

  it("begins at the last purchase without a log, and is not there without dates", () => {
    const path = buildAlivePath(base, 0, bgNbd, theta)!;
    expect(path.purchases).toEqual(["2024-02-01T00:00Z"]);
    expect(path.points[0]!.probabilityAlive).toBe(probabilityAlive(theta, 2, 31 / 7, 31 / 7));
    const { firstDate: _, ...undated } = base;
    expect(buildAlivePath(undated, 0, bgNbd, theta)).toBeUndefined();
  });
});
