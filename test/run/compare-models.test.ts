import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ggompertzNbd } from "../../models/index.ts";
import { parse } from "../../src/cli/parse.ts";
import { fit, type RunOptions, run, summarize, validate } from "../../src/node.ts";
import { competing, forModels } from "../../src/run/competing.ts";
import { expectClose } from "../support/close.ts";
import { root, shippedLog, temporaryFolder } from "../support/clv.ts";
import { purchaseModels } from "../support/models-held.ts";

const ENGINES = ["memory", "duckdb"] as const;
const SPLIT = { unit: "week", until: "1998-06-30", split: "1997-10-01" } as const;
const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 1500).join("\n");

describe("the models that compete", () => {
  it("are all for auto, those named for several, and none for one", () => {
    expect(competing("auto")).toEqual(purchaseModels.filter((model) => model !== ggompertzNbd));
    expect(competing("nbd,bg-nbd")!.map(({ name }) => name)).toEqual(["nbd", "bg-nbd"]);
    for (const name of [undefined, "nbd", "nbd,nbd"]) expect(competing(name)).toBeUndefined();
    expect(() => competing("nbd,nobody")).toThrow(/^--model: expected auto, or some of bg-nbd, .* got "nobody"/);
  });

  it("have litt made where one of them needs it", () => {
    const litt = (model: string) => forModels<RunOptions>({ model }).litt;
    expect(["auto", "bg-cnbd-2", "nbd,mbg-cnbd-3"].map(litt)).toEqual([true, true, true]);
    expect(["bg-nbd", "nbd,bg-nbd", "nobody"].map(litt)).toEqual([undefined, undefined, undefined]);
  });
});

it("clv summarize --litt adds the column, and nothing without", async () => {
  const log = join(temporaryFolder(), "log.csv");
  writeFileSync(log, text);
  const request = parse(["summarize", log, "--litt"]);
  expect(request).toMatchObject({ options: { litt: true } });
  const files = ["with.csv", "without.csv"].map((name) => join(temporaryFolder(), name)) as [string, string];
  await summarize(log, { unit: "week", litt: true, output: files[0] });
  await summarize(log, { unit: "week", output: files[1] });
  const heads = files.map((file) => readFileSync(file, "utf8").split("\n", 1)[0]!.split(","));
  expect(heads[0]).toContain("litt");
  expect(heads[1]).toEqual(heads[0]!.filter((name) => name !== "litt"));
});

describe("a run with several models", () => {
  it("expects purchases within its horizon where there is no holdout", async () => {
    const log = join(temporaryFolder(), "log.csv");
    writeFileSync(log, text);
    const options = { unit: "week", until: "1998-06-30", horizon: "26w", model: "nbd,bg-nbd" } as const;
    const { tournament, scores } = await run(log, options);
    const [chosen] = tournament!.contenders;
    expect([tournament!.duration, tournament!.actual]).toEqual([26, undefined]);
    expectClose(chosen!.expected!, scores.expectedPurchases, 1e-12);
    expect(tournament!.range).toMatchObject({ models: 1, low: chosen!.expected });
  });

  it("finds the same in memory and by DuckDB, and fits the chosen model as if it had been named", async () => {
    const folder = temporaryFolder();
    const log = join(folder, "log.csv");
    writeFileSync(log, text);
    const found = await Promise.all(ENGINES.map((engine) => run(log, { ...SPLIT, engine, model: "auto" })));
    expect(found[0]!.tournament).toEqual(found[1]!.tournament);
    const { tournament, model, notices } = found[0]!;
    // Of BG/CNBD-2 and MBG/CNBD-2 the likelihood has fallen, so no more regular model is fitted.
    expect(tournament!.contenders).toHaveLength(6);
    expect(tournament!.passedOver).toEqual(["BG/CNBD-3 to BG/CNBD-6", "MBG/CNBD-3 to MBG/CNBD-6"]);
    expect(tournament!.contenders[0]).toMatchObject({ model: tournament!.chosen, standing: "chosen", behind: 0 });
    expect(model.purchase.model.name).toBe(tournament!.chosen);
    expect(notices).toEqual(expect.arrayContaining(tournament!.notices as unknown[]));
    const named = await run(log, { ...SPLIT, engine: "memory", model: tournament!.chosen });
    expect(named.tournament).toBeUndefined();
    expect(named.model.purchase.parameters).toEqual(model.purchase.parameters);
    expect(named.holdout).toEqual(found[0]!.holdout);
  });

  it("lets no holdout choose the model that it judges", async () => {
    const log = join(temporaryFolder(), "log.csv");
    writeFileSync(log, text);
    const [past] = await Promise.all([fit(log, { unit: "week", until: "1997-09-30", model: "auto" })]);
    const { splits } = await validate(log, { ...SPLIT, model: "auto" });
    const alone = await validate(log, { ...SPLIT, model: past.tournament!.chosen });
    expect(past.tournament!.actual).toBeUndefined();
    expect(splits).toEqual(alone.splits);
  });
});

const grocery = join(root, "../shared/data/grocery.csv");

/** MODELS.md §4: Σ expected purchases and RMSE over 52 weeks, MAE, and Σ P(alive) at the split. */
const REFERENCE: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "mbg-cnbd-2": [3811.54, 1.399794, 3.148796, 501.7],
  "bg-cnbd-2": [3818.42, 1.466451, 3.098583, 1063.7],
  "mbg-cnbd-3": [3710.03, 1.356235, 3.117126, 483.4],
  "bg-cnbd-3": [3711.1, 1.421497, 3.062433, 1036.8],
  "mbg-cnbd-4": [3644.77, 1.33757, 3.095934, 474.9],
  "bg-cnbd-4": [3639.13, 1.399957, 3.0382, 1022.3],
  "mbg-nbd": [4024.84, 1.513046, 3.208522, 564.6],
  "pareto-nbd": [3990.73, 1.507892, 3.193764, 654.3],
  "bg-nbd": [3996.41, 1.57741, 3.150336, 1144.7],
  nbd: [6354.75, 2.609204, 4.532819, 1525],
};

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
describe.skipIf(!existsSync(grocery))("the grocery log (../shared/data)", () => {
  it("chooses regular purchases, and has the forecasts of the reference", async () => {
    const found = await run(grocery, {
      unit: "week",
      value: false,
      split: "2007-01-01",
      model: Object.keys(REFERENCE).join(),
    });
    const { chosen, contenders, actual } = found.tournament!;
    expect([chosen, actual]).toEqual(["mbg-cnbd-2", 3389]);
    for (const [name, [expected, mae, rmse, alive]] of Object.entries(REFERENCE)) {
      const contender = contenders.find(({ model }) => model === name)!;
      // The digits that the reference prints.
      expect(Math.abs(contender.expected! - expected), name).toBeLessThan(0.00501);
      expectClose(contender.forecast!.mae, mae, 1e-6);
      expectClose(contender.forecast!.rmse, rmse, 1e-6);
      expect(Math.abs(contender.alive - alive), name).toBeLessThan(0.0501);
    }
  });
});
