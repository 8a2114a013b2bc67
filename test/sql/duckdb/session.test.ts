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
