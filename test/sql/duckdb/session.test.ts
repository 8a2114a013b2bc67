import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { openSession } from "../../../src/sql/duckdb/session.ts";

/** Takes far longer than any test may. */
const LONG = "CREATE TABLE long AS SELECT sum(range * random()) FROM range(1000000000000)";

it("closes under a statement that is running: it is stopped, and what would follow it is refused", async () => {
  const session = await openSession();
  const { done } = await session.begin(LONG);
  const follows = done.catch(() => session.run("CREATE TABLE after AS SELECT 1"));
  await session.close();
  await expect(done).rejects.toThrow("INTERRUPT");
  await expect(follows).rejects.toThrow("INTERRUPT");
  expect(existsSync(session.folder.path)).toBe(false);
}, 20_000);

it("returns the memory of dropped tables to the system, while a query is delivering rows", async () => {
  const session = await openSession({ memoryLimit: "1GB" });
  try {
    await session.run("CREATE TABLE large AS SELECT range, random() AS other FROM range(10000000)");
    await session.run("CREATE TABLE groups AS SELECT range % 3000000 AS g, sum(other) FROM large GROUP BY 1");
    await session.run("DROP TABLE large; DROP TABLE groups");
    const before = process.memoryUsage.rss();
    let rows = 0;
    let after = Number.POSITIVE_INFINITY;
    for await (const batch of session.batches("SELECT CAST(range AS VARCHAR) FROM range(100000)")) {
      if (rows === 0) {
        await session.trim!();
        after = process.memoryUsage.rss();
      }
      rows += batch.length;
    }
    expect(rows).toBe(100_000);
    expect(before - after).toBeGreaterThan(50e6);
    const { limit } = await session.numbers(
      "SELECT CAST(replace(current_setting('memory_limit'), ' MiB', '') AS DOUBLE) AS limit",
    );
    expect(Math.round((limit! * 2 ** 20) / 1e6)).toBe(1000);
  } finally {
    await session.close();
  }
});

it("opens no other connection once it closes, which would crash the process", async () => {
  const column = new Float64Array(200_000);
  for (let round = 0; round < 60; round++) {
    const session = await openSession();
    const load = (name: string): Promise<void> => session.load(name, ["a"], [column]);
    // Without statements of a kind that the end waits for, and with them.
    const more = round % 4 === 3 ? [session.trim!()] : [];
    const outcomes = Promise.allSettled([load("one"), load("two"), load("three"), ...more]);
    if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, (round % 8) + 1));
    await session.close();
    for (const outcome of await outcomes)
      if (outcome.status === "rejected") expect(String(outcome.reason)).toContain("INTERRUPT");
  }
});
