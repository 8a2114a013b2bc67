import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { seeded } from "../../src/random/seeded.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import {
  clv,
  clvHere,
  ended,
  fewCustomers,
  main,
  shippedModel as model,
  started,
  temporaryFolder,
} from "../support/clv.ts";
import { openFiles, until } from "../support/until.ts";

const predicting = ["--model", model, "--horizon", "52w", "--quiet"];
const folder = temporaryFolder();
const log = join(folder, "log.csv");
/** For what does not depend on the number of customers. */
const few = join(folder, "few.csv");

beforeAll(async () => {
  writeFileSync(few, fewCustomers());
  const dates = ["--from", "2023-01-01", "--until", "2024-12-31"];
  await clv(["simulate", "--model", model, "--customers", "40000", "--seed", "3", ...dates, "-o", log]);
}, 120_000);

/** Arguments for scores in a folder, spilling to a folder of its own. */
function scoring(here: string, output = "scores.parquet"): string[] {
  const limits = ["--memory-limit", "150MB", "--temp-directory", join(here, "spill")];
  return ["predict", log, ...predicting, "-o", join(here, output), ...limits];
}

/** What lies in a folder, hidden or not, and in its `spill`. */
function left(here: string): string[] {
  return readdirSync(here, { recursive: true })
    .map(String)
    .filter((name) => name !== "spill");
}

describe("a run in DuckDB that does not end well", () => {
  test("kill -9 at six moments: the whole output or none, and the next run goes through and cleans up", async () => {
    const here = temporaryFolder();
    mkdirSync(join(here, "spill"));
    const begin = performance.now();
    expect((await clv(scoring(here, "whole.parquet"))).code).toBe(0);
    const whole = performance.now() - begin;
    const expected = readFileSync(join(here, "whole.parquet"));
    const output = join(here, "scores.parquet");
    const random = seeded(5);
    let unfinished = 0;
    for (let k = 0; k < 6; k++) {
      const child = started(scoring(here), { stdio: "ignore" });
      const end = ended(child);
      // One in each sixth: in the first a run is not done, however much faster the machine has become since `whole` was timed.
      await wait((whole * 0.95 * (k + random.uniform())) / 6);
      child.kill("SIGKILL");
      await end;
      if (existsSync(output)) expect(readFileSync(output).equals(expected)).toBe(true);
      else unfinished++;
      rmSync(output, { force: true });
    }
    expect(unfinished).toBeGreaterThan(0);
    expect((await clv(scoring(here))).code).toBe(0);
    expect(readFileSync(output).equals(expected)).toBe(true);
    expect(readdirSync(join(here, "spill"))).toEqual([]);
  }, 300_000);

  test("SIGINT: exit 130 and nothing is left", async () => {
    const here = temporaryFolder();
    mkdirSync(join(here, "spill"));
    const child = started(scoring(here), { stdio: "ignore" });
    const end = ended(child);
    await until(() => openFiles(child.pid!)?.includes(log) || child.exitCode !== null);
    child.kill("SIGINT");
    expect((await end).code).toBe(130);
    expect(left(here)).toEqual([]);
  }, 60_000);

  test("SIGINT does not wait for the end of a statement", async () => {
    const here = temporaryFolder();
    const session = await openSession();
    await session.run(`ATTACH '${join(here, "log.duckdb")}' AS log; CREATE TABLE log.none AS SELECT 1; DETACH log`);
    await session.close();
    // A million million rows.
    const query = "SELECT CAST(range AS VARCHAR) AS customer_id, DATE '2024-01-05' AS date FROM range(1000000000000)";
    const spill = join(here, "spill");
    const child = started(
      [
        "summarize",
        "log.duckdb",
        "--query",
        query,
        "--value",
        "none",
        "--temp-directory",
        spill,
        "--memory-limit",
        "200MB",
      ],
      { cwd: here, stdio: "ignore" },
    );
    const end = ended(child);
    await until(() => (existsSync(spill) && left(spill).length >= 2) || child.exitCode !== null);
    child.kill("SIGINT");
    expect((await end).code).toBe(130);
    expect(left(here)).toEqual(["log.duckdb"]);
  }, 30_000);

  test("an error while customers are being sorted ends the run", async () => {
    const here = temporaryFolder();
    const once = Array.from({ length: 5000 }, (_, k) => `c${k},2024-0${1 + (k % 9)}-01,${k + 1}`);
    writeFileSync(join(here, "once.csv"), `customer_id,date,amount\n${once.join("\n")}\n`);
    for (const [args, message] of [
      [["run", "once.csv", "--model", "bg-nbd", "-o", "out"], "expected repeat purchases"],
      [["run", few, "--model", "bg-nbd", "-o", "once.csv"], 'once.csv: expected a folder to write into, got "a file"'],
    ] as const) {
      const { code, stderr } = await clv(args, { cwd: here });
      expect(code).toBeGreaterThan(0);
      expect(stderr).toContain(message);
    }
    expect(readdirSync(here)).toEqual(["once.csv"]);
  }, 60_000);

  test("a place that can't be written is told at once, alike by both engines", async () => {
    for (const engine of ["memory", "duckdb"]) {
      const { code, stderr } = await clvHere([
        "predict",
        "nothing.csv",
        ...predicting,
        "--engine",
        engine,
        "-o",
        "no/s.csv",
      ]);
      expect([code, stderr]).toEqual([
        2,
        'error: no/s.csv: expected a folder with permission to write, got "no such folder"\n',
      ]);
    }
  });

  test("success, an error, wrong usage, a reader that leaves early: nothing is left in the place for temporary files", async () => {
    const here = temporaryFolder();
    const env = { ...process.env, TMPDIR: here };
    const run = (...args: string[]) => clv(["predict", few, ...predicting, ...args], { env: { TMPDIR: here } });
    for (const [args, code] of [
      [["-o", "-"], 0],
      [["-o", "/dev/null", "--columns", "nothing"], 2],
      [["-o", "/dev/null", "--until", "1990-01-01"], 1],
      [["-o", "/dev/null", "--memory-limit", "nothing"], 2],
      [["-o", "-", "--memory-limit", "2MB"], 1],
    ] as const) {
      expect([args, (await run(...args)).code]).toEqual([args, code]);
      expect(readdirSync(here)).toEqual([]);
    }
    const child = started(["predict", log, ...predicting, "-o", "-"], { env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout!.once("data", () => child.stdout!.destroy());
    expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(here)).toEqual([]);
    const interrupted = started(["predict", log, ...predicting, "-o", "-"], { env, stdio: "ignore" });
    const end = ended(interrupted);
    await until(() => readdirSync(here).length > 0 || interrupted.exitCode !== null);
    interrupted.kill("SIGTERM");
    expect((await end).code).toBe(143);
    expect(readdirSync(here)).toEqual([]);
  }, 120_000);

  test("a full disk: a clear error and no output", () => {
    for (const name of ["scores.parquet", "scores.csv"]) {
      const here = temporaryFolder();
      mkdirSync(join(here, "spill"));
      // No file larger than 600 kB can be written, which to the writer is a full disk.
      const script = `trap '' XFSZ; ulimit -f 600; exec "$@"`;
      const { status, stderr } = spawnSync("bash", [
        "-c",
        script,
        "bash",
        process.execPath,
        main,
        ...scoring(here, name).slice(0, -4),
      ]);
      expect(stderr.toString()).toMatch(/^error: .*expected room on the disk.*Nothing was written\.\n$/);
      expect(status).toBe(1);
      expect(left(here)).toEqual([]);
    }
  }, 60_000);
});

test("runs in one folder at once do not disturb each other", async () => {
  const here = temporaryFolder();
  mkdirSync(join(here, "spill"));
  const runs = await Promise.all(["a", "b", "c"].map((name) => clv(scoring(here, `${name}.parquet`))));
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
  const [a, b, c] = ["a", "b", "c"].map((name) => readFileSync(join(here, `${name}.parquet`)));
  expect(a!.equals(b!) && b!.equals(c!)).toBe(true);
  expect(left(here).sort()).toEqual(["a.parquet", "b.parquet", "c.parquet"]);
}, 120_000);
