import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type RunOptions, run } from "../../src/node.ts";
import { scatter } from "../../src/run/scatter.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const [, ...rows] = readFileSync(shippedLog, "utf8").split("\n").slice(0, 1500);
const HEADER = "customer_id,date,value";
/** By the last digit of the id; too few customers are of the kind "rare". */
const channelOf = (row: string): string => {
  const id = Number(row.split(",")[0]!.replace(/\D/g, ""));
  return id % 97 === 0 ? "rare" : id % 2 === 0 ? "ads" : "mail";
};
const WEEKS = { unit: "week", until: "1998-06-30", noReport: true } as const satisfies RunOptions;

function write(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("--by", () => {
  it("gives every group the model, scores, holdout and totals of a run over its customers alone", async () => {
    const folder = temporaryFolder();
    const header = readFileSync(shippedLog, "utf8").split("\n", 1)[0]!;
    expect(header.split(",").length).toBe(HEADER.split(",").length);
    const log = write(folder, "log.csv", [`${header},channel`, ...rows.map((row) => `${row},${channelOf(row)}`)]);
    const ads = write(folder, "ads.csv", [header, ...rows.filter((row) => channelOf(row) === "ads")]);
    const files: string[][] = [];
    const asked = { ...WEEKS, model: "bg-nbd", split: "1997-10-01", costPerOrder: 1, horizon: "1y,26w" } as const;
    const alone = await run(ads, { ...asked, output: join(folder, "ads") });
    for (const engine of ["memory", "duckdb"] as const) {
      const output = join(folder, engine);
      const { groups, scores, base, notices, model } = await run(log, { ...asked, engine, output, by: "channel" });
      expect(groups!.by).toBe("channel");
      expect(groups!.groups.map(({ group, fittedTo }) => [group, fittedTo])).toEqual([
        ["ads", "group"],
        ["mail", "group"],
        ["rare", "all"],
      ]);
      const [own] = groups!.groups;
      const { message: _, ...parameters } = own!.model.purchase as { message?: string; parameters: object };
      expect(parameters.parameters).toEqual(alone.model.purchase.parameters);
      expect(own!.base.customers).toBe(alone.base.customers);
      expect(own!.scores.expectedPurchases).toBeCloseTo(alone.scores.expectedPurchases, 8);
      expect(own!.scores.further![0]!.value!.equity).toBeCloseTo(alone.scores.further![0]!.value!.equity, 6);
      const { newCustomers: __, ...holdout } = alone.holdout!;
      expect(own!.holdout).toMatchObject(holdout);
      expect(notices.map(({ name }) => name)).toContain("small-groups");
      // The groups add up to all.
      const sum = (of: (group: (typeof groups & object)["groups"][number]) => number): number =>
        groups!.groups.reduce((total, group) => total + of(group), 0);
      expect(sum((group) => group.base.customers)).toBe(base.customers);
      expect(sum((group) => group.scores.value!.equity)).toBeCloseTo(scores.value!.equity, 6);
      expect(model.data.customers).toBe(base.customers);
      expect(own!.modelFile).toBe(join(output, "model-ads.json"));
      expect(readFileSync(own!.modelFile!, "utf8")).toBe(readFileSync(join(folder, "ads", "model.json"), "utf8"));
      expect(groups!.groups[2]!.modelFile).toBeUndefined();
      files.push(["base.csv", "scores.csv", "summary.json"].map((name) => readFileSync(join(output, name), "utf8")));
      const scored = new Map(
        files
          .at(-1)![1]!
          .split("\n")
          .map((line) => [line.split(",", 1)[0], line]),
      );
      const lines = readFileSync(join(folder, "ads", "scores.csv"), "utf8")
        .trimEnd()
        .split("\n")
        .slice(1);
      for (const line of lines) expect(scored.get(line.split(",", 1)[0])).toBe(`${line},ads`);
    }
    expect(files[0]!.map((text) => text.replaceAll("/memory/", "/duckdb/"))).toEqual(files[1]);
  });

  it("joins the intervals of the totals draw by draw: narrower than their sums, wider than each", async () => {
    const folder = temporaryFolder();
    const header = readFileSync(shippedLog, "utf8").split("\n", 1)[0]!;
    const few = rows.slice(0, 600);
    const log = write(folder, "log.csv", [
      `${header},channel`,
      ...few.map((row) => `${row},${channelOf(row) === "mail" ? "mail" : "ads"}`),
    ]);
    const asked = { ...WEEKS, model: "bg-nbd", value: false, interval: 0.9, by: "channel" } as const;
    const [memory, duckdb] = [
      await run(log, { ...asked, engine: "memory" }),
      await run(log, { ...asked, engine: "duckdb" }),
    ];
    expect(duckdb.intervals).toEqual(memory.intervals);
    const { estimate } = memory.intervals!;
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    const widths = memory.groups!.groups.map(({ intervals }) => width(intervals!.estimate.expectedPurchases));
    const joint = width(estimate.expectedPurchases);
    expect(joint).toBeGreaterThan(Math.max(...widths));
    expect(joint).toBeLessThan(widths[0]! + widths[1]!);
    expect(joint / Math.hypot(...widths)).toBeGreaterThan(0.8);
    expect(joint / Math.hypot(...widths)).toBeLessThan(1.25);
  });

  it("refuses a season, and a column of ids", async () => {
    const folder = temporaryFolder();
    const log = write(folder, "log.csv", [
      `${HEADER},kind`,
      ...Array.from({ length: 300 }, (_, k) => `${k % 150},2024-0${1 + (k % 9)}-11,5,${k % 150}`),
    ]);
    await expect(run(log, { by: "kind" })).rejects.toThrow("at most 100 values");
    await expect(run(log, { by: "kind", season: "auto" })).rejects.toThrow("--season");
  });
});

describe("scatter", () => {
  it("puts columns together, NaN where a part has none", () => {
    const parts = [
      {
        places: Uint32Array.of(2, 0),
        result: { a: Float64Array.of(1, 2), name: "x", further: [{ b: Float64Array.of(5, 6) }] },
      },
      {
        places: Uint32Array.of(1),
        result: { a: Float64Array.of(3), name: "y", further: [{ b: Float64Array.of(7) }], c: Float64Array.of(9) },
      },
    ];
    expect(scatter<object>(3, parts)).toEqual({
      a: Float64Array.of(2, 3, 1),
      name: "x",
      further: [{ b: Float64Array.of(6, 7, 5) }],
      c: Float64Array.of(Number.NaN, 9, Number.NaN),
    });
  });
});
