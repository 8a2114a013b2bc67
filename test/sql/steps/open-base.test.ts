import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCsv } from "../../../src/data/csv/table.ts";
import { countHistories } from "../../../src/data/histories.ts";
import { readCustomerBase } from "../../../src/data/read-customer-base.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { requireValidIds } from "../../../src/sql/steps/arrange.ts";
import { fetchFitData } from "../../../src/sql/steps/histories.ts";
import { openBase } from "../../../src/sql/steps/open-base.ts";
import { scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

async function same(text: string, options: object, path = scratch(text, "base.csv")): Promise<void> {
  const memory = async () => {
    const base = await readCustomerBase(await openCsv([new TextEncoder().encode(text)], { name: path }), options);
    const histories = countHistories(base);
    const from = base.firstDate?.reduce((least, date) => Math.min(least, date));
    return { histories, unit: base.unit, grain: base.grain, customers: base.length, until: base.until, from };
  };
  const engine = async () => {
    const base = await openBase(session, await openSource(session, path), options);
    await requireValidIds(session, base);
    const { histories } = await fetchFitData(session, base);
    return {
      histories,
      unit: base.unit,
      grain: base.grain,
      customers: base.customers,
      until: base.until,
      from: base.from,
    };
  };
  const message = (error: Error): string => error.message.replaceAll(path, "base");
  // A header is row 1 of a text, and none of Parquet.
  const header = path.endsWith(".parquet") ? 1 : 0;
  const counted = (error: Error): string =>
    message(error).replace(/\(row (\d+)\)/g, (_, row) => `(row ${Number(row) + header})`);
  expect(await engine().catch(counted)).toStrictEqual(await memory().catch(message));
}

/** Without the keys that are undefined. */
function given(record: Record<string, string | undefined>): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 9 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("", "1.5", "-1", "1e2", "nan", "inf", " 3", "-0", "x") },
);
const row = fc
  .tuple(fc.constantFrom("a", "b", "c", "d", "", "é"), number, number, number, number)
  .map((fields) => fields.join(","));

describe("a customer base where it lies", () => {
  it("is read as in memory, or refused with the same words", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("day", "week", undefined),
        fc.constantFrom("repeats", "orders", undefined),
        async (rows, unit, frequency) => {
          await same(
            `customer_id,frequency,recency,T,monetary_value\n${rows.join("\n")}\n`,
            given({ unit, frequency }),
          );
        },
      ),
      { numRuns: 80 },
    );
  });

  it("says its unit and grain by its dates", async () => {
    const head = "customer_id,frequency,recency,T,monetary_value,first_date,last_date";
    await same(`${head}\na,1,2,5,3.5,2023-01-02,2023-01-16\nb,0,0,3,,2023-01-16,2023-01-16\n`, {});
    await same(`${head}\na,1,14,35,3.5,2023-01-02,2023-01-16\nb,0,0,21,,2023-01-16,2023-01-16\n`, { unit: "week" });
    await same(
      `${head}\na,1,2,5,3.5,2023-01-02T01:00:00.000Z,2023-01-16T01:00:00.000Z\nb,0,0,3,,2023-01-16T01:00:00Z,2023-01-16T01:00:00Z\n`,
      {},
    );
  });

  it("may count whole months or years", async () => {
    const head = "customer_id,frequency,recency,T,monetary_value,first_date,last_date";
    const months = `${head}\na,1,1,4,3.5,2024-01-01,2024-02-01\nb,0,0,3,,2024-02-01,2024-02-01\n`;
    for (const how of [{}, { unit: "month" }, { grain: "month" }, { unit: "year" }, { unit: "month", grain: "week" }]) {
      await same(months, { ...how, discrete: true });
    }
    const years = `${head}\na,2,3,5,3.5,2019-01-01,2022-01-01\nb,0,0,1,,2023-01-01,2023-01-01\n`;
    await same(years, { discrete: true });
    await same(years.replace(",1,,2023", ",2,,2023"), { discrete: true });
    await same(years, {});
    await same("customer_id,frequency,recency,T\na,1,1,4\nb,0,0,3\n", { discrete: true, unit: "year" });
  });

  it("may be Parquet", async () => {
    const csv = "customer_id,frequency,recency,T,monetary_value\n007,1,2.5,5,3.5\nb,0,0,3,\n";
    const path = scratch(csv, "base-to-parquet.csv");
    const parquet = join(dirname(path), "base.parquet");
    await session.run(
      `COPY (SELECT CAST(customer_id AS VARCHAR) AS customer_id, * EXCLUDE customer_id FROM read_csv('${path}', types = {'customer_id': 'VARCHAR'})) TO '${parquet}'`,
    );
    await same(readFileSync(path, "utf8"), { unit: "day" }, parquet);
  });

  describe("in Parquet, with dates", () => {
    const until = 800;
    const day = (k: number): string => new Date(k * 86_400_000).toISOString().slice(0, 10);
    const weeks = (days: number): number => (days * 86_400_000) / 604_800_000;
    const ages = { first: fc.nat(until - 1), x: fc.nat(40) };
    const fieldsOf = (id: string | number, x: number, m: string, first: number, slack = 0): unknown[] => {
      const last = x === 0 ? first : Math.min(until, first + 3 * x);
      return [id, x, weeks(last - first), weeks(until - first) + slack, m, day(first), day(last)];
    };
    const both = async (rows: readonly (readonly unknown[])[]): Promise<string> => {
      const head = "customer_id,frequency,recency,T,monetary_value,first_date,last_date";
      const csv = `${[head, ...rows.map((fields) => fields.join(","))].join("\n")}\n`;
      const path = join(dirname(scratch("")), "dated.parquet");
      const types =
        "{'customer_id': 'VARCHAR', 'frequency': 'DOUBLE', 'recency': 'DOUBLE', 'T': 'DOUBLE', 'monetary_value': 'DOUBLE'}";
      await session.run(`COPY (FROM read_csv('${scratch(csv, "dated.csv")}', types = ${types})) TO '${path}'`);
      await same(csv, { unit: "week" }, path);
      return path;
    };

    it("has whole-number histories where ages are those of its dates to the last bit, and the same where they are nearly", async () => {
      const customer = fc.record({ ...ages, slack: fc.constantFrom(0, 0, 0, 1e-9) });
      await fc.assert(
        fc.asyncProperty(fc.array(customer, { minLength: 1, maxLength: 30 }), async (customers) => {
          const path = await both(
            customers.map(({ first, x, slack }, k) => fieldsOf(k, x, x > 0 ? "5" : "", first, slack)),
          );
          const { historyKey } = await openBase(session, await openSource(session, path), { unit: "week" });
          const exact = customers.every(({ slack }) => slack === 0);
          expect(historyKey.columns).toHaveLength(exact ? 1 : 3);
        }),
        { numRuns: 16 },
      );
    });

    it("is refused with the words of memory where ids or values are off", async () => {
      const id = fc.oneof(
        { weight: 9, arbitrary: fc.nat(30).map((k) => `c${k}`) },
        { weight: 1, arbitrary: fc.constant("") },
      );
      const value = fc.oneof(
        { weight: 9, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom("", "0", "-1", "inf", "7") },
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ ...ages, id, value }), { minLength: 1, maxLength: 5 }),
          async (customers) => {
            await both(customers.map(({ id, first, x, value }) => fieldsOf(id, x, value ?? (x > 0 ? "5" : ""), first)));
          },
        ),
        { numRuns: 35 },
      );
    });
  });

  it("numbers customers as they lie, beside any other columns", async () => {
    const path = join(dirname(scratch("")), "numbered.parquet");
    await session.run(
      "COPY (SELECT printf('%d', range) AS customer_id, 0.0 AS frequency, 0.0 AS recency, 1.0 AS \"T\", 9 - range AS file_row_number " +
        `FROM range(5)) TO '${path}'`,
    );
    const { relation } = await openBase(session, await openSource(session, path), { unit: "week" });
    const rows = await session.texts(`SELECT customer_id, CAST(place AS VARCHAR) FROM ${relation} ORDER BY place`);
    expect(rows).toEqual(["0", "1", "2", "3", "4"].map((id) => [id, id]));
  });
});
