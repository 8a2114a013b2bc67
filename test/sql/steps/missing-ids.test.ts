import { afterAll, beforeAll, expect, it } from "vitest";
import { MISSING_WORDS } from "../../../src/data/missing-id.ts";
import { DUCKDB } from "../../../src/sql/duckdb/dialect.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { presentIdSql } from "../../../src/sql/steps/missing-id-sql.ts";
import { openBase } from "../../../src/sql/steps/open-base.ts";
import { expectSame, scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 1 });
});
afterAll(() => session.close());

const cased = MISSING_WORDS.flatMap((word) => [word, word.toUpperCase(), ` ${word}\u00a0`]);

it("knows by SQL every id that memory takes for missing, and no usual id", async () => {
  const present = async (id: string): Promise<number | undefined> =>
    (await session.numbers(`SELECT CAST(${presentIdSql(DUCKDB, DUCKDB.literal(id))} AS INTEGER) AS present`))[
      "present"
    ];
  for (const id of [...cased, "", " ", "\u3000\t"]) expect([id, await present(id)]).toStrictEqual([id, 0]);
  for (const id of ["a", "N1", "nano", "007", "É", "😀", "\\", "#1", "u", "Ünal", "none of these"])
    expect([id, await present(id)]).toStrictEqual([id, 1]);
});

const log = [
  "customer_id,date,amount",
  ...cased.map((id, k) => `"${id}",2024-01-${10 + (k % 20)},5`),
  "a,2024-03-01,7",
  "",
];

it.each([{ onBadRow: "skip" as const }, { onBadRow: "stop" as const }, { onBadRow: "skip" as const, anyId: true }])(
  "reads ids that look missing alike both ways: %j",
  async (reading) => {
    await expectSame(session, { bytes: log.join("\n"), reading }, false);
  },
);

it("reads them by SQL alone when they are asked for as ids", async () => {
  await expectSame(session, { bytes: log.join("\n"), reading: { anyId: true } }, true);
});

it.each(["csv", "parquet"])("refuses a base with such a customer, in %s", async (kind) => {
  const rows = "customer_id,frequency,recency,T\na,1,2,3\nNULL,27,27,60\n";
  let path = scratch(rows, "base.csv");
  if (kind === "parquet") {
    const parquet = path.replace(/csv$/, "parquet");
    await session.run(`COPY (FROM read_csv('${path}')) TO '${parquet}'`);
    path = parquet;
  }
  const opened = await openSource(session, path);
  await expect(openBase(session, opened, { unit: "day" })).rejects.toThrow(
    'a usual mark of a missing customer id, which --any-id would accept: 1, first "NULL"',
  );
  expect((await openBase(session, opened, { unit: "day", anyId: true })).customers).toBe(2);
});
