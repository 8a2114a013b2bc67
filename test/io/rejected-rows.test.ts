import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rejectedCsv } from "../../src/io/rejected-csv.ts";
import { collectRejected } from "../../src/io/rejected-rows.ts";

test("rejected rows are the same text in memory, on disk and all at once", () => {
  const file = join(mkdtempSync(join(tmpdir(), "clv-rejected-")), "rejected.csv");
  const rows = Array.from({ length: 40_000 }, (_, k) => ({
    row: k + 2,
    reason: "unreadable-date" as const,
    column: "date",
    value: `ü\ufeff😀 ${k}`,
    fields: [`c${k}`, 'say "so"', "a\nb"],
  }));
  const expected = [...rejectedCsv(rows)].join("");
  for (const at of [undefined, file]) {
    const collected = collectRejected(at);
    for (const { fields, ...rejection } of rows) collected.add(rejection, fields);
    expect(collected.length).toBe(rows.length);
    expect([...collected.text()].join("") === expected).toBe(true);
  }
  expect(statSync(file).size).toBe(Buffer.byteLength(expected));
  expect([...collectRejected().text()].join("")).toBe("row,reason,column,value,record\n");
});
