import { describe, expect, it } from "vitest";
import { countedAge, grainClock } from "../../src/data/calendar.ts";
import { readCustomerBase } from "../../src/data/read-customer-base.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../src/data/summarize.ts";
import { lengthIn } from "../../src/data/time-unit.ts";
import { timeZone } from "../../src/data/time-zone.ts";
import { customerBaseCsv } from "../../src/io/customer-base-csv.ts";
import { csv } from "../support/log.ts";

const ROWS = [
  ["a", "2019-12-31"],
  ["a", "2020-02-29"],
  ["a", "2020-03-01"],
  ["a", "2024-01-15"],
  ["b", "2023-12-31T23:30:00Z"],
  ["b", "2024-02-01"],
  ["c", "2024-02-29"],
] as const;

async function baseOf(options: SummarizeOptions, zone = "UTC") {
  const log = await readTransactions(
    ROWS.map(([customer, date]) => ({ customer, date })),
    { timeZone: zone },
  );
  return summarize(log, { until: "2024-05-31", ...options }).base;
}

const DISCRETE = { month: { unit: "month", grain: "month" }, year: { unit: "year", grain: "year" } } as const;

describe("ages that are counted", () => {
  it("are the starts of grains between, for months and years of every length", () => {
    const month = (k: number): number => new Date(0).setUTCFullYear(1890, k, 1);
    const year = (k: number): number => new Date(0).setUTCFullYear(1700 + k, 0, 1);
    for (let from = 0; from < 60; from++) {
      for (let n = 0; n < 2000; n += 7) {
        expect(lengthIn(month(from + n) - month(from), { unit: "month", discrete: true })).toBe(n);
      }
    }
    for (let from = 0; from < 8; from++) {
      for (let n = 0; n <= 400; n++) {
        expect(lengthIn(year(from + n) - year(from), { unit: "year", discrete: true })).toBe(n);
      }
    }
  });

  it("are months, or years, of the calendar of the zone", async () => {
    const months = await baseOf({ ...DISCRETE.month, discrete: true });
    expect([[...months.frequency], [...months.recency], [...months.T]]).toEqual([
      [3, 1, 0],
      [49, 2, 0],
      [53, 5, 3],
    ]);
    const berlin = await baseOf({ ...DISCRETE.month, discrete: true }, "Europe/Berlin");
    expect([berlin.recency[1], berlin.T[1]]).toEqual([1, 4]);
    const years = await baseOf({ ...DISCRETE.year, discrete: true });
    expect([[...years.frequency], [...years.recency], [...years.T]]).toEqual([
      [2, 1, 0],
      [5, 1, 0],
      [5, 1, 0],
    ]);
  });

  it("give a holdout in whole grains", async () => {
    const base = await baseOf({ ...DISCRETE.month, discrete: true, split: "2024-02-01" });
    expect(base.holdout!.duration).toBe(4);
    expect([...base.holdout!.frequency]).toEqual([0, 1]);
  });

  it("need a grain of calendar time, which is the unit", async () => {
    await expect(baseOf({ unit: "week", grain: "month", discrete: true })).rejects.toThrow(
      /^--unit: expected month, because every month counts as one opportunity, got "week"/,
    );
    await expect(baseOf({ unit: "hour", grain: "hour", discrete: true })).rejects.toThrow(
      /^--grain: expected the time/,
    );
  });

  it.each(["month", "year"] as const)("come back from a file: grain %s", async (grain) => {
    const base = await baseOf({ ...DISCRETE[grain], discrete: true });
    const text = [...customerBaseCsv(base)].join("");
    expect(await readCustomerBase(await csv(text), { discrete: true, unit: grain })).toEqual(base);
    expect(await readCustomerBase(await csv(text), { discrete: true, grain })).toEqual(base);
    await expect(readCustomerBase(await csv(text))).rejects.toThrow(
      /agree in no unit". If they count whole .* --discrete/,
    );
  });

  it("are those of the starts of grains up to a time of the calendar", () => {
    const birth = Date.UTC(2024, 0, 1);
    expect(countedAge(birth, Date.UTC(2024, 1, 1) - 1, "month")).toBe(0);
    expect(countedAge(birth, Date.UTC(2024, 1, 1), "month")).toBe(1);
    expect(countedAge(birth, Date.UTC(2031, 11, 31), "year")).toBe(7);
  });
});

it("a year begins on January 1, before 1970 and in the year 1 too", () => {
  const { startOf, before } = grainClock("year", timeZone("UTC"));
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
  for (const [at, start, last] of [
    ["2024-02-29", "2024-01-01", "2023-01-01"],
    ["1969-12-31", "1969-01-01", "1968-01-01"],
    ["0002-05-05", "0002-01-01", "0001-01-01"],
  ] as const) {
    expect(startOf(day(at) + 5)).toBe(day(start));
    expect(before(day(start))).toBe(day(last));
  }
});
