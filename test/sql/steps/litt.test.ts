import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCsv } from "../../../src/data/csv/table.ts";
import { countHistories } from "../../../src/data/histories.ts";
import { readTransactions } from "../../../src/data/read-transactions.ts";
import { summarize } from "../../../src/data/summarize.ts";
import { GRAINS, UNITS } from "../../../src/data/time-unit.ts";
import { customerBaseCsv } from "../../../src/io/customer-base-csv.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { fetchFitData } from "../../../src/sql/steps/histories.ts";
import { openBase } from "../../../src/sql/steps/open-base.ts";
import { summarizeLog } from "../../../src/sql/steps/summarize-log.ts";
import { fetchedBase } from "../../support/fetched-base.ts";
import { expectSame, scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 2 });
});
afterAll(() => session.close());

const row = fc.tuple(
  fc.constantFrom("a", "b", "c"),
  fc.integer({ min: 0, max: 9e10 }),
  fc.integer({ min: -500, max: 2000 }),
);
const log = fc
  .array(row, { minLength: 1, maxLength: 40 })
  .map(
    (rows) =>
      `customer,date,value\n${rows.map(([id, at, cents]) => `${id},${new Date(1.6e12 + at).toISOString()},${(cents / 100).toFixed(2)}`).join("\n")}\n`,
  );

describe("litt in DuckDB", () => {
  it("has the bits of the memory way, for any grain, unit, split, window and returns", async () => {
    await fc.assert(
      fc.asyncProperty(
        log,
        fc.constantFrom(...GRAINS),
        fc.constantFrom(...UNITS),
        fc.constantFrom("drop", "net", "match"),
        fc.constantFrom({}, { split: "2022-01-01" }, { from: "2020-12-01", until: "2022-06-01" }),
        async (bytes, grain, unit, returns, window) => {
          const options = { grain, unit, litt: true, ...window };
          await expectSame(session, { bytes, reading: { returns } as never, options }, false);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("has the bits of the memory way by history and by customer, from a log and from a base", async () => {
    const rows = Array.from({ length: 3000 }, (_, k) => {
      const day = new Date(Date.UTC(2023, 0, 1 + ((k * k * 31) % 397))).toISOString().slice(0, 10);
      return `c${(k * 7) % 211},${day},${1 + (k % 9)}`;
    });
    const text = `customer,date,value\n${rows.join("\n")}\n`;
    const table = await openCsv([new TextEncoder().encode(text)]);
    const { base } = summarize(await readTransactions(table), { unit: "week", litt: true });
    const opened = await openSource(session, scratch(text), { csv: {} });
    const made = await summarizeLog(session, opened, {}, { unit: "week", litt: true });
    expect((await fetchedBase(session, made.base)).litt).toStrictEqual(base.litt);
    expect((await fetchFitData(session, made.base)).histories).toStrictEqual(countHistories(base));
    const file = scratch([...customerBaseCsv(base)].join(""));
    const read = await openBase(session, await openSource(session, file, { csv: {} }), {});
    expect(read.hasLitt).toBe(true);
    expect((await fetchFitData(session, read)).histories).toStrictEqual(countHistories(base));
  });

  it("is refused in a base where it is more than equal times have", async () => {
    const path = scratch("customer_id,frequency,recency,T,litt\n1,2,30,40,9.9\n");
    const opened = await openSource(session, path, { csv: {} });
    await expect(openBase(session, opened, { unit: "day" })).rejects.toThrow(
      /litt is not a number, or larger than recency and frequency allow/,
    );
  });
});
