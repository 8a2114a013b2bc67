import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/index.ts";
import { modelToJson } from "../../src/io/model-file.ts";
import { fit, predict, run, summarize, validate } from "../../src/node.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";
import { readModel } from "../../src/run/models.ts";
import { temporaryFolder } from "../support/clv.ts";

const ENGINES = ["memory", "duckdb"] as const;
const parameters = { r: 0.8, alpha: 30, a: 0.6, b: 4 };

/** How a log is drawn and written. */
interface Drawn {
  readonly customers?: number;
  readonly until?: string;
  /** Whether the times of the day are written, and the zone they are of. */
  readonly zone?: string;
}

/** A log of customers who buy most in December and hardly on Sundays. */
function logIn(folder: string, { customers = 300, until = "2023-12-31", zone }: Drawn = {}): string {
  const season = [
    { by: "month", factors: [0.8, 0.7, 0.9, 1, 1, 0.9, 0.8, 0.9, 1, 1.1, 1.3, 1.6] },
    { by: "weekday", factors: [1.2, 1, 1, 1, 1.1, 1.4, 0.3] },
  ] as const;
  const world = { purchase: { model: bgNbd, parameters }, unit: "day", season } as const;
  const days = { customers, from: "2021-01-01", until, joinUntil: "2021-06-30" };
  const path = join(folder, "log.csv");
  const text = (date: number): string =>
    new Date(date).toISOString().slice(0, zone === undefined ? 10 : 19) + (zone ?? "");
  const rows = [...simulateTransactions(world, seeded(4), days)].map(
    ({ customer, date }) => `${customer},${text(Number(date))}`,
  );
  writeFileSync(path, `customer,date\n${rows.join("\n")}\n`);
  return path;
}

describe("a season in the pipeline", () => {
  it("gives the same bytes by both engines, from the log, from the base, and from the model file", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const texts: string[][] = [];
    for (const engine of ENGINES) {
      const path = (name: string) => join(folder, `${engine}-${name}`);
      const { model } = await fit(log, { engine, value: false, season: "month,weekday", output: path("model.json") });
      expect(modelToJson(await readModel(path("model.json")))).toBe(modelToJson(model));
      await summarize(log, { engine, value: false, output: path("base.csv") });
      const horizon = "90d";
      await predict(log, { engine, value: false, model, horizon, output: path("log.csv") });
      await predict(path("base.csv"), { engine, model: path("model.json"), horizon, output: path("base-scores.csv") });
      texts.push(["model.json", "log.csv", "base-scores.csv"].map((name) => readFileSync(path(name), "utf8")));
      expect(texts.at(-1)![1]).toBe(texts.at(-1)![2]);
    }
    expect(texts[0]).toEqual(texts[1]);
  });

  it.each([
    { season: "week,weekday", grain: "hour", unit: "day" },
    { season: "week", grain: "week", unit: "week" },
    { season: "month", grain: "month", unit: "month" },
    { season: "month,weekday", unit: "week", timeZone: "America/Los_Angeles" },
  ] as const)("gives the same bytes by both engines with %j", async (options) => {
    const folder = temporaryFolder();
    const log = logIn(folder, { customers: 60, zone: "Z" });
    const models: string[] = [];
    for (const engine of ENGINES) {
      const { model } = await fit(log, { engine, value: false, ...options });
      const output = join(folder, `${engine}.csv`);
      await predict(log, {
        engine,
        value: false,
        model,
        horizon: "90d",
        output,
        ...("timeZone" in options && { timeZone: options.timeZone }),
      });
      models.push(modelToJson(model), readFileSync(output, "utf8"));
    }
    expect(models.slice(0, 2)).toEqual(models.slice(2));
  });

  it("places a purchase on its day in the zone", async () => {
    const folder = temporaryFolder();
    // No customer buys on a Sunday in Los Angeles; in UTC, a third of Saturday's purchases are on Sunday.
    const log = logIn(folder, { customers: 100, zone: "-08:00" });
    const factor = async (timeZone: string): Promise<number> => {
      const { model } = await fit(log, { value: false, unit: "week", season: "weekday", timeZone });
      return model.season![0]!.factors[6]!;
    };
    expect(await factor("Etc/GMT+8")).toBeLessThan(0.5);
    expect(await factor("UTC")).toBeGreaterThan(0.55);
  });

  it("is found by auto, and the forecast of the holdout is better by it", async () => {
    const log = logIn(temporaryFolder(), { customers: 500 });
    const asked = { value: false, split: "2023-10-01", model: "bg-nbd", noReport: true } as const;
    const timed = await run(log, { ...asked, season: "auto" });
    expect(timed.season!.cycles).toEqual(["month", "weekday"]);
    // The holdouts behind the decision: two for each index.
    const judged = timed.season!.trials!.map(({ cycles }) => cycles.join());
    expect(judged).toEqual(["month", "month", "month,weekday", "month,weekday"]);
    const [flat, { splits }] = [
      await validate(log, { value: false, split: "2023-10-01" }),
      await validate(log, { value: false, split: "2023-10-01", season: "auto" }),
    ];
    const off = ({ expected, actual }: { expected: number; actual: number }): number => Math.abs(expected / actual - 1);
    expect(off(timed.holdout!)).toBeLessThan(0.1);
    expect(off(timed.holdout!)).toBeLessThan(off(flat.splits[0]!.purchases.total));
    expect(splits[0]!.purchases.total.expected).toBeCloseTo(timed.holdout!.expected, 6);
    // The tracking follows the weeks, too.
    const steps = splits[0]!.tracking.steps;
    const december = steps.slice(-5, -1);
    const sum = (of: "actual" | "expected"): number => december.reduce((all, step) => all + step[of], 0);
    expect(Math.abs(sum("expected") / sum("actual") - 1)).toBeLessThan(0.15);
  });

  it("is refused by auto where a log is shorter than two years, and says why", async () => {
    const log = logIn(temporaryFolder(), { until: "2022-06-30" });
    const { season, model, notices } = await fit(log, { value: false, season: "auto" });
    expect(season!.cycles).not.toContain("month");
    expect(model.season?.some(({ by }) => by === "month") ?? false).toBe(false);
    expect(notices.find(({ name }) => name === "season-month")!.message).toMatch(/two full cycles take 730/);
  });

  it("of a user: 1 for every month gives the model and the scores without a season", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const ones = join(folder, "ones.csv");
    writeFileSync(ones, "month,factor\n1,1\n");
    const horizon = "90d";
    const written: string[] = [];
    for (const season of ["none", ones]) {
      const { model } = await fit(log, { value: false, season });
      const output = join(folder, `scores-${written.length}.csv`);
      await predict(log, { value: false, model, horizon, output });
      written.push(readFileSync(output, "utf8"), modelToJson({ ...model, season: undefined } as never));
    }
    expect(written.slice(0, 2)).toEqual(written.slice(2));
  });

  it.each([
    [{ season: "summer" }, /none, auto, month, week, weekday or the path/],
    [{ season: "month,week" }, /one index of the year/],
    [{ season: "weekday", grain: "week" }, /an index that purchases by week allow/],
    [{ season: "month", grain: "hour", timeZone: "Europe/Berlin" }, /days of UTC if the grain is hour/],
    [{ season: "auto", grain: "none", timeZone: "Asia/Tokyo" }, /Use --grain day, which takes days in the zone/],
    [{ season: "month", model: "pareto-nbd" }, /Pareto\/NBD has no season: its customers leave in calendar time/],
    [{ season: "month", model: "bg-cnbd-3" }, /has no season: its regular purchases/],
  ] as const)("refuses %j", async (options, message) => {
    await expect(fit("log.csv", { ...options })).rejects.toThrow(message);
  });

  it("competes in a tournament beside models that have none", async () => {
    const log = logIn(temporaryFolder());
    const { tournament } = await fit(log, { value: false, season: "month", model: "bg-nbd,pareto-nbd" });
    expect(tournament!.chosen).toBe("bg-nbd");
    // 11 numbers of the index beside the four of BG/NBD; Pareto/NBD competes without it.
    expect(tournament!.contenders.map(({ model, parameters }) => [model, parameters])).toEqual([
      ["bg-nbd", 15],
      ["pareto-nbd", 4],
    ]);
  });
});
