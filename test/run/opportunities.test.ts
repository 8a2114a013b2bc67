import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fit, predict, report, run, summarize, validate } from "../../src/node.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";

const folder = temporaryFolder();
const log = join(folder, "log.csv");
writeFileSync(log, fewCustomers(300));

const MONTHS = { grain: "month", model: "bg-bb" } as const;
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const columnsOf = (name: string): string[][] => {
  const rows = read(name)
    .trim()
    .split("\n")
    .map((row) => row.split(","));
  return rows[0]!.map((_, k) => rows.map((row) => row[k]!));
};

beforeAll(async () => {
  for (const engine of ["memory", "duckdb"] as const) {
    const at = (name: string): string => join(folder, `${engine}-${name}`);
    await run(log, { ...MONTHS, engine, split: "1998-01-01", output: at("run"), noReport: true });
    await summarize(log, { grain: "month", discrete: true, engine, output: at("base.csv") });
    await fit(at("base.csv"), { model: "bg-bb", engine, output: at("model.json") });
    const terms = { model: at("model.json"), horizon: "12m", discountRate: "10%", engine } as const;
    await predict(log, { ...terms, interval: 0.9, output: at("log-scores.csv") });
    await predict(at("base.csv"), { ...terms, interval: 0.9, output: at("base-scores.csv") });
    await validate(log, { ...MONTHS, split: "1998-01-01", engine, output: at("validation.json") });
  }
}, 60_000);

describe("opportunities that are counted", () => {
  it("give the same files in memory and by DuckDB, from the log or from its base", () => {
    const same = (...names: readonly string[]): void => {
      for (const name of names.slice(1)) expect(read(name), name).toBe(read(names[0]!));
    };
    same("memory-base.csv", "duckdb-base.csv", "memory-run/base.csv", "duckdb-run/base.csv");
    same("memory-model.json", "duckdb-model.json", "memory-run/model.json", "duckdb-run/model.json");
    same("memory-log-scores.csv", "duckdb-log-scores.csv", "memory-base-scores.csv", "duckdb-base-scores.csv");
    same("memory-run/scores.csv", "duckdb-run/scores.csv");
    same("memory-validation.json", "duckdb-validation.json");
  });

  it("have P(alive) after the last and at the next in columns of their own", () => {
    const columns = columnsOf("memory-run/scores.csv");
    const column = (name: string): number[] =>
      columns
        .find(([head]) => head === name)!
        .slice(1)
        .map(Number);
    const [after, next] = [column("p_alive"), column("p_alive_next")];
    expect(after.length).toBeGreaterThan(200);
    expect(after.every((p, k) => next[k]! < p && next[k]! > 0.8 * p)).toBe(true);
    const base = columnsOf("memory-base.csv");
    for (const ages of base.slice(2, 4)) expect(ages.slice(1).map(Number).every(Number.isInteger)).toBe(true);
  });

  it("are looked ahead to in whole numbers", async () => {
    const model = join(folder, "memory-model.json");
    await expect(predict(log, { model, horizon: "90d" })).rejects.toThrow(
      /^--horizon: expected a whole number of months, .* got "90d"\. For example --horizon 3m\./,
    );
    expect((await predict(log, { model, horizon: "1y" })).scores.expectedPurchases).toBe(
      (await predict(log, { model, horizon: "12m" })).scores.expectedPurchases,
    );
    const weeks = await run(log, { grain: "week", discrete: true });
    expect(weeks.model.purchase.model.name).toBe("bg-bb");
    expect(weeks.scores.horizon).toEqual({ amount: 52, unit: "week" });
  });

  it("draw a page from a log and from a base", async () => {
    const model = join(folder, "memory-model.json");
    const page = await report(log, { model, top: 3 });
    expect(page.page.surface.recency.every(Number.isInteger)).toBe(true);
    const base = await report(join(folder, "memory-base.csv"), { model, top: 3, output: join(folder, "page.html") });
    expect(base.page.worthMost).toHaveLength(3);
    expect(read("page.html").includes("NaN")).toBe(false);
  });

  it("need a grain, and a model that counts them", async () => {
    await expect(fit(log, { model: "bg-bb" })).rejects.toThrow(/^--grain: expected the time from one opportunity/);
    await expect(fit(log, { model: "bg-nbd", grain: "month", discrete: true })).rejects.toThrow(
      /^--discrete: expected a model that counts opportunities: bg-bb/,
    );
    await expect(fit(log, { model: "bg-bb", grain: "month", unit: "week" })).rejects.toThrow(/^--unit: expected month/);
    await expect(fit(join(folder, "memory-base.csv"))).rejects.toThrow(/--discrete/);
    const plain = join(folder, "plain.csv");
    await summarize(log, { grain: "month", unit: "month", output: plain });
    await expect(fit(plain, { model: "bg-bb" })).rejects.toThrow(/^T: expected a whole number of opportunities/);
  });
});
