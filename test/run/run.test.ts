import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { summarize as summarizeLog } from "../../src/data/summarize.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { numbersOf } from "../../src/fit/fitted-model.ts";
import { predict, type RunOptions, run, type Step, type StepProgress, summarize, validate } from "../../src/node.ts";
import { score } from "../../src/predict/score.ts";
import { totalScores } from "../../src/predict/totals.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";
import { readLog } from "../support/log.ts";

const ENGINES = ["memory", "duckdb"] as const;
const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 800).join("\n");

function logIn(folder: string): string {
  const path = join(folder, "log.csv");
  writeFileSync(path, text);
  return path;
}

const WEEKS = { unit: "week", until: "1998-06-30", model: "bg-nbd" } as const satisfies RunOptions;
const SPLIT = { ...WEEKS, split: "1997-10-01" } as const satisfies RunOptions;

let made: ReturnType<typeof runBothWays> | undefined;
/** A run with a split, a page and intervals by each engine, once for all tests of it. */
const splitRuns = (): ReturnType<typeof runBothWays> => (made ??= runBothWays());

async function runBothWays() {
  const folder = temporaryFolder();
  const log = logIn(folder);
  writeFileSync(log, `${text}\n\n`);
  const written = async (engine: (typeof ENGINES)[number], threads: number) => {
    // One folder for both: the summary names its files.
    const output = join(folder, "out");
    const found = await run(log, { ...SPLIT, engine, threads, output, interval: 0.9, force: true });
    const files = readdirSync(output).map((name) => [name, readFileSync(join(output, name), "utf8")] as const);
    return { found, files: Object.fromEntries(files) as Readonly<Record<string, string>> };
  };
  return { log, memory: await written("memory", 1), duckdb: await written("duckdb", 2) };
}

describe.each(ENGINES)("run in a program: %s", (engine) => {
  it("gives what the plain functions give, and no file unless asked", async () => {
    const folder = temporaryFolder();
    const found = await run(logIn(folder), { ...WEEKS, engine });
    const { base } = summarizeLog(await readLog(text), WEEKS);
    const fitted = await fitBase(base, bgNbd, gammaGamma);
    expect(numbersOf(found.model)).toEqual(numbersOf(fitted));
    expect(found.base).toMatchObject({ customers: base.length, unit: "week", grain: "day", until: "1998-06-30" });
    const totals = totalScores(score(base, fitted, { horizon: { amount: 1, unit: "year" } }));
    expect(Math.abs(found.scores.value!.equity / totals.value!.equity - 1)).toBeLessThan(1e-12);
    expect(found.files).toEqual({});
    expect(readdirSync(folder)).toEqual(["log.csv"]);
  });

  it("with a split tests on the past and scores from the last day, by models of all: the files of a run without one", async () => {
    const { log, [engine]: split } = await splitRuns();
    const plain = join(temporaryFolder(), "plain");
    await run(log, { ...WEEKS, engine, output: plain, interval: 0.9, noReport: true });
    const { holdout, base, notices } = split.found;
    for (const name of ["base.csv", "model.json", "scores.csv"])
      expect(split.files[name], name).toBe(readFileSync(join(plain, name), "utf8"));
    expect(base).toMatchObject({ until: "1998-06-30" });
    expect(base).not.toHaveProperty("holdout");
    expect(holdout).toMatchObject({
      split: "1997-10-01",
      until: "1998-06-30",
      fittedUntil: "1997-09-30",
      duration: 39,
    });
    const { splits } = await validate(log, { ...SPLIT, engine });
    const { purchases } = splits[0]!;
    expect(holdout!.actual).toBe(purchases.total.actual);
    expect(Math.abs(holdout!.expected / purchases.total.expected - 1)).toBeLessThan(1e-12);
    const told = notices.find(({ name }) => name === "split")!.message;
    expect(told).toContain("up to 1997-09-30 and compares");
    expect(told).toContain("fitted again to the whole log, up to 1998-06-30");
    expect(split.files["report.html"]).toContain("fitted again to the whole log, up to 1998-06-30");
    const summary = JSON.parse(split.files["summary.json"]!);
    expect(summary.holdout).toEqual(JSON.parse(JSON.stringify(holdout)));
    expect(summary.base.until).toBe("1998-06-30");
  });

  it("scores at the split when asked, by the models of the test", async () => {
    const log = logIn(temporaryFolder());
    const { base, model, scores, holdout } = await run(log, { ...SPLIT, scoreAt: "split", engine });
    expect([base.until, model.data.until, holdout!.fittedUntil]).toEqual(["1997-09-30", "1997-09-30", "1997-09-30"]);
    expect(scores.horizon).toEqual({ amount: 39, unit: "week" });
    expect(base.holdout!.purchases).toBe(holdout!.actual);
  });

  it("tells its steps", async () => {
    const ended: string[] = [];
    const parts: StepProgress[] = [];
    const options = {
      ...WEEKS,
      engine,
      onStep: ({ name }: Step) => void ended.push(name),
      onProgress: (at: StepProgress) => void parts.push(at),
    };
    await run(logIn(temporaryFolder()), options satisfies RunOptions);
    expect(ended).toContain("Fitting");
    expect(ended.some((name) => name.startsWith("Grouping histories"))).toBe(engine === "duckdb");
    for (const name of ended)
      expect(
        parts.some((at) => at.name === name && at.ended),
        name,
      ).toBe(true);
    for (const { part = 0, seconds } of parts) expect(part >= 0 && part <= 1 && seconds >= 0).toBe(true);
  });

  // In memory no step is called so.
  const grouping = engine === "duckdb" ? ["Grouping histories"] : [];
  it.each(["Reading", ...grouping, "Fitting", "Writing the base", "Drawing"])(
    "stops at its signal and leaves no file: in %s",
    async (during) => {
      const folder = temporaryFolder();
      const stop = new AbortController();
      const reason = new Error("enough");
      const onProgress = ({ name }: StepProgress): void => {
        if (name.startsWith(during)) stop.abort(reason);
      };
      const output = join(folder, "out");
      // Only a run without a split comes to its base before anything is drawn.
      const bounds = during === "Writing the base" ? WEEKS : SPLIT;
      const stopped = run(logIn(folder), { ...bounds, engine, output, interval: 0.9, onProgress, signal: stop.signal });
      await expect(stopped).rejects.toBe(reason);
      expect(existsSync(output) ? readdirSync(output) : []).toEqual([]);
      expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
    },
  );

  it("refuses a signal that has fired", async () => {
    const signal = AbortSignal.abort(new Error("before"));
    await expect(run(logIn(temporaryFolder()), { ...WEEKS, engine, signal })).rejects.toThrow("before");
  });

  it("leaves scores that are no finite number empty, and says so", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const { model } = await run(log, { ...WEEKS, engine });
    const { purchase } = model;
    const broken = {
      ...model,
      purchase: {
        ...purchase,
        model: {
          ...purchase.model,
          future:
            (histories: Parameters<typeof purchase.model.future>[0]) =>
            (theta: Parameters<ReturnType<typeof purchase.model.future>>[0]) => {
              const future = purchase.model.future(histories)(theta);
              const expected = (t: number) =>
                future.expected(t).map((y, k) => (histories.frequency[k] === 2 ? 1 / 0 : y));
              return { ...future, expected };
            },
        },
      },
    };
    const output = join(folder, `scores-${engine}.csv`);
    const asked = { engine, model: broken, horizon: "1y", output } as const;
    const { scores, notices } = await predict(log, asked as unknown as Parameters<typeof predict>[1]);
    expect(Number.isFinite(scores.expectedPurchases)).toBe(true);
    expect(notices.map(({ name }) => name)).toContain("scores-not-finite");
    expect(readFileSync(output, "utf8")).not.toMatch(/inf|nan/i);
  });
});

test("both ways write the same bytes, summary.json too, and threads change none", async () => {
  const { memory, duckdb } = await splitRuns();
  expect(Object.keys(memory.files)).toHaveLength(5);
  expect(memory.files).toEqual(duckdb.files);
});

test("a summary in a program has the counts of its rows", async () => {
  const folder = temporaryFolder();
  const log = logIn(folder);
  const [memory, duckdb] = await Promise.all(ENGINES.map((engine) => summarize(log, { ...WEEKS, engine })));
  expect(memory!.base).toEqual(duckdb!.base);
  expect(memory!.reading.summary).toEqual(duckdb!.reading.summary);
});
