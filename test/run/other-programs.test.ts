import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fit } from "../../src/node.ts";
import { attachFailure } from "../../src/sql/duckdb/open-source.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const DAY = 86_400_000;
const END = Date.parse("1998-06-30");

/** What CLVTools calls the cbs of a model, from the log: weeks, and Spending as the mean of all purchases, the first one included. */
function clvtoolsTable(log: string): string {
  const bought = new Map<string, Map<number, number>>();
  for (const line of log.split("\n").slice(1)) {
    const [id, date, amount] = line.split(",") as [string, string, string];
    const days = bought.get(id) ?? new Map<number, number>();
    days.set(Date.parse(date), (days.get(Date.parse(date)) ?? 0) + Number(amount));
    bought.set(id, days);
  }
  const rows = [...bought].map(([id, days]) => {
    const times = [...days.keys()].sort((a, b) => a - b);
    const [first, last] = [times[0]!, times.at(-1)!];
    const weeks = (from: number, to: number): number => (to - from) / (7 * DAY);
    const mean = [...days.values()].reduce((sum, value) => sum + value, 0) / times.length;
    const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
    return [id, times.length - 1, weeks(first, last), weeks(first, END), mean, iso(first), iso(last)].join(",");
  });
  return ["Id,x,t.x,T.cal,Spending,date.first.actual.trans,date.last.transaction", ...rows].join("\n");
}

describe("tables of other programs", () => {
  it.each(["memory", "duckdb"] as const)(
    "the cbs of CLVTools gives the fit of its log, without its mean of all purchases: %s",
    async (engine) => {
      const folder = temporaryFolder();
      const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 700).join("\n");
      const [log, table] = [join(folder, "log.csv"), join(folder, "cbs.csv")];
      writeFileSync(log, text);
      writeFileSync(table, clvtoolsTable(text));
      const own = await fit(log, { unit: "week", until: "1998-06-30", engine });
      const { model } = await fit(table, { unit: "week", engine });
      for (const [name, value] of Object.entries(own.model.purchase.parameters))
        expect(model.purchase.parameters[name]! / value).toBeCloseTo(1, 9);
      expect(model.spend).toBeUndefined();
      await expect(fit(table, { unit: "week", engine, monetary: "Spending" })).rejects.toThrow(
        "as Spending of CLVTools does",
      );
    },
  );

  it("a database of a newer DuckDB is refused with the way out", () => {
    // What DuckDB 1.5 says of a file that DuckDB 2.0.1 wrote.
    const said = new Error(
      "IO Error: Trying to read a database file with version number 69, but we can only read versions between 64 and 68.\nThe database file was created with a newer version.",
    );
    expect(attachFailure("shop.duckdb", said).message).toMatch(
      /^shop.duckdb: expected .* version 68 or older.*got "version 69, of a newer DuckDB".*STORAGE_VERSION 'v1.0.0'/,
    );
    expect(attachFailure("shop.duckdb", new Error("IO Error: torn")).message).toContain('got "IO Error: torn"');
  });
});
