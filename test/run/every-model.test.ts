import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { predict, run } from "../../src/node.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const SPLIT = { unit: "week", until: "1998-06-30", split: "1997-10-01", noReport: true } as const;
const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 600).join("\n");

it.each(["mbg-nbd", "pareto-nbd", "nbd", "bg-cnbd-2", "mbg-cnbd-3", "ggompertz-nbd"])(
  "%s: the same scores and holdout in memory and by DuckDB, and by its model file",
  async (model) => {
    const folder = temporaryFolder();
    const log = join(folder, "log.csv");
    writeFileSync(log, text);
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    const [inMemory, bySql] = await Promise.all(
      (["memory", "duckdb"] as const).map((engine) =>
        run(log, { ...SPLIT, engine, model, output: join(folder, engine) }),
      ),
    );
    expect(bySql!.holdout).toEqual(inMemory!.holdout);
    expect(inMemory!.model.purchase.model.name).toBe(model);
    for (const file of ["scores.csv", "model.json"]) expect(read(`duckdb/${file}`)).toBe(read(`memory/${file}`));
    const asked = {
      unit: "week",
      until: "1998-06-30",
      horizon: "1y",
      model: join(folder, "memory/model.json"),
    } as const;
    await predict(log, { ...asked, output: join(folder, "again.csv") });
    expect(read("again.csv")).toBe(read("memory/scores.csv"));
  },
);
