import { expect, it } from "vitest";
import { byGroup } from "../../src/predict/by-group.ts";
import { contributionFormula, worthFormula } from "../../src/predict/worth-formula.ts";
import { seeded } from "../../src/random/seeded.ts";
import { DUCKDB } from "../../src/sql/duckdb/dialect.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { expressionSql } from "../../src/sql/steps/expression-sql.ts";

it("gives the same bits in memory and in DuckDB", async () => {
  const random = seeded(6);
  const length = 200;
  const column = (scale: number): Float64Array => Float64Array.from({ length }, () => scale * random.uniform() ** 4);
  const columns = { a: column(1e4), n: column(100) };
  const of = new Uint32Array(length);
  const rows = Array.from(of, (_, i) => `(${i}, ${DUCKDB.double(columns.a[i]!)}, ${DUCKDB.double(columns.n[i]!)})`);
  const session = await openSession();
  try {
    for (const [s, k] of [
      [0.3, 4],
      [0.27 - 0.02, 0],
      [1 / 3, 0.1 + 0.2],
    ] as const) {
      for (const formula of [worthFormula, contributionFormula]) {
        const sql = expressionSql(DUCKDB, formula(s, k, "a", "n"), DUCKDB.identifier);
        const query = `SELECT CAST(${sql} AS VARCHAR) FROM (VALUES ${rows.join(", ")}) AS customers(i, "a", "n") ORDER BY i`;
        const got = (await session.texts(query)).map(([text]) => Number(text));
        const inMemory = byGroup([{ s, k }], of, (terms) => formula(terms.s, terms.k, "a", "n"), columns);
        expect(got).toEqual(Array.from(inMemory));
      }
    }
  } finally {
    session.close();
  }
});
