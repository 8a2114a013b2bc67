import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fit, predict, report, run, summarize, validate } from "../../src/node.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";

const folder = temporaryFolder();
const log = join(folder, "log.csv");
writeFileSync(log, fewCustomers(150));

const MONTHS = { grain: "month", model: "bg-bb" } as const;
/** The donors of Fader, Hardie & Shang (2010), table 1: gifts, the year of the last, and how many such customers. */
const DONORS: readonly (readonly [x: number, tx: number, count: number])[] = [
  ...([
    [6, 6, 1203],
    [5, 6, 728],
    [4, 6, 512],
    [3, 6, 357],
    [2, 6, 234],
    [1, 6, 129],
    [5, 5, 335],
    [4, 5, 284],
  ] as const),
  ...([
    [3, 5, 225],
    [2, 5, 173],
    [1, 5, 119],
    [4, 4, 240],
    [3, 4, 181],
    [2, 4, 155],
    [1, 4, 78],
    [3, 3, 322],
  ] as const),
  ...([
    [2, 3, 255],
    [1, 3, 129],
    [2, 2, 613],
    [1, 2, 277],
    [1, 1, 1091],
    [0, 0, 3464],
  ] as const),
];
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
    expect(after.length).toBeGreaterThan(100);
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

  it("are told where the last one was not over, and how to leave it out", async () => {
    const rows = readFileSync(log, "utf8").trimEnd().split("\n");
    const cut = join(folder, "cut.csv");
    writeFileSync(cut, `${rows.filter((row, k) => k === 0 || row.split(",")[1]! <= "1998-06-17").join("\n")}\n`);
    const last = rows
      .map((row) => row.split(",")[1]!)
      .filter((date) => date <= "1998-06-17")
      .sort()
      .at(-1);
    for (const engine of ["memory", "duckdb"] as const) {
      const told = async (path: string, options: object = {}): Promise<string | undefined> => {
        const { notices } = await fit(path, { ...MONTHS, engine, ...options });
        const found = notices.find(({ name }) => name === "opportunity-not-over");
        return found && `${found.severity}: ${found.message} ${found.advice}`;
      };
      const warning = (day: string): string =>
        `warning: The last opportunity, 1998-06, counts, although observation ends on ${day}, before it is over. A customer who has not bought in it yet counts as having missed it: P(alive) is too low. To leave it out use --until 1998-05-31. If the log contains all its purchases use --until 1998-06-30.`;
      expect(await told(cut)).toBe(warning(last!));
      expect(await told(cut, { timeZone: "America/New_York" })).toBe(warning(last!));
      expect(await told(log, { until: "1998-06-10" })).toBe(warning("1998-06-10"));
      expect(await told(cut, { until: "1998-06-30" })).toBe(undefined);
      expect(await told(cut, { until: "1998-05-31" })).toBe(undefined);
      // In continuous time the part of a month that was observed is no opportunity.
      expect(await told(cut, { model: "bg-nbd" })).toBe(undefined);
      const { notices } = await fit(cut, { ...MONTHS, engine, model: "nbd" });
      expect(notices.find(({ name }) => name === "until-from-log")!.message).toContain(`ends on ${last},`);
    }
  });

  it("of a base without dates need no unit, and have the published estimates of the donors", async () => {
    const donors = join(folder, "donors.csv");
    const rows = DONORS.flatMap(([x, tx, count]) => Array.from({ length: count }, () => `${x},${tx},6`));
    writeFileSync(donors, `customer_id,x,t_x,n\n${rows.map((row, k) => `${k},${row}`).join("\n")}\n`);
    for (const engine of ["memory", "duckdb"] as const) {
      const { model, notices } = await fit(donors, { model: "bg-bb", engine });
      expect(notices.map(({ name }) => name)).toContain("undated-opportunities");
      // Fader, Hardie & Shang (2010): 1.204, 0.750, 0.657, 2.783 and −33,225.6.
      const { alpha, beta, gamma, delta } = model.purchase.parameters;
      expect([alpha!.toFixed(3), beta!.toFixed(3), gamma!.toFixed(3), delta!.toFixed(3)]).toEqual([
        ...["1.204", "0.750", "0.657", "2.783"],
      ]);
      expect(model.purchase.logLikelihood.toFixed(1)).toBe("-33225.6");
      const monthly = await fit(donors, { discrete: true, grain: "month", engine });
      expect(monthly.model.purchase.parameters).toEqual(model.purchase.parameters);
      expect(monthly.notices.map(({ name }) => name)).not.toContain("undated-opportunities");
      // P(alive) of the paper is that of the next opportunity: .11 for (0, 0), .93 for (6, 6).
      const output = join(folder, `${engine}-donors.csv`);
      await predict(donors, { model: monthly.model, horizon: "10m", engine, output });
      const scores = readFileSync(output, "utf8").split("\n");
      expect(scores[0]).toBe("customer_id,p_alive,p_alive_next,expected_purchases,probability_of_purchase");
      const of = (id: number): string[] => scores.find((row) => row.startsWith(`${id},`))!.split(",");
      expect(Math.abs(Number(of(rows.length - 1)[2]) / 0.108133281865 - 1)).toBeLessThan(1e-9);
      expect(Number(of(0)[2]).toFixed(2)).toBe("0.93");
    }
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
