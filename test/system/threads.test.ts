import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { resampledParameters } from "../../src/fit/resampled-parameters.ts";
import { scoresCsv } from "../../src/io/scores-csv.ts";
import { score } from "../../src/predict/score.ts";
import { scoreIntervals } from "../../src/predict/score-intervals.ts";
import { validate } from "../../src/validate/validate.ts";
import { clv, ended, root, shippedModel, started, temporaryFolder } from "../support/clv.ts";
import { readLog } from "../support/log.ts";
import { threadsOf, until } from "../support/until.ts";

// As many customers as threads are started for.
const CUSTOMERS = 20_001;
const folder = temporaryFolder();
const log = join(folder, "log.csv");
const bounds = { unit: "week", split: "2024-07-01" } as const;
const asked = ["--unit", "week", "--split", "2024-07-01", "--horizon", "20w", "--interval", "0.9"];

beforeAll(async () => {
  const simulation = ["simulate", "--model", shippedModel, "--customers", String(CUSTOMERS), "-o", log];
  const { code } = await clv([
    ...simulation,
    "--from",
    "2024-01-01",
    "--join-until",
    "2024-06-30",
    "--until",
    "2024-12-29",
  ]);
  expect(code).toBe(0);
});

describe("threads", () => {
  const outputs: Record<string, string>[] = [];
  // More than there are cores are as many as there are.
  const counts = ["1", "2", "3"].slice(0, Math.max(2, availableParallelism()));

  beforeAll(async () => {
    for (const threads of counts) {
      const cwd = join(folder, threads);
      mkdirSync(cwd);
      const { code } = await clv(
        ["run", log, "--model", "bg-nbd", ...asked, "--score-at", "split", "--threads", threads],
        { cwd },
      );
      expect(code).toBe(0);
      const out = join(cwd, "out");
      outputs.push(Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")])));
    }
  }, 300_000);

  test("however many: the same bytes of scores with intervals, page and summary", () => {
    expect(Object.keys(outputs[0])).toEqual(["base.csv", "model.json", "report.html", "scores.csv", "summary.json"]);
    for (const others of outputs.slice(1)) expect(others).toEqual(outputs[0]);
    expect(outputs).toHaveLength(counts.length);
  });

  test("the same as in one, without any: intervals and validation of the library", async () => {
    const transactions = await readLog(readFileSync(log, "utf8"));
    const { base } = summarize(transactions, bounds);
    expect(base.length).toBe(CUSTOMERS);
    const model = await fitBase(base, bgNbd, gammaGamma);
    const parameters = resampledParameters(base, model, 199, 1)!;
    const options = { horizon: { amount: 20, unit: "week" }, level: 0.9, seed: 1, parameters } as const;
    const intervals = scoreIntervals(base, model, options);
    const scores = score(base, model, options);
    expect([...scoresCsv(scores, undefined, intervals)].join("")).toBe(outputs[0]["scores.csv"]);

    const { code, stdout } = await clv(["validate", log, ...asked.slice(0, 4), "--json"]);
    expect(code).toBe(0);
    const { goodnessOfFit, ...validation } = JSON.parse(stdout).splits[0];
    const { horizon, ...terms } = options;
    const alone = validate(transactions, base, model, { ...bounds, ...terms });
    expect(validation).toEqual(JSON.parse(JSON.stringify(alone)));
  });
});

test("interrupted while others draw: exit 130, and nothing is left", async () => {
  const cwd = temporaryFolder();
  const child = started(["run", log, "--model", "bg-nbd", ...asked, "--score-at", "split", "-o", "."], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = ended(child);
  // The base is written before anything is drawn; then a second thread comes, which draws too.
  const filesMade = (): boolean => readdirSync(cwd, { recursive: true }).some((name) => String(name).endsWith(".tmp"));
  await until(() => filesMade() || child.exitCode !== null);
  const before = threadsOf(child.pid!) ?? 0;
  await until(() => (threadsOf(child.pid!) ?? Number.POSITIVE_INFINITY) > before || child.exitCode !== null);
  child.kill("SIGINT");
  expect(await end).toMatchObject({ code: 130, stdout: "" });
  expect(readdirSync(cwd)).toEqual([]);
});

describe("a thread", () => {
  const threads = JSON.stringify(pathToFileURL(join(root, "dist/src/io/threads.js")).href);
  const errors = JSON.stringify(pathToFileURL(join(root, "dist/src/errors.js")).href);
  const entry = join(folder, "entry.mjs");
  const refusal = `new ClvError("usage", { where: "margin", expected: "a number", got: 0 })`;
  writeFileSync(
    entry,
    `import { serve } from ${threads}; import { ClvError } from ${errors};
     serve({ spin(spins) { for (Atomics.store(spins, 0, 1); ; ); }, refuse() { throw ${refusal}; }, fail() { throw new Error("broken"); }, double: (x) => x.map((v) => 2 * v) });`,
  );

  /** Runs a job in a thread of another process, and what is done with it there. */
  const doing = (then: string) => {
    const script = join(temporaryFolder(), "script.mjs");
    const run = `const run = (job, input) => inThread(new URL(${JSON.stringify(pathToFileURL(entry).href)}), job, input);`;
    writeFileSync(script, `import { inThread } from ${threads}; ${run} ${then}`);
    return promisify(execFile)(process.execPath, [script]);
  };

  test("that is given nothing to do lets the process end", async () => {
    const script = join(temporaryFolder(), "script.mjs");
    const ready = `await new Promise((online) => setTimeout(online, 0));`;
    writeFileSync(
      script,
      `import { standingThread } from ${threads}; standingThread(new URL(${JSON.stringify(pathToFileURL(entry).href)})); ${ready}`,
    );
    await promisify(execFile)(process.execPath, [script], { timeout: 30_000 });
    const once = "customer_id,date\n1,2024-01-01\n2,2024-01-05\n";
    const { code, stderr } = await clv(["run", "-", "--model", "bg-nbd", "--value", "none", "--no-report"], {
      cwd: folder,
      input: once,
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining("expected repeat purchases")]);
  });

  test("that never ends leaves this one free: a signal is heard, and ends both", async () => {
    const heard = `process.on("SIGTERM", () => process.exit(143)); const spins = new Int32Array(new SharedArrayBuffer(4)); run("spin", spins);
      setInterval(() => Atomics.load(spins, 0) === 1 && process.kill(process.pid, "SIGTERM"), 10);`;
    await expect(doing(heard)).rejects.toMatchObject({ code: 143 });
  });

  test("hands over long columns and short, known errors as what they are, and others too", async () => {
    const { stdout } = await doing(`
      const long = await run("double", new Float64Array(1e5).fill(4));
      const [error, other] = await Promise.all(["refuse", "fail"].map((job) => run(job).catch((error) => error)));
      const short = await run("double", Float64Array.of(1, 2));
      console.log(JSON.stringify([long.length, long[99999], ...short, error.name, error.kind, error.message, other.message]));`);
    const message = "margin: expected a number, got 0";
    expect(JSON.parse(stdout)).toEqual([100_000, 8, 2, 4, "ClvError", "usage", message, "broken"]);
  });
});
