import { describe, expect, test } from "vitest";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { type SummarizeOptions, type Summary, summarize } from "../../src/data/summarize.ts";

type Row = readonly [customer: string, date: string, value?: number];

async function summary(
  rows: readonly Row[],
  options: Partial<SummarizeOptions> & { timeZone?: string } = {},
): Promise<Summary> {
  const transactions = rows.map(([customer, date, value]) =>
    value === undefined ? { customer, date } : { customer, date, value },
  );
  const log = await readTransactions(
    transactions,
    options.timeZone === undefined ? {} : { timeZone: options.timeZone },
  );
  const result = summarize(log, { unit: "day", ...options });
  const { rows: total, before, after, used, merged, cancelled, newInHoldout } = result.report;
  expect(before + after + used + merged + cancelled + newInHoldout).toBe(total);
  return result;
}

function table({ base }: Summary): unknown[][] {
  return base.customers.map((id, k) => [id, base.frequency[k], base.recency[k], base.T[k], base.monetaryValue?.[k]]);
}

describe("merging", () => {
  test("purchases of one day are one, with the sum of their values; the first purchase is left out of m", async () => {
    const result = await summary([
      ["b", "2024-01-01T09:00", 1],
      ["a", "2024-01-05", 10],
      ["b", "2024-01-11T23:59:59.999", 0.1],
      ["b", "2024-01-11T00:00", 0.2],
      ["b", "2024-01-21", 4],
    ]);
    expect(table(result)).toEqual([
      ["a", 0, 0, 16, Number.NaN],
      // (0.1 + 0.2 + 4)/2, summed as whole millionths: 4 300 000 / 2 000 000.
      ["b", 2, 20, 20, 2.15],
    ]);
    expect(result.report).toMatchObject({ rows: 5, used: 4, merged: 1, untilFromLog: true });
  });

  test("a purchase twice on one day counts once", async () => {
    const once: Row[] = [
      ["a", "2024-01-01"],
      ["a", "2024-01-09"],
    ];
    expect((await summary([...once, ...once])).base).toEqual((await summary(once)).base);
  });

  test("every grain", async () => {
    // Wednesday 2024-01-31 18:10, 18:50; Thursday 2024-02-01; Sunday 2024-02-04; Monday 2024-02-05.
    const rows: Row[] = [
      ["a", "2024-01-31T18:10"],
      ["a", "2024-01-31T18:50"],
      ["a", "2024-02-01T06:00"],
      ["a", "2024-02-04T23:00"],
      ["a", "2024-02-05T00:00"],
    ];
    const of = async (grain: SummarizeOptions["grain"]) =>
      table(await summary(rows, { grain: grain! }))[0]!.slice(1, 4);
    expect(await of("none")).toEqual([4, (4 * 24 + 5) / 24 + 50 / 60 / 24, (4 * 24 + 5) / 24 + 50 / 60 / 24]);
    expect(await of("hour")).toEqual([3, (4 * 24 + 6) / 24, (4 * 24 + 6) / 24]);
    expect(await of("day")).toEqual([3, 5, 5]);
    expect(await of("week")).toEqual([1, 7, 7]);
    expect(await of("month")).toEqual([1, 31, 31]);
  });
});

describe("time units are one division of whole milliseconds", () => {
  const rows: Row[] = [
    ["a", "2023-01-01"],
    ["a", "2023-09-30"],
  ];
  for (const [unit, expected] of [
    ["hour", 272 * 24],
    ["day", 272],
    ["week", 272 / 7],
    ["month", (272 * 86_400_000) / 2_629_800_000],
    ["year", 272 / 365.25],
  ] as const) {
    test(unit, async () => {
      expect(table(await summary(rows, { unit }))[0]!.slice(2, 4)).toEqual([expected, expected]);
    });
  }
});

describe("returns and zero values", () => {
  test("a day that ends at 0 or below with returns in it is no purchase", async () => {
    const result = await summary([
      ["a", "2024-01-01", 10],
      ["a", "2024-01-02", 5],
      ["a", "2024-01-02", -2],
      ["a", "2024-01-03", 5],
      ["a", "2024-01-03", -5],
      ["a", "2024-01-04", -1],
      ["b", "2024-01-04", -7],
    ]);
    expect(table(result)).toEqual([["a", 1, 1, 3, 3]]);
    expect(result.report).toMatchObject({ used: 2, merged: 1, cancelled: 4, cancelledGrains: 3, withoutPurchase: 1 });
  });

  test("a purchase of value 0 is a purchase", async () => {
    const result = await summary([
      ["a", "2024-01-01", 0],
      ["a", "2024-01-02", 0],
    ]);
    expect(table(result)).toEqual([["a", 1, 1, 1, 0]]);
    expect(result.report.zeroValued).toBe(2);
  });

  test("a sum beyond 2^53 millionths is an error that names the customer", async () => {
    const rows: Row[] = [
      ["a", "2024-01-01", 9e9],
      ["a", "2024-01-02", 9e9],
    ];
    await expect(summary(rows)).rejects.toThrow(
      /customer "a": expected values that add up to less than 2\^53 millionths/,
    );
  });
});

describe("from and until", () => {
  const rows: Row[] = [
    ["a", "2024-01-01", 1],
    ["a", "2024-01-05T23:59", 1],
    ["b", "2024-01-03", 1],
    ["a", "2024-01-10", 1],
  ];

  test("both inclusive; what is outside is counted", async () => {
    const result = await summary(rows, { from: "2024-01-03", until: "2024-01-05" });
    expect(table(result)).toEqual([
      ["a", 0, 0, 0, Number.NaN],
      ["b", 0, 0, 2, Number.NaN],
    ]);
    expect(result.report).toMatchObject({ before: 1, after: 1, used: 2, untilFromLog: false });
  });

  test("observation may go on after the last purchase, and bounds may be times", async () => {
    expect((await summary(rows, { until: "2024-01-20" })).base.T[1]).toBe(17);
    expect((await summary(rows, { until: "2024-01-05T12:00" })).report.after).toBe(2);
    expect((await summary(rows, { until: new Date("2024-01-05T23:59Z") })).report.after).toBe(1);
  });

  test("an unreadable bound, and a window without purchases, are errors", async () => {
    await expect(summary(rows, { until: "soon" })).rejects.toThrow(/until: expected a date such as/);
    await expect(summary(rows, { from: "2025-01-01", until: "2025-02-01" })).rejects.toThrow(/at least one purchase/);
    await expect(summary([])).rejects.toThrow(/at least one purchase to observe, got "none in 0 rows"/);
  });
});

describe("split", () => {
  const rows: Row[] = [
    ["a", "2024-01-01", 1],
    ["a", "2024-01-07", 2],
    ["a", "2024-01-08", 3],
    ["a", "2024-01-10", 4],
    ["b", "2024-01-05", 1],
    ["c", "2024-01-09", 9],
    ["c", "2024-01-09", 9],
  ];

  test("the base ends on the last day before the split, the holdout is what follows", async () => {
    const result = await summary(rows, { split: "2024-01-08", until: "2024-01-14" });
    expect(table(result)).toEqual([
      ["a", 1, 6, 6, 2],
      ["b", 0, 0, 2, Number.NaN],
    ]);
    const { duration, frequency, monetaryValue, newCustomers } = result.base.holdout!;
    expect([duration, [...frequency], [...monetaryValue!], newCustomers]).toEqual([7, [2, 0], [3.5, Number.NaN], 1]);
    expect(result.report).toMatchObject({ used: 5, merged: 0, newInHoldout: 2 });
    expect(new Date(result.base.until!).toISOString()).toBe("2024-01-07T00:00:00.000Z");
  });

  test("weeks split on Mondays only", async () => {
    expect((await summary(rows, { grain: "week", split: "2024-01-08" })).base.T[0]).toBe(0);
    await expect(summary(rows, { grain: "week", split: "2024-01-09" })).rejects.toThrow(
      /split: expected the beginning of a week/,
    );
    await expect(summary(rows, { grain: "month", split: "2024-01-09" })).rejects.toThrow(/beginning of a month/);
    await expect(summary(rows, { split: "2024-01-09T12:00" })).rejects.toThrow(/beginning of a day/);
  });

  test("single purchases split at an instant", async () => {
    const { base } = await summary(rows, { grain: "none", split: "2024-01-08" });
    expect([...base.T]).toEqual([7, 3]);
    expect(base.holdout!.duration).toBe(2);
  });

  test("a split outside the log is an error", async () => {
    await expect(summary(rows, { split: "2024-02-01" })).rejects.toThrow(
      /split: expected a date up to the last one observed/,
    );
    await expect(summary(rows, { split: "2024-01-01" })).rejects.toThrow(/at least one purchase/);
  });
});

describe("time zones", () => {
  test("days are those of the shop's calendar", async () => {
    // Two orders on the evening of March 30 in New York, which is March 31 in UTC for the second.
    const rows: Row[] = [
      ["a", "2024-03-30T22:00Z"],
      ["a", "2024-03-31T02:00Z"],
    ];
    expect((await summary(rows)).base.frequency[0]).toBe(1);
    expect((await summary(rows, { timeZone: "America/New_York" })).base.frequency[0]).toBe(0);
  });

  test("days over a change of the clocks are whole; elapsed hours are not stretched", async () => {
    // Berlin, 2024-03-31: the clocks skip an hour, the day has 23.
    const rows: Row[] = [
      ["a", "2024-03-30T12:00"],
      ["a", "2024-04-01T12:00"],
    ];
    const timeZone = "Europe/Berlin";
    expect((await summary(rows, { timeZone })).base.recency[0]).toBe(2);
    expect((await summary(rows, { timeZone, grain: "hour", unit: "hour" })).base.recency[0]).toBe(47);
    expect((await summary(rows, { timeZone, grain: "none", unit: "hour" })).base.recency[0]).toBe(47);
  });

  test("until includes the last hour of its day", async () => {
    const rows: Row[] = [
      ["a", "2024-03-31T23:30"],
      ["b", "2024-04-01T00:00"],
    ];
    expect((await summary(rows, { timeZone: "Europe/Berlin", until: "2024-03-31" })).report).toMatchObject({
      used: 1,
      after: 1,
    });
  });
});

test("ids sort by code points, and are never taken for one another", async () => {
  const ids = ["b", "a", "B", "é", "Z", "10", "9", "", "😀", "\uffee", "__proto__", " a"].filter((id) => id !== "");
  const { base } = await summary(ids.map((id) => [id, "2024-01-01"]));
  expect(base.customers).toEqual(
    ids
      .map((id) => Buffer.from(id))
      .sort(Buffer.compare)
      .map(String),
  );
});
