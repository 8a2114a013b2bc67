import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCsv } from "../../src/index.ts";
import { summarize } from "../../src/node.ts";
import { clvHere, temporaryFolder } from "../support/clv.ts";

function fileOf(text: string): string {
  const path = join(temporaryFolder(), "log.csv");
  writeFileSync(path, text);
  return path;
}

describe.each(["memory", "duckdb"] as const)("a log with several faults: %s", (engine) => {
  it.each([
    [{ split: "2024-13-01" }, /^split: expected a date/],
    [{ split: "2024-01-03", grain: "week" }, /^split: expected the beginning of a week/],
    [{ from: "2024-02-01", until: "2024-01-01" }, /^from, until/],
    [{ split: "2024-02-01" }, /row 3, column date/],
  ] as const)("tells bounds that can't be used before rows that can't be read: %o", async (bounds, told) => {
    const log = fileOf("customer_id,date,amount\na,2024-01-01,5\nb,x,5\n");
    await expect(summarize(log, { ...bounds, engine })).rejects.toThrow(told);
  });
});

describe("columns that a command needs besides", () => {
  it.each([
    [["compare", "--group", "nothing", "--since", "2024-01-02"], "compare"],
    [["run", "--by", "nothing"], "run"],
    [["run", "--keep", "nothing"], "run"],
  ])("are looked for by --dry-run: %j", async ([command, ...flags]) => {
    const log = fileOf("customer_id,date,amount\na,2024-01-01,5\nb,2024-01-02,5\na,2024-01-03,5\n");
    const { stdout } = await clvHere([command!, log, ...flags, "--dry-run"], {});
    expect(stdout).toContain('"nothing"');
  });

  it.each(["kpi", "segments"])("are none for %s, which looks all the same", async (command) => {
    const log = fileOf("customer_id,date,amount\na,2024-01-01,5\nb,2024-01-02,5\na,2024-01-03,5\n");
    const { code, stdout } = await clvHere([command, log, "--dry-run", "--period", "week"], {});
    expect([code, stdout.trimEnd().split("\n").at(-1)]).toEqual([0, `  clv ${command} ${log} --period week`]);
  });
});

describe("openCsv", () => {
  it("says in the words of the library that columns are named where there is no header", async () => {
    const opened = openCsv([new TextEncoder().encode("a,2024-01-01\n")], { columns: ["customer", "date"] });
    await expect(opened).rejects.toThrow("`header: false`");
  });
});
