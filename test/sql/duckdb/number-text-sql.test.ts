import { afterAll, beforeAll, expect, it } from "vitest";
import { seeded } from "../../../src/random/seeded.ts";
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
  const random = seeded(1);
  const word = (): number => Math.floor(2 ** 32 * random.uniform());
  // Any bits, and numbers of the usual sizes.
  const anyBits = new Float64Array(Uint32Array.from({ length: 40_000 }, word).buffer);
  const usual = Float64Array.from(
    { length: 20_000 },
    () => (2 * random.uniform() - 1) * 10 ** (Math.floor(35 * random.uniform()) - 12),
  );
  const numbers = Float64Array.from([...edges, ...more, ...anyBits, ...usual]);
  await session.load("numbers", ["x", "k"], [numbers, numbers.map((_, k) => k)]);
  const texts = await session.texts(`SELECT ${numberTextSql("x")} FROM ${DUCKDB.identifier("numbers")} ORDER BY k`);
  const expected = Array.from(numbers, (x) => (Number.isFinite(x) ? String(x) : null));
  expect(texts.map(([text]) => text).filter((text, k) => text !== expected[k])).toEqual([]);
  expect(texts).toHaveLength(numbers.length);
});
