import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { openSession } from "../../../src/sql/duckdb/session.ts";
import { copiesSql } from "../../../src/sql/steps/copies-sql.ts";
import { inParts } from "../../../src/sql/steps/in-parts.ts";
import { temporaryFolder } from "../../support/clv.ts";

const noRoom = () => new Error("Out of Memory Error: could not allocate block");

it("tries 1, 4 and 16 parts where memory is short, and nothing more", async () => {
  const session = await openSession({});
  const tried: string[] = [];
  const asked = inParts(session, async (part, k) => {
    tried.push(part?.("id") ?? "all");
    if (tried.length < 3) throw noRoom();
    return k;
  });
  // The second of four parts fails as well.
  expect(await asked).toEqual(Array.from({ length: 16 }, (_, k) => k));
  expect(tried[0]).toBe("all");
  expect(new Set(tried).size).toBe(tried.length);
  await expect(inParts(session, () => Promise.reject(noRoom()))).rejects.toThrow(/Out of Memory/);
  const other = new Error("another error");
  let times = 0;
  const failing = inParts(session, () => {
    times++;
    return Promise.reject(other);
  });
  await expect(failing).rejects.toBe(other);
  expect(times).toBe(1);
  await session.close();
});

it("counts copies part by part as at once, with and without a column of orders", async () => {
  const path = join(temporaryFolder(), "log.csv");
  const rows = Array.from({ length: 400 }, (_, k) => `c${k % 37},2024-01-${10 + (k % 11)},${k % 5},o${k % 90}`);
  writeFileSync(
    path,
    ["customer_id,date,amount,order_id", ...rows, ...rows.slice(0, 120), ",2024-01-10,1,", ",2024-01-10,1,"].join("\n"),
  );
  const session = await openSession({});
  const source = await openSource(session, path, { csv: {} });
  for (const order of [undefined, "order_id"]) {
    const by = { order, customer: "customer_id" };
    const whole = await session.numbers(copiesSql(session.dialect, source, by, undefined));
    let first = true;
    const parts = await inParts(session, (part) => {
      if (first) {
        first = false;
        return Promise.reject(noRoom());
      }
      return session.numbers(copiesSql(session.dialect, source, by, part));
    });
    expect(parts).toHaveLength(4);
    const sum = (name: string) => parts.reduce((total, one) => total + one[name]!, 0);
    expect({ rows: sum("rows"), orders: sum("orders") }).toEqual(whole);
    expect(whole["rows"]).toBeGreaterThan(120);
  }
  await session.close();
});
