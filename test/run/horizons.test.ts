import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOwn } from "../../src/io/own-file.ts";
import { predict, type RunOptions, run } from "../../src/node.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 500).join("\n");
const WEEKS = { unit: "week", until: "1998-06-30", noReport: true } as const satisfies RunOptions;

function logIn(folder: string): string {
  const path = join(folder, "log.csv");
  writeFileSync(path, text);
  return path;
}

/** The columns of a table of CSV without quotes, by name. */
function columnsOf(path: string): Map<string, string[]> {
  const [head, ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  const fields = rows.map((row) => row.split(","));
  return new Map(head!.split(",").map((name, k) => [name, fields.map((row) => row[k]!)]));
}

describe("several horizons in one run", () => {
  it("give every column of a run over one, with a label where it is not the first, alike in both engines", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const files: string[] = [];
    for (const engine of ["memory", "duckdb"] as const) {
      const output = join(folder, engine);
      const { scores } = await run(log, {
        ...WEEKS,
        model: "bg-nbd",
        costPerOrder: 2,
        engine,
        output,
        horizon: "1y,90d,1999-06-30",
      });
      files.push(readFileSync(join(output, "scores.csv"), "utf8"));
      expect(scores.further!.map(({ label }) => label)).toEqual(["90d", "until_1999_06_30"]);
      expect(await isOwn(join(output, "scores.csv"), "table")).toBe(true);
    }
    expect(files[0]).toBe(files[1]);
    const all = columnsOf(join(folder, "memory", "scores.csv"));
    let seen = 0;
    for (const [horizon, label] of [
      ["1y", ""],
      ["90d", "_90d"],
      ["1999-06-30", "_until_1999_06_30"],
    ] as const) {
      const output = join(folder, `one${label}`);
      const { scores } = await run(log, { ...WEEKS, model: "bg-nbd", costPerOrder: 2, output, horizon });
      expect(scores.further).toBeUndefined();
      for (const [name, values] of columnsOf(join(output, "scores.csv"))) {
        const column = all.get(`${name}${label}`);
        if (column === undefined) continue;
        expect(column, `${name}${label}`).toEqual(values);
        seen++;
      }
    }
    expect(seen).toBe(all.size);
    expect([...all.keys()].filter((name) => name.endsWith("_90d"))).toEqual([
      ...["expected_purchases_90d", "probability_of_purchase_90d", "clv_90d", "clv_undiscounted_90d"],
      ...["net_clv_90d", "net_total_90d"],
    ]);
  });

  it("have intervals, columns by name, and refuse a horizon given twice", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const { model } = await run(log, { ...WEEKS, model: "bg-nbd", value: false });
    // A model of other customers: the draws are those of its covariance, which no bootstrap delays.
    const few = { model, until: "1998-05-31", value: false, interval: 0.8, seed: 3 } as const;
    const one = await predict(log, { ...few, horizon: "26w", output: join(folder, "one.csv") });
    const totals: unknown[] = [];
    for (const engine of ["memory", "duckdb"] as const) {
      const output = join(folder, `${engine}.csv`);
      const two = await predict(log, { ...few, engine, horizon: ["1y", "26w"], output });
      const { label: _, horizon: __, ...ahead } = two.intervals!.further![0]!;
      expect(ahead).toEqual(one.intervals);
      totals.push(two.scores.further);
      const [alone, both] = [columnsOf(join(folder, "one.csv")), columnsOf(output)];
      for (const name of ["expected_purchases", "outcome_purchases"])
        for (const end of ["low", "high"]) expect(both.get(`${name}_26w_${end}`)).toEqual(alone.get(`${name}_${end}`));
    }
    expect(totals[0]).toEqual(totals[1]);
    const output = join(folder, "chosen.csv");
    await predict(log, {
      ...few,
      horizon: "1y,26w",
      output,
      scoreColumns: ["customer_id", "expected_purchases_26w_high"],
    });
    expect([...columnsOf(output).keys()]).toEqual(["customer_id", "expected_purchases_26w_high"]);
    const asked = { ...few, horizon: "1y", output, scoreColumns: ["expected_purchases_26w"] };
    await expect(predict(log, asked)).rejects.toThrow("its horizon among those of --horizon");
    await expect(predict(log, { ...few, horizon: "1y,90d,1y" })).rejects.toThrow("1y twice");
  });
});
