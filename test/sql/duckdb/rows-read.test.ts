import { once } from "node:events";
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSource, type SourceOptions } from "../../../src/sql/duckdb/open-source.ts";
import { rowsRead } from "../../../src/sql/duckdb/rows-read.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { relationSql } from "../../../src/sql/duckdb/source-sql.ts";
import { relativeError } from "../../support/close.ts";
import { temporaryFolder } from "../../support/clv.ts";

const ROWS = 600_000;
const folder = temporaryFolder();
const uneven = join(folder, "uneven.csv");
let session: DuckdbSession;

/** Rows with a note of up to 50 characters, of up to 100 in the second half. */
async function writeUneven(): Promise<void> {
  const file = createWriteStream(uneven);
  file.write("customer,date,amount,note\n");
  for (let k = 0; k < ROWS; k += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const note = "x".repeat((((k + i) * 7919) % 1000) / (k < ROWS / 2 ? 20 : 10));
      return `c${(k + i) % 1000},2024-01-${10 + (i % 20)},${1 + (i % 77)},${note}\n`;
    });
    if (!file.write(lines.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

beforeAll(async () => {
  session = await openSession({ threads: 1 });
  await writeUneven();
}, 60_000);
afterAll(() => session.close());

/** What is said when DuckDB has come so far with a statement in which it expects `others` rows besides those of the source. */
async function saidAt(path: string, part: number, options: SourceOptions = {}): Promise<number | undefined> {
  const opened = await openSource(session, path, options);
  const [[, plan]] = (await session.texts(
    `EXPLAIN (FORMAT json) SELECT * FROM ${relationSql(opened.source, opened.quoted)}`,
  )) as [[string, string]];
  const own = Number(/"Estimated Cardinality": "(\d+)"/.exec(plan)![1]);
  const progress = () => ({ percent: (100 * part * own) / (own + 69), expected: own + 69 });
  return (await rowsRead({ ...session, progress }, opened))?.();
}

describe("rows read, as DuckDB's progress tells", () => {
  it("go along with the rows that come, however long rows are", async () => {
    const opened = await openSource(session, uneven);
    const read = (await rowsRead(session, opened))!;
    let fetched = 0;
    let last = 0;
    const ahead: number[] = [];
    for await (const rows of session.batches(`SELECT c0 FROM ${relationSql(opened.source, true)}`)) {
      fetched += rows.length;
      const now = read();
      // Once all is read the rest is only fetched, and in the end no statement runs.
      if (now >= 0.95 * ROWS || (now === 0 && last > 0)) break;
      expect(now).toBeGreaterThanOrEqual(last);
      ahead.push((last = now) - fetched);
    }
    expect(fetched).toBeGreaterThan(0.7 * ROWS);
    // DuckDB reads ahead of what is fetched, always as far: what that changes by is the error of the estimate. Taking the rows for
    // equally long would be off by 11 % in the middle.
    expect(Math.max(...ahead) - Math.min(...ahead)).toBeLessThan(0.03 * ROWS);
    expect(Math.max(...ahead)).toBeLessThan(0.2 * ROWS);
    expect(Math.min(...ahead)).toBeGreaterThan(-0.03 * ROWS);
  }, 60_000);

  it("of text are as many as there are, within 1 % where rows are uneven", async () => {
    expect(relativeError((await saidAt(uneven, 1))!, ROWS)).toBeLessThan(0.01);
    expect(await saidAt(uneven, 0)).toBe(0);
    expect(await saidAt(uneven, 7)).toBe(await saidAt(uneven, 1));
    writeFileSync(join(folder, "few.ndjson"), '{"customer": 1, "date": "2024-01-01"}\n'.repeat(300));
    expect(relativeError((await saidAt(join(folder, "few.ndjson"), 0.5))!, 150)).toBeLessThan(1e-12);
  });

  it("count each file as one, as DuckDB does, long or short", async () => {
    const several = join(folder, "several");
    mkdirSync(several);
    [100, 5000, 20].forEach((rows, k) => {
      writeFileSync(join(several, `${k}.csv`), `customer,date,amount\n${"1,2024-01-01,2\n".repeat(rows)}`);
    });
    const close = async (part: number, rows: number): Promise<void> =>
      expect(relativeError((await saidAt(several, part))!, rows)).toBeLessThan(0.02);
    await close(1 / 3, 101);
    await close(0.5, 2601);
    await close(2 / 3, 5102);
    await close(1, 5123);
  });

  it("of Parquet and of a table are exact when all is read", async () => {
    const numbers = "SELECT i AS customer, DATE '2024-01-01' AS date, i AS amount FROM range(1, 123457) t(i)";
    await session.run(`COPY (${numbers}) TO '${join(folder, "log.parquet")}'`);
    expect(await saidAt(join(folder, "log.parquet"), 1)).toBe(123_456);
    expect(relativeError((await saidAt(join(folder, "log.parquet"), 0.25))!, 30_864)).toBeLessThan(1e-12);
    await session.run(
      `ATTACH '${join(folder, "log.duckdb")}' AS made; CREATE TABLE made.log AS ${numbers}; ` +
        "CREATE VIEW made.half AS SELECT * FROM log WHERE amount < 60000; DETACH made",
    );
    for (const [relation, rows] of [
      [{ table: "log" }, 123_456],
      [{ table: "half" }, 59_999],
      [{ query: "SELECT * FROM log" }, 123_456],
    ] as const) {
      expect(await saidAt(join(folder, "log.duckdb"), 1, { relation })).toBe(rows);
      await session.run("DETACH source");
    }
  });

  it("are not guessed where they are unknown: packed text, line breaks within fields", async () => {
    writeFileSync(join(folder, "packed.csv.gz"), gzipSync(readFileSync(uneven).subarray(0, 100_000)));
    expect(await saidAt(join(folder, "packed.csv.gz"), 1)).toBeUndefined();
    const broken = 'customer,date,note\n1,2024-01-01,"two\nlines"\n';
    writeFileSync(join(folder, "broken.csv"), broken);
    expect(await saidAt(join(folder, "broken.csv"), 1)).toBeUndefined();
  });
});
