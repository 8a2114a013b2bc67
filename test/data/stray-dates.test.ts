import { describe, expect, it } from "vitest";
import { strayGaps } from "../../src/data/stray-dates.ts";
import { summarize } from "../../src/data/summarize.ts";
import { readLog } from "../support/log.ts";

const DAY = 86_400_000;

/** A log of 60 customers who buy every nine days in 2024, and more lines. */
function logOf(...more: string[]): string {
  const lines = Array.from({ length: 60 }, (_, c) =>
    Array.from({ length: 8 }, (_, k) => {
      const date = new Date(Date.UTC(2024, 0, 1 + (c % 20) + 9 * k)).toISOString().slice(0, 10);
      return `c${c},${date}`;
    }),
  ).flat();
  return ["customer,date", ...lines, ...more, ""].join("\n");
}

async function datesOf(text: string, options: object = {}) {
  const { strayFirst, strayLast, future } = summarize(await readLog(text), { unit: "day", ...options }).report;
  return { strayFirst, strayLast, future };
}

const NEXT = Date.UTC(2024, 0, 1 + 19 + 63);

describe("dates that stand alone", () => {
  it("are told at the end, with the rows there and the date before", async () => {
    const mistyped = Date.UTC(2203, 4, 1);
    expect(await datesOf(logOf("c3,2203-05-01"))).toStrictEqual({
      strayFirst: undefined,
      strayLast: { date: mistyped, next: NEXT, rows: 1 },
      future: undefined,
    });
    const two = await datesOf(logOf("c3,2203-05-01", "c3,2203-05-01", "c3,2203-06-01"));
    expect(two.strayLast).toStrictEqual({ date: Date.UTC(2203, 5, 1), next: NEXT, rows: 3 });
  });

  it("are told at the beginning", async () => {
    const { strayFirst, strayLast } = await datesOf(logOf("c3,1900-01-01", "c3,2203-05-01"));
    expect(strayFirst).toStrictEqual({ date: Date.UTC(1900, 0, 1), next: Date.UTC(2024, 0, 1), rows: 1 });
    expect(strayLast?.rows).toBe(1);
  });

  it("are not told of an end that was given", async () => {
    const log = logOf("c3,1900-01-01", "c3,2203-05-01");
    expect((await datesOf(log, { until: "2210-01-01" })).strayLast).toBeUndefined();
    expect((await datesOf(log, { from: "1899-01-01" })).strayFirst).toBeUndefined();
  });

  it("are none in a log that ends as it goes on, or has a pause", async () => {
    const none = { strayFirst: undefined, strayLast: undefined, future: undefined };
    expect(await datesOf(logOf())).toStrictEqual(none);
    expect(await datesOf(logOf("c3,2024-04-10"))).toStrictEqual(none);
    const back = Array.from({ length: 10 }, (_, c) => `c${c},2025-06-0${1 + (c % 9)}`);
    expect(await datesOf(logOf(...back))).toStrictEqual(none);
    expect(await datesOf("customer,date\na,2024-01-01\nb,2030-01-01\n")).toStrictEqual(none);
  });

  it("are found by gaps far wider than those within", () => {
    const day = [...Array.from({ length: 40 }, (_, k) => 7 * k), 40 * 7 + 80];
    const count = day.map(() => 5);
    expect(strayGaps({ day, count: [...count.slice(0, -1), 1] })).toStrictEqual({ last: { low: 273, high: 360 } });
    // As many as others have.
    expect(strayGaps({ day, count })).toStrictEqual({});
    expect(strayGaps({ day: [...day.slice(0, -1), 273 + 70], count: [...count.slice(0, -1), 1] })).toStrictEqual({});
  });
});

it("rows after the clock's time are counted, and no clock is looked at", async () => {
  const now = NEXT - 2 * DAY;
  // Days 18 and 19 of the last purchases: three customers each.
  expect((await datesOf(logOf(), { now })).future).toBe(6);
  expect((await datesOf(logOf(), { now, until: "2024-12-31" })).future).toBeUndefined();
  expect((await datesOf(logOf(), { now: NEXT })).future).toBeUndefined();
});
