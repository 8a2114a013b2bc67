import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { predict, run, summarize } from "../../src/node.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { temporaryFolder } from "../support/clv.ts";

/**
 * 60 customers; the channel of the first purchase is ads for every third, with any later channel. One is written with a
 * quote.
 */
function logIn(folder: string): string {
  const rows = ["customer_id,date,amount,channel,country"];
  for (let k = 0; k < 60; k++) {
    const id = k === 7 ? "7" : `c${k}`;
    for (let n = 0; n <= k % 4; n++) {
      const day = new Date(Date.UTC(2024, 0, 1 + k + n * 31)).toISOString().slice(0, 10);
      const channel = n > 0 ? "later" : k % 3 === 0 ? "ads" : '"mail, ""x"""';
      rows.push(`${id},${day},${10 + k},${channel},${k % 2 === 0 ? "UK" : ""}`);
    }
  }
  const path = join(folder, "log.csv");
  writeFileSync(path, `${rows.join("\n")}\n`);
  return path;
}

describe("--keep", () => {
  it("carries the words of first purchases into base and scores, alike in both engines, and says so", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const read = (engine: string, name: string): string => readFileSync(join(folder, engine, name), "utf8");
    for (const engine of ["memory", "duckdb"] as const) {
      const asked = {
        engine,
        model: "bg-nbd",
        keep: ["channel", "country"],
        output: join(folder, engine),
        noReport: true,
      } as const;
      const { notices } = await run(log, asked);
      expect(notices.find(({ name }) => name === "kept-columns")!.message).toContain("first purchase");
      // Files with these columns are known as ours, wherever they stand.
      await run(log, { ...asked, keep: [] });
      await run(log, asked);
      const single = { engine, keep: ["country"], output: join(folder, engine, "one.csv") } as const;
      await summarize(log, single);
      await predict(log, {
        ...single,
        output: join(folder, engine, "few.csv"),
        horizon: "1y",
        model: join(folder, engine, "model.json"),
        scoreColumns: ["country", "p_alive"],
      });
    }
    for (const name of ["base.csv", "scores.csv", "one.csv", "few.csv"])
      expect(read("duckdb", name)).toBe(read("memory", name));
    const lines = read("memory", "base.csv").split("\n");
    expect(lines[0]).toMatch(/,last_date,"channel","country"$/);
    expect(lines.find((line) => line.startsWith("c0,"))).toMatch(/,ads,UK$/);
    expect(lines.find((line) => line.startsWith("7,"))).toMatch(/,"mail, ""x""",$/);
    expect(read("memory", "scores.csv")).toMatch(/^customer_id,p_alive,.*,clv_undiscounted,"channel","country"\n/);
    expect(read("memory", "few.csv")).toMatch(/^"country",p_alive\n/);
  });

  it("and several horizons are alike in CSV, Parquet and a database, and the database's table is known as ours", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const { model } = await run(log, { unit: "week", model: "bg-nbd", noReport: true });
    const asked = {
      model,
      unit: "week",
      keep: ["channel", "country"],
      horizon: "1y,2y,2025-12-31",
      force: false,
    } as const;
    const place = (ending: string): string => join(folder, `scores.${ending}`);
    for (const ending of ["csv", "parquet", "duckdb", "duckdb"])
      await predict(log, { ...asked, engine: "duckdb", output: place(ending) });
    await predict(log, { ...asked, engine: "memory", output: join(folder, "memory.csv") });
    const csv = readFileSync(place("csv"), "utf8");
    expect(readFileSync(join(folder, "memory.csv"), "utf8")).toBe(csv);
    const [header, ...lines] = csv.trimEnd().split("\n");
    const names = header!.replaceAll('"', "").split(",");
    expect(names.filter((name) => name.startsWith("clv_") || name.startsWith("probability"))).toEqual([
      ...["probability_of_purchase", "clv_undiscounted"],
      ...["2y", "until_2025_12_31"].flatMap((label) => [
        ...[`probability_of_purchase_${label}`, `clv_${label}`, `clv_undiscounted_${label}`],
      ]),
    ]);
    const session = await openSession();
    try {
      await session.run(`ATTACH '${place("duckdb")}' AS written (READ_ONLY)`);
      for (const relation of [`'${place("parquet")}'`, "written.scores"]) {
        const described = await session.texts(`SELECT column_name, column_type FROM (DESCRIBE FROM ${relation})`);
        expect(described.map(([name]) => name)).toEqual(names);
        expect(new Set(described.slice(1, -2).map(([, type]) => type))).toEqual(new Set(["DOUBLE"]));
        const rows = await session.texts(
          `SELECT ${names.map((name) => `CAST(${name} AS VARCHAR)`).join(", ")} FROM ${relation}`,
        );
        const numbers = (fields: readonly (string | null)[]): number[] =>
          fields.slice(1, -2).map((field) => Number(field ?? Number.NaN));
        rows.forEach((row, k) => {
          const fields = [...lines[k]!.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map(([, field]) =>
            field!.startsWith('"') ? field!.slice(1, -1).replaceAll('""', '"') : field!,
          );
          const written = fields.slice(0, names.length);
          expect([row[0], ...row.slice(-2)]).toEqual([written[0], ...written.slice(-2)]);
          expect(numbers(row)).toEqual(numbers(written.map((field) => field || null)));
        });
        expect(rows.length).toBe(lines.length);
      }
    } finally {
      session.close();
    }
  });

  it("refuses names that base and scores have, and a base, which has no rows to take them from", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    await expect(summarize(log, { keep: ["recency"] })).rejects.toThrow("--keep");
    await expect(run(log, { keep: ["channel", "channel"] })).rejects.toThrow("each once");
    await expect(summarize(log, { keep: ["nothing"] })).rejects.toThrow("nothing");
  });
});
