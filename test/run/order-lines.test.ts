import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SummarizeLogOptions } from "../../src/node.ts";
import { summarize } from "../../src/node.ts";
import { temporaryFolder } from "../support/clv.ts";

const LOG = `customer_id,date,amount,order
a,2024-01-01T10:59:58,5,1
a,2024-01-01T11:00:03,6,1
a,2024-01-03T10:00:00,7,2
a,2024-01-09T10:00:00,-2,2
b,2024-01-02T09:00:00,1,1
b,2024-01-02T09:30:00,1,
b,2024-01-04T09:00:00,4,
c,2024-01-05T08:00:00,3,9
c,2024-01-08T08:00:00,9,9
`;

/** The base of a log in the text of its file, without the header. */
async function baseOf(text: string, options: Partial<SummarizeLogOptions>): Promise<string[]> {
  const folder = temporaryFolder();
  const [log, output] = [join(folder, "log.csv"), join(folder, "base.csv")];
  writeFileSync(log, text);
  await summarize(log, { order: "order", unit: "hour", output, ...options } as SummarizeLogOptions);
  return readFileSync(output, "utf8").trimEnd().split("\n").slice(1);
}

describe.each(["memory", "duckdb"] as const)("lines of one order of one customer: %s", (engine) => {
  it("are one purchase at the time of the first of them, with the sum of their values", async () => {
    const base = await baseOf(LOG, { engine, grain: "none" });
    expect(base.map((row) => row.split(",").slice(0, 5).join())).toEqual([
      // 2024-01-01 10:59:58 to 2024-01-03 10:00:00: 47 h and 2 s; the last line of the log is that of 2024-01-09 10:00.
      `a,1,${169_202 / 3600},${687_602 / 3600},5`,
      "b,2,48,169,2.5",
      "c,0,0,98,",
    ]);
  });

  it("are one where an hour begins between them", async () => {
    const base = await baseOf(LOG, { engine, grain: "hour" });
    expect(base.map((row) => row.split(",").slice(0, 2).join())).toEqual(["a,1", "b,1", "c,0"]);
  });

  it("are purchases of their days where days are the grain", async () => {
    const base = await baseOf(LOG, { engine, grain: "day" });
    expect(base.map((row) => row.split(",").slice(0, 2).join())).toEqual(["a,1", "b,1", "c,1"]);
  });

  it("do not tell a base about lines after the split, nor about lines before the observed time", async () => {
    const known = LOG.split("\n").filter((line) => !/2024-01-0[89]/.test(line));
    const options = { engine, grain: "none", until: "2024-01-07T00:00:00Z" } as const;
    expect(await baseOf(LOG, options)).toEqual(await baseOf(known.join("\n"), options));
    const split = await baseOf(LOG, { engine, grain: "none", split: "2024-01-08T00:00:00Z" });
    expect(split.map((row) => row.split(",").slice(0, 2).join())).toEqual(["a,1", "b,2", "c,0"]);
    const late = await baseOf(LOG, { engine, grain: "none", from: "2024-01-01T11:00:00Z" });
    expect(late[0]).toMatch(/^a,1,46\.99/);
    expect(late[0]!.split(",")[4]).toBe("5");
  });

  it("are joined alike where a bad row was skipped", async () => {
    const bad = `${LOG}d,never,5,1\n`;
    expect(await baseOf(bad, { engine, grain: "none", onBadRow: "skip" })).toEqual(
      await baseOf(LOG, { engine, grain: "none" }),
    );
  });

  it("give returns that are dropped no place", async () => {
    const first = LOG.replace("a,2024-01-01T10:59:58,5,1", "a,2024-01-01T10:59:58,-5,1");
    const base = await baseOf(first, { engine, grain: "none", returns: "drop" });
    expect(base[0]).toMatch(/^a,1,46\.99/);
  });
});
