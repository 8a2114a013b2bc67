import { afterAll, beforeAll, describe, it } from "vitest";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { expectSame } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

describe("names and values from outside never become SQL", () => {
  const evil = [
    `'; DROP TABLE rfm; --`,
    `"; SELECT error('x') --`,
    "a/*",
    "*/b",
    "\\",
    "$(x)",
    "😀",
    "x\u0000y",
    "c0",
    "surplus",
    "customer",
    "value of a",
  ];
  it.each(evil)("as a column: %j", async (name) => {
    const header = [`${name} id`, "date", name].map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
    const bytes = `${header}\na,2023-01-05,3\na,2023-02-05,4\n`;
    await expectSame(session, { bytes, reading: { customer: `${name} id`, value: name } }, true);
    if (name.includes("`")) return;
    await expectSame(session, { bytes, reading: { customer: `${name} id`, value: `2 * \`${name}\`` } }, true);
  });

  it.each(evil.filter((name) => !name.includes("\u0000")))("as an id, and as a file: %j", async (name) => {
    const id = `"${name.replaceAll('"', '""')}"`;
    const file = `${name.replaceAll("/", "_")}.csv`;
    await expectSame(
      session,
      { bytes: `customer_id,date,amount\n${id},2023-01-05,3\n${id},2023-03-05,3\nb,2023-02-05,4\n` },
      true,
      file,
    );
  });
});
