import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type RunOptions, run } from "../../src/node.ts";
import { makesHoldout } from "../../src/run/own-holdout.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const ENGINES = ["memory", "duckdb"] as const;
const rows = readFileSync(shippedLog, "utf8").split("\n");

function logOf(lines: readonly string[]): string {
  const path = join(temporaryFolder(), "log.csv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("a run that names no model", () => {
  it("has the models compete by BIC and the last quarter of the log, as if it had been asked for", async () => {
    const log = logOf(rows.slice(0, 5000));
    const WEEKS = { unit: "week", until: "1998-06-30" } as const satisfies RunOptions;
    const own = await Promise.all(ENGINES.map((engine) => run(log, { ...WEEKS, engine })));
    // From 1997-01-01 to 1998-06-30 there are 546 days: the last quarter of these begins within this day.
    const split = "1998-02-14";
    const asked = await run(log, { ...WEEKS, split, model: "auto", engine: "memory" });
    for (const { tournament, holdout, scores, model } of own) {
      expect(holdout).toMatchObject({ split, until: "1998-06-30" });
      expect(tournament).toEqual(asked.tournament);
      expect([holdout, scores, model.purchase.parameters]).toEqual([
        asked.holdout,
        asked.scores,
        asked.model.purchase.parameters,
      ]);
    }
    const told = own[0]!.notices.find(({ name }) => name === "split")!;
    expect(told.message).toMatch(/^The last quarter of the log is held out/);
    expect(told.advice).toContain("--model with a name");
  });

  it("does without a holdout, and says so, where little was bought", async () => {
    // Their first orders, and too few later ones.
    const log = logOf(rows.slice(0, 120));
    const found = await Promise.all(ENGINES.map((engine) => run(log, { unit: "week", engine })));
    expect(found[0]!.tournament).toEqual(found[1]!.tournament);
    for (const { tournament, holdout, notices } of found) {
      expect([holdout, tournament!.actual]).toEqual([undefined, undefined]);
      expect(notices.find(({ name }) => name === "no-holdout-made")!.message).toContain("by BIC alone");
    }
  });

  it.each([
    ["one day", ["a,2024-01-01", "b,2024-01-01"]],
    ["one customer", ["a,2024-01-01"]],
    ["no repeat buyer", ["a,2024-01-01", "b,2024-03-01", "c,2024-05-01"]],
  ])("says what a log of %s lacks", async (_, lines) => {
    const log = logOf(["customer,date", ...lines]);
    for (const engine of ENGINES)
      await expect(run(log, { value: false, engine })).rejects.toThrow("expected repeat purchases");
  });
});

it("makes no holdout for a model by name, beside one that was given, or for a season", () => {
  expect(makesHoldout({ model: "auto" })).toBe(true);
  for (const not of [
    {},
    { model: "bg-nbd" },
    { model: "auto", split: "2024-01-01" },
    { model: "auto", season: "month" },
  ])
    expect(makesHoldout(not)).toBe(false);
});

it("refuses scores as of a split where none is given, before the log is read", async () => {
  await expect(run("nothing.csv", { scoreAt: "split" })).rejects.toThrow("Add --split DATE");
});
