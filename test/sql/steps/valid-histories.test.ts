import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { totalsOf } from "../../../src/data/repeat-spend.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { openBase } from "../../../src/sql/steps/open-base.ts";
import { groupValid, VALID_HISTORIES } from "../../../src/sql/steps/valid-histories.ts";
import { scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const UNTIL = 20_000;
const SPAN = 1 << 16;
const ticks = { tick: DAY, unitLength: WEEK, until: UNTIL, span: SPAN };

/** A customer as a file has it: what is missing is NULL. */
interface Row {
  readonly frequency: number | null;
  readonly recency: number | null;
  readonly T: number | null;
  readonly monetary_value: number | null;
  readonly first_date: number | null;
  readonly last_date: number | null;
}

const valid: fc.Arbitrary<Row> = fc
  .record({ observed: fc.nat(900), active: fc.nat(900), x: fc.nat(40), cents: fc.nat(1_000_000) })
  .map(({ observed, active, x, cents }) => {
    const back = x === 0 ? 0 : Math.min(active, observed);
    return {
      frequency: x,
      recency: (back * DAY) / WEEK,
      T: (observed * DAY) / WEEK,
      monetary_value: x === 0 ? null : cents / 100 / x,
      first_date: UNTIL - observed,
      last_date: UNTIL - observed + back,
    };
  });

/** One field that is not as it should be, in ways that are easily overlooked. */
const flaw = fc.record({
  field: fc.constantFrom("frequency", "recency", "T", "monetary_value", "first_date", "last_date" as const),
  how: fc.constantFrom<(value: number) => number | null>(
    () => null,
    () => Number.NaN,
    () => Number.POSITIVE_INFINITY,
    () => Number.NEGATIVE_INFINITY,
    () => 9e300,
    () => 5e-324,
    () => -5e-324,
    () => 0,
    (value) => -value,
    (value) => value + 1,
    (value) => value - 1,
    (value) => value + 0.5,
    (value) => value + SPAN,
    (value) => value - SPAN,
    (value) => value + 2 ** 21,
    (value) => value * (1 + 2 ** -52),
    (value) => value * (1 - 2 ** -53),
  ),
});

/** The rules, one after the other, as `contradictions` and the dates have them. */
function isValid({ frequency: x, recency, T, monetary_value: m, first_date: first, last_date: last }: Row): boolean {
  if (x === null || recency === null || T === null || first === null || last === null) return false;
  const [active, observed] = [last - first, UNTIL - first];
  const ages = recency === (active * DAY) / WEEK && T === (observed * DAY) / WEEK;
  const inOrder = 0 <= active && active <= observed && observed < SPAN;
  const count = Number.isInteger(x) && x >= 0 && x < 2 ** 21 - 1;
  const value = x === 0 ? m === null : m !== null && m >= 0 && m * x * 1e6 < 2 ** 64;
  return ages && inOrder && count && x > 0 === active > 0 && value;
}

const DOUBLE = (value: number | null): string => (value === null ? "NULL" : `CAST('${value}' AS DOUBLE)`);

it("are grouped if every customer is valid, and else not at all", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(valid, { minLength: 1, maxLength: 6 }),
      fc.option(flaw),
      fc.nat(5),
      async (rows, flaw, at) => {
        const customers = rows.map((row, k): Row => {
          if (flaw === null || k !== at % rows.length) return row;
          const value = flaw.how(row[flaw.field] ?? 0);
          // Dates are whole days.
          const date = flaw.field.endsWith("date") && value !== null;
          return { ...row, [flaw.field]: date ? (Math.abs(value) < 1e9 ? Math.trunc(value) : 1e9) : value };
        });
        const values = customers.map((row) => `(${Object.values(row).map(DOUBLE).join(", ")})`).join(", ");
        await session.run(
          'CREATE OR REPLACE TABLE customers (frequency DOUBLE, recency DOUBLE, "T" DOUBLE, monetary_value DOUBLE, first_date BIGINT, last_date BIGINT)',
        );
        await session.run(`INSERT INTO customers VALUES ${values}`);
        const found = await groupValid(session, ticks, true, "customers");
        if (!customers.every(isValid)) {
          expect(found).toBeUndefined();
          return;
        }
        expect(found).toEqual({
          customers: customers.length,
          repeatPurchases: customers.reduce((sum, { frequency }) => sum + frequency!, 0),
          from: Math.min(...customers.map(({ first_date }) => first_date!)),
        });
        const [[groups, spent]] = (await session.texts(
          `SELECT CAST(count(*) AS VARCHAR), CAST(CAST(sum(spent) AS BIGINT) AS VARCHAR) FROM ${VALID_HISTORIES}`,
        )) as [[string, string]];
        const keys = new Set(customers.map(({ frequency: x, recency, T }) => [x, recency, T].join()));
        expect(Number(groups)).toBe(keys.size);
        const column = (name: keyof Row): Float64Array =>
          Float64Array.from(customers, (row) => row[name] ?? Number.NaN);
        const millionths = totalsOf(column("frequency"), column("monetary_value"));
        expect(Number(spent)).toBe(millionths.reduce((sum, total) => sum + total, 0));
      },
    ),
    { numRuns: 150 },
  );
});

it("are those of our own base files in Parquet", async () => {
  const path = join(dirname(scratch("")), "own-base.parquet");
  await session.run(
    "COPY (SELECT printf('%04d', range) AS customer_id, 1.0::DOUBLE AS frequency, 1.0::DOUBLE AS recency, 1.0::DOUBLE + range AS \"T\", 5.0::DOUBLE AS monetary_value, " +
      `DATE '2024-01-08' - 7 * range::INTEGER AS first_date, DATE '2024-01-15' - 7 * range::INTEGER AS last_date FROM range(1000)) TO '${path}'`,
  );
  const base = await openBase(session, await openSource(session, path), {});
  expect(base).toMatchObject({
    histories: VALID_HISTORIES,
    unit: "week",
    grain: "day",
    customers: 1000,
    repeatPurchases: 1000,
  });
  expect([base.from, base.until]).toEqual([Date.UTC(2024, 0, 8) - 999 * WEEK, Date.UTC(2024, 0, 15)]);
});
