import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCsv } from "../../../src/data/csv/table.ts";
import { readTransactions } from "../../../src/data/read-transactions.ts";
import { show } from "../../../src/errors.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import type { SourceColumn } from "../../../src/sql/source.ts";
import { summarizeLog } from "../../../src/sql/steps/summarize-log.ts";
import { tableSource } from "../../support/statements.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

const COLUMNS = ["customer", "date", "amount"].map((name): SourceColumn => ({ name, type: "text" }));
const GOOD = [
  ["a", "2024-01-01", "1.5"],
  ["a", "2024-01-08T12:00:00Z", "2"],
  ["b", "20240301", "-1e2"],
];
const BAD = [
  ["", "2024-01-01", "1"],
  ["NULL", "2024-01-01", "1"],
  ["c", "2023-02-29", "1"],
  ["c", "2024-13-01", "1"],
  ["c", "soon", "1"],
  ["c", "2024-01-01T25:00:00", "1"],
  ["d'; DROP TABLE log; --", "2024-01-01", "1_000"],
  ["d", "2024-01-01", "much"],
  ["d", "2024-01-01", ""],
];

async function summarizeTable(rows: readonly (readonly string[])[], onBadRow: "stop" | "skip" = "stop") {
  const { literal } = session.dialect;
  const values = rows.map((row) => `(${row.map(literal).join(", ")})`);
  await session.run(
    `CREATE OR REPLACE TABLE log AS SELECT * FROM (VALUES ${values.join(", ")}) AS t(customer, date, amount)`,
  );
  const source = tableSource(session.dialect, "log", COLUMNS);
  const reading = { customer: "customer", date: "date", value: "amount", onBadRow };
  return summarizeLog(session, source, reading, { unit: "day" });
}

describe("a log whose rows can't be read one by one", () => {
  it("is refused for the rows that the memory way rejects, counted by what they lack", async () => {
    const csv = ["customer,date,amount", ...[...GOOD, ...BAD].map((row) => row.join(","))].join("\n");
    const { report } = await readTransactions(await openCsv([new TextEncoder().encode(csv)]), {
      value: "amount",
      onBadRow: "skip",
    });
    expect(report.rejected.count).toBe(BAD.length);
    const error = await summarizeTable([...GOOD, ...BAD]).catch((refused: Error) => refused);
    expect((error as Error).message).toMatch(
      /^log: expected an id, a date and a number in every row, got "rows 2 without an id, 4 without a date, 3 without a number"\. Correct them/,
    );
    for (const row of BAD) expect((error as Error).message).toContain(show(row));
  });

  it.each(BAD.map((row) => [row.join(), row]))("is refused for %s alone", async (_, row) => {
    await expect(summarizeTable([...GOOD, row as string[]])).rejects.toThrow(/got "rows 1 without/);
  });

  it("is read where every row is sound", async () => {
    const { report } = await summarizeTable(GOOD.slice(0, 2));
    expect(report.rows).toBe(2);
  });

  it("says why where SQL has no doubt of any row by itself", async () => {
    const tooLarge = ["a", "2024-01-01", "1e30"];
    await expect(summarizeTable([...GOOD, tooLarge])).rejects.toThrow(/rows that SQL can read, got .*unclear row/);
  });

  it("is read without them where they are to be left out, and counted as the memory way counts them", async () => {
    const csv = ["customer,date,amount", ...[...GOOD, ...BAD].map((row) => row.join(","))].join("\n");
    const { report: expected } = await readTransactions(await openCsv([new TextEncoder().encode(csv)]), {
      value: "amount",
      onBadRow: "skip",
    });
    const { read, base } = await summarizeTable([...GOOD, ...BAD], "skip");
    expect(base.customers).toBe(1);
    expect(read).toMatchObject({ rows: GOOD.length + BAD.length, value: expected.value });
    const counts = ({ byReason }: typeof read.rejected) =>
      byReason.map(({ reason, count, value }) => `${reason} ${count} ${value}`).sort();
    expect(counts(read.rejected)).toEqual(counts(expected.rejected));
    expect((await summarizeTable(GOOD, "skip")).read.rejected.count).toBe(0);
  });

  it("is refused where a row would be left out that files are read with", async () => {
    const grouped = ["a", "2024-01-01", "1,234.50"];
    await expect(summarizeTable([...GOOD, grouped, ...BAD], "skip")).rejects.toThrow(
      /expected texts of the value that SQL reads as clv reads files, got "1,234.50"/,
    );
  });
});
