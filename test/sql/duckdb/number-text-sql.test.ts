import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DUCKDB } from "../../../src/sql/duckdb/dialect.ts";
import { numberTextSql } from "../../../src/sql/duckdb/number-text-sql.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

it("writes finite doubles as JavaScript does, and others as nothing", async () => {
  const edges = [
    0, -0, 1, -1, 12, 0.1, 1e-4, 1.5e-5, 1e-6, 9.999999e-7, 1e-7, 5e-324, 1e15, 1e16, 123456789012345680, 1e20, 1.5e20,
  ];
  const more = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
    1e21,
    -1.25e21,
    1.7976931348623157e308,
    2 ** 53,
    2 ** 53 + 2,
    -0.00001234,
    1e22,
    4.35,
    100,
  ];
  const random = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 20_000, seed: 1 });
  const usual = fc.sample(
    fc
      .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -12, max: 22 }))
      .map(([x, e]) => x * 10 ** e),
    { numRuns: 20_000, seed: 2 },
  );
  const numbers = Float64Array.from([...edges, ...more, ...random, ...usual]);
  await session.load("numbers", ["x", "k"], [numbers, numbers.map((_, k) => k)]);
  const texts = await session.texts(`SELECT ${numberTextSql("x")} FROM ${DUCKDB.identifier("numbers")} ORDER BY k`);
  expect(texts.map(([text]) => text)).toEqual(Array.from(numbers, (x) => (Number.isFinite(x) ? String(x) : null)));
});
