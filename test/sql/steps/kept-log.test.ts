import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCsv } from "../../../src/data/csv/table.ts";
import { observationOf } from "../../../src/data/observation.ts";
import { placesInLog } from "../../../src/data/purchases.ts";
import { type ReadOptions, readTransactions } from "../../../src/data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../../src/data/summarize.ts";
import { purchaseTimes } from "../../../src/report/build/purchase-times.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { fetchLog } from "../../../src/sql/steps/fetch-log.ts";
import {
  countKeptWeeks,
  keepTransactions,
  keptPlaces,
  keptPurchases,
  keptSpan,
} from "../../../src/sql/steps/kept-log.ts";
import { summarizeKept } from "../../../src/sql/steps/summarize-log.ts";
import { countWeeks, weeksOf } from "../../../src/validate/count-weeks.ts";
import { originsBetween, rollingOrigins } from "../../../src/validate/rolling-origins.ts";
import { fetchedBase } from "../../support/fetched-base.ts";
import { scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 2 });
});
afterAll(() => session.close());

const ids = ["a", "b", "007", "7", "é", "😀", "O'Brien; DROP TABLE rfm --", "x\u0000y", '"q"'];
const date = fc
  .tuple(fc.integer({ min: 0, max: 700 }), fc.constantFrom("", "T00:30:00Z", "T23:30:00Z", "T12:00:00.5Z"))
  .map(([day, time]) => new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10) + time);
const value = fc.integer({ min: -300, max: 500 }).map((cents) => String(cents / 100));
const line = fc
  .tuple(fc.constantFrom(...ids), date, value)
  .map(([id, at, amount]) => `"${id.replaceAll('"', '""')}",${at},${amount}`);
const options = fc.record({
  unit: fc.constantFrom("day", "week", "hour"),
  grain: fc.constantFrom("day", "week", "month", "hour", "none"),
  from: fc.constantFrom(undefined, "2023-03-01"),
  until: fc.constantFrom(undefined, "2024-10-01", "2024-10-01T12:00:00Z"),
  split: fc.constantFrom("2024-01-01", "2024-07-01"),
}) as fc.Arbitrary<Record<string, string | undefined>>;
const reading = fc.record({
  returns: fc.constantFrom("net", "drop"),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York"),
}) as fc.Arbitrary<ReadOptions>;

/** Without the keys that are undefined. */
function given(record: Record<string, string | undefined>): SummarizeOptions {
  return Object.fromEntries(Object.entries(record).filter(([, entry]) => entry !== undefined)) as never;
}

describe("transactions kept in the engine", () => {
  it("tell weeks, origins and one customer's purchases as a log in memory does, at one split after another", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 60 }),
        fc.array(options, { minLength: 1, maxLength: 3 }),
        reading,
        async (lines, chosen, how) => {
          const text = ["customer_id,date,amount", ...lines].join("\n");
          const path = scratch(text, "kept.csv");
          const log = await readTransactions(await openCsv([new TextEncoder().encode(text)], { name: path }), how);
          const kept = await keepTransactions(session, await openSource(session, path, { csv: {} }), how);
          for (const bounds of chosen.map(given)) {
            const { grain } = bounds;
            const { first, last } = await keptSpan(session, kept, bounds);
            expect(attempt(() => originsBetween(first, last, kept.reader.zone, 2, grain))).toEqual(
              attempt(() => rollingOrigins(log, 2, bounds)),
            );
            const expected = attempt(() => summarize(log, bounds));
            const summary = await summarizeKept(session, kept, bounds).catch((error: Error) => error.message);
            if (typeof expected === "string" || typeof summary === "string") {
              expect(summary).toBe(expected);
              continue;
            }
            const base = await fetchedBase(session, summary.base);
            expect(base).toEqual(expected.base);
            expect(summary.report).toEqual(expected.report);
            const fetched = (await fetchLog(session, kept, summary.read))!;
            const again = summarize(fetched, bounds);
            expect(again).toEqual({ base: { ...expected.base, customers: [] }, report: expected.report });
            const places = placesInLog(fetched, bounds, [...expected.base.customers.keys()]);
            const inPlaces = `SELECT placed FROM ${await keptPlaces(session, kept)} ORDER BY log_place`;
            const all = (await session.texts(inPlaces)).map(([id]) => id);
            expect(places.map((place) => all[place])).toEqual(expected.base.customers);
            const { split, end } = observationOf(log, base.grain, bounds);
            expect([summary.observed.split, summary.observed.end]).toEqual([split, end]);
            const weeks = weeksOf(summary.report.from, summary.observed);
            expect(await countKeptWeeks(session, kept, summary.base.relation, weeks, bounds)).toEqual(
              countWeeks(log, weeks, bounds),
            );
            for (let k = 0; k < Math.min(base.length, 2); k++) {
              const [begin, stop] = [base.firstDate![k], base.lastDate![k]];
              expect(await keptPurchases(session, kept, bounds, base.customers[k], begin, stop)).toEqual(
                purchaseTimes(log, base, k, bounds),
              );
            }
          }
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});

/** What came of it, or what was complained of. */
function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return (error as Error).message;
  }
}
