import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOwn } from "../../src/io/own-file.ts";
import { predict, run, segments } from "../../src/node.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";

const HORIZON = "26w";

describe("--segments", async () => {
  const folder = temporaryFolder();
  const log = join(folder, "log.csv");
  writeFileSync(log, fewCustomers(120));
  const asked = { unit: "week", until: "1998-06-30", segments: "rfm" } as const;

  it("gives the customers of each segment of clv segments, alike in both engines and in every format", async () => {
    const { moves, scheme } = await segments(log, { unit: "week", until: "1998-06-30", scheme: "rfm" });
    const expected = new Map(
      scheme.segments.map(({ name }, k) => [name, moves.snapshots.at(k - scheme.segments.length)!]),
    );
    const files: string[][] = [];
    for (const engine of ["memory", "duckdb"] as const) {
      const output = join(folder, engine);
      const { segments: found, scores } = await run(log, { ...asked, model: "bg-nbd", engine, output, noReport: true });
      const [all, ...each] = found!.totals;
      expect(found!.at).toBe("1998-06");
      expect(all!.customers).toBe(120);
      for (const { segment, customers, estimate } of each) {
        expect(customers).toBe(expected.get(segment));
        expect(estimate.equity!.low).toBeLessThan(estimate.equity!.high);
      }
      expect(each.reduce((sum, { customers }) => sum + customers, 0)).toBe(120);
      expect(all!.estimate.equity!.low).toBeLessThan(scores.value!.equity);
      expect(all!.estimate.equity!.high).toBeGreaterThan(scores.value!.equity);
      const text = readFileSync(join(output, "scores.csv"), "utf8");
      expect(await isOwn(join(output, "scores.csv"), "table")).toBe(true);
      const [header, ...lines] = text.trimEnd().split("\n");
      expect(header).toMatch(/,"segment"$/);
      for (const { segment, customers } of each)
        expect(lines.filter((line) => line.endsWith(`,${segment}`)).length).toBe(customers);
      files.push([text, readFileSync(join(output, "summary.json"), "utf8").replaceAll(engine, "")]);
    }
    expect(files[1]).toEqual(files[0]);

    const model = join(folder, "memory", "model.json");
    const predicted = { ...asked, model, horizon: HORIZON } as const;
    const text = async (engine: "memory" | "duckdb") => {
      const output = join(folder, `${engine}.csv`);
      const { segments: found } = await predict(log, { ...predicted, engine, output, scoreColumns: ["segment"] });
      expect(found!.totals.map(({ customers }) => customers)).toEqual([
        120,
        ...scheme.segments.map(({ name }) => expected.get(name)!).filter((n) => n > 0),
      ]);
      return readFileSync(output, "utf8");
    };
    const csv = await text("memory");
    expect(await text("duckdb")).toBe(csv);
    for (const ending of ["parquet", "duckdb"])
      await predict(log, { ...predicted, engine: "duckdb", output: join(folder, `scores.${ending}`) });
    const session = await openSession();
    try {
      await session.run(`ATTACH '${join(folder, "scores.duckdb")}' AS written (READ_ONLY)`);
      for (const relation of [`'${join(folder, "scores.parquet")}'`, "written.scores"]) {
        const rows = await session.texts(`SELECT segment FROM ${relation}`);
        expect(['"segment"', ...rows.flat()]).toEqual(csv.trimEnd().split("\n"));
      }
    } finally {
      await session.close();
    }
  });

  it("needs a log, one model and a scheme, and says where a period is not over", async () => {
    const { model, files } = await run(log, {
      unit: "week",
      model: "bg-nbd",
      noReport: true,
      output: join(folder, "base"),
    });
    await expect(predict(files.base!, { model, horizon: HORIZON, segments: "rfm" })).rejects.toThrow("a log");
    await expect(run(log, { ...asked, by: "channel" })).rejects.toThrow("one model");
    await expect(run(log, { ...asked, scoreAt: "split", split: "1997-10-01" })).rejects.toThrow("one model");
    await expect(run(log, { ...asked, segments: "tiles" })).rejects.toThrow("--segments");
    await expect(run(log, { ...asked, keep: ["segment"] })).rejects.toThrow("--keep");
    await expect(run(log, { unit: "week", cuts: "0,1,3,6/1,2,3,5" })).rejects.toThrow("--segments rfm");
    const { notices } = await predict(log, { model, until: "1998-06-12", horizon: HORIZON, segments: "recency" });
    expect(notices.find(({ name }) => name === "part-of-a-period")!.message).toContain("within 1998-06");
  });
});
