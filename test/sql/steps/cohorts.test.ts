import { afterAll, beforeAll, expect, it } from "vitest";
import { type Period, periodsOf } from "../../../src/data/periods.ts";
import { purchasesOf } from "../../../src/data/purchases.ts";
import type { Grain } from "../../../src/data/time-unit.ts";
import { type CohortClock, countCohorts, countFirstDays } from "../../../src/months/cohort-counts.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { countKeptCohorts, countKeptFirstDays } from "../../../src/sql/steps/cohorts-sql.ts";
import { keepTransactions } from "../../../src/sql/steps/kept-log.ts";
import { readLog } from "../../support/log.ts";
import { scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 2 });
});
afterAll(() => session.close());

const HOUR = 3_600_000;

/** 200 rows of 30 customers within two years, of hours about midnight too; some are returns. */
function rowsFrom(seed: number, since: number): string {
  const random = seeded(seed);
  const below = (n: number): number => Math.floor(random.uniform() * n);
  const ids = ["é", "O'Brien", "-", ...Array.from({ length: 27 }, (_, k) => String(k))];
  const lines = Array.from({ length: 200 }, () => {
    const at = new Date(since + below(730 * 24) * HOUR).toISOString();
    return `${ids[below(30)]},${at},${(below(1200) - 300) / 100}`;
  });
  return `customer,date,value\n${lines.join("\n")}\n`;
}

it.each<[Grain, Period, CohortClock, "net" | "match" | "drop", string, object]>([
  ["day", "month", "calendar", "net", "UTC", {}],
  ["day", "week", "calendar", "match", "UTC", { until: "1970-11-15" }],
  ["day", "quarter", "age", "drop", "UTC", { from: "1970-02-10" }],
  ["week", "month", "age", "match", "UTC", {}],
  ["month", "quarter", "calendar", "net", "UTC", {}],
  ["none", "week", "age", "drop", "UTC", {}],
  ["hour", "month", "calendar", "net", "Asia/Tokyo", {}],
])("counts %s grains by %s and %s in SQL as in memory", async (grain, period, clock, returns, timeZone, bounds) => {
  // Before 1970 too, where the zone allows the shorter table of its changes.
  const text = rowsFrom(7, timeZone === "UTC" ? Date.UTC(1969, 5, 1) : Date.UTC(1971, 0, 1));
  const reading = { returns, timeZone } as const;
  const log = await readLog(text, reading);
  const asked = { ...bounds, grain, unit: "day" } as const;
  const { purchases, observation } = purchasesOf(log, asked);
  const kept = await keepTransactions(session, await openSource(session, scratch(text), { csv: {} }), reading);
  const from = purchases.start.subarray(0, purchases.begin.at(-1)).reduce((least, at) => Math.min(least, at));
  const question = { ...periodsOf(period, { from, end: observation.end }, asked, log.zone), clock, grain };
  const counts = countCohorts(purchases, log.zone, question);
  expect(counts.length).toBeGreaterThan(10);
  expect(await countKeptCohorts(session, kept, question, asked)).toStrictEqual(counts);
  expect(await countKeptFirstDays(session, kept, asked)).toStrictEqual(countFirstDays(purchases, grain, log.zone));
});
