import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clvHere, shippedLog } from "../support/clv.ts";
import { withProxy } from "./proxy.ts";
import { CLUSTER, rows, tableOf, workingTables } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "clv-cluster-"));
/** The folder of the cluster; a cluster that another process started is not killed. */
const home = process.env["CLV_TRINO_FOLDER"]!;
/** Holds for every row, after some milliseconds. */
const SLOWLY = "reduce(sequence(1, 10000), length(customer_id), (s, x) -> (s + x) % 7, s -> s) >= 0";

function run(log: string, out: string, ...flags: string[]) {
  const fixed = ["--model", "bg-nbd", "--unit", "week", "--no-report", "--quiet"];
  return clvHere(["run", log, ...fixed, ...flags, "-o", out], { cwd: folder });
}

/** Kills, at once, a worker that does a task of the slow query of a user; its name. */
async function killOneAtWork(user: string): Promise<string> {
  const sql =
    "SELECT t.node_id FROM system.runtime.tasks t JOIN system.runtime.queries q ON q.query_id = t.query_id " +
    `WHERE q."user" = '${user}' AND q.state = 'RUNNING' AND q.query LIKE '%reduce(%' AND t.state = 'RUNNING' AND t.node_id LIKE 'worker%'`;
  for (;;) {
    const [[worker] = []] = await rows(sql);
    if (worker !== undefined) {
      process.kill(Number(readFileSync(join(home, String(worker), "pid"), "utf8")), "SIGKILL");
      return String(worker);
    }
    await pause(50);
  }
}

function startAgain(worker: string): void {
  execFileSync("bash", [join(home, worker, "start")]);
}

async function twoWorkers(): Promise<void> {
  const active = "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active' AND NOT coordinator";
  while (Number((await rows(active))[0]![0]) < 2) await pause(500);
}

describe.skipIf(home === undefined)("a worker that is killed", () => {
  let killed: string;

  beforeAll(async () => {
    await twoWorkers();
    await rows("CREATE SCHEMA IF NOT EXISTS ice.shop");
    await tableOf("ice.shop.log", shippedLog, { date: "DATE", amount: "DECIMAL(12,2)" });
    // In eight files, so that both workers read.
    await rows("DROP TABLE IF EXISTS ice.shop.spread");
    await rows(
      "CREATE TABLE ice.shop.spread WITH (partitioning = ARRAY['bucket(customer_id, 8)']) AS SELECT * FROM ice.shop.log",
    );
  });
  afterAll(() => startAgain(killed));

  it("while a table is put in place, ends the run with an error and leaves the old table", async () => {
    const place = `${CLUSTER.replace("clv@", "hasty@")}/ice/shop/intact`;
    expect(await run(`${CLUSTER}/ice/shop/log`, place)).toMatchObject({ code: 0, stderr: "" });
    const state = () => rows("SELECT count(*), checksum(customer_id), checksum(p_alive) FROM ice.shop.intact_scores");
    const before = await state();
    const statement = (sql: string): string | undefined =>
      /^CREATE OR REPLACE TABLE \S+"intact_scores/.test(sql)
        ? sql.replace(/ AS (WITH.*)$/s, ` AS SELECT * FROM ($1) WHERE ${SLOWLY}`)
        : undefined;
    const [{ code, stderr }, worker] = await withProxy({ statement }, (at) => {
      const hasty = at.replace("clv@", "hasty@");
      return Promise.all([
        run(`${hasty}/ice/shop/log`, `${hasty}/ice/shop/intact`, "--horizon", "26w"),
        killOneAtWork("hasty"),
      ]);
    });
    startAgain(worker);
    expect(stderr).toMatch(/expected a query that runs, got "\w+: .*worker/);
    expect(code).toBe(1);
    expect(await state()).toEqual(before);
    expect(await workingTables()).toEqual([]);
  });

  it("while the log is read, costs no bit where tasks are tried again", async () => {
    await twoWorkers();
    const [there, here] = [join(folder, "there.csv"), join(folder, "here.csv")];
    const summarize = (log: string, out: string, ...flags: string[]) =>
      clvHere(["summarize", log, "--unit", "week", "--quiet", ...flags, "-o", out]);
    const patient = async (at: string) => {
      const log = `${at.replace("clv@", "patient@")}/ice/shop/spread`;
      const [ran, worker] = await Promise.all([summarize(log, there, "--where", SLOWLY), killOneAtWork("patient")]);
      killed = worker;
      return ran;
    };
    let reads = 0;
    const statement = (sql: string): undefined => {
      if (/^CREATE TABLE \S+clv_rfm/.test(sql)) reads += 1;
    };
    expect(await withProxy({ statement }, patient)).toMatchObject({ code: 0, stderr: "" });
    // By the cluster, not by sending the statement again.
    expect(reads).toBe(1);
    expect(await summarize(shippedLog, here)).toMatchObject({ code: 0 });
    expect(readFileSync(there, "utf8")).toBe(readFileSync(here, "utf8"));
  });
});
