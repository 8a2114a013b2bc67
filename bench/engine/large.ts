/**
 * `npm run bench:large -- [--folder /tmp/clv-bench] [--limit 1GB] [--out FILE]`: fifty million rows within a memory
 * limit, like a nightly job, from log to scores. Once more with other threads and another limit, to the same bytes.
 */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { machine } from "../support/machine.ts";
import { clv, timed } from "./clv.ts";
import { makeLog } from "./make-log.ts";

const { values: flags } = parseArgs({
  options: {
    folder: { type: "string", default: "/tmp/clv-bench" },
    limit: { type: "string", default: "1GB" },
    out: { type: "string" },
  },
});
const { folder, limit } = flags;
mkdirSync(folder, { recursive: true });
const log = join(folder, "log-large.csv");
await makeLargeLog();

const terms = ["--horizon", "12m", "--discount-rate", "0.1", "--quiet"];
const whole = ["--unit", "week", "--model", "bg-nbd", "--no-report", "--format", "parquet", ...terms];
const first = await timed([clv, "run", log, "-o", join(folder, "large"), ...whole, "--memory-limit", limit]);
const { log: read, base } = JSON.parse(readFileSync(join(folder, "large", "summary.json"), "utf8"));
const again = await timed([
  clv,
  "run",
  log,
  "-o",
  join(folder, "large-again"),
  ...whole,
  "--memory-limit",
  "4GB",
  "--threads",
  "1",
]);
const [one, other] = await Promise.all(
  ["large", "large-again"].map((name) => sha256(join(folder, name, "scores.parquet"))),
);
if (one !== other) throw new Error("other bytes with another limit and other threads");
const { cpu, cores, commit, date } = machine();
const text = [
  `${date}, ${cpu}, ${cores} cores, commit ${commit}, load at the end ${loadavg()[0]!.toFixed(1)}.`,
  `${read.rows.toLocaleString("en")} rows, ${base.customers.toLocaleString("en")} customers.`,
  `--memory-limit ${limit}: ${first.seconds.toFixed(0)} s, peak ${first.gigabytes.toFixed(2)} GB of the whole process.`,
  `--memory-limit 4GB --threads 1: ${again.seconds.toFixed(0)} s, peak ${again.gigabytes.toFixed(2)} GB; the same bytes.`,
  "",
].join("\n");
console.log(text);
if (flags.out) writeFileSync(flags.out, text);
for (const name of ["large", "large-again"]) rmSync(join(folder, name), { recursive: true });

/** The log of ten million customers, and after it that of three quarters of them again under other ids. */
async function makeLargeLog(): Promise<void> {
  if (existsSync(log)) return;
  const ten = join(folder, "log-10000000.csv");
  await makeLog(10_000_000, ten);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows = `read_csv('${ten}', header = true, all_varchar = true)`;
  const others = `SELECT 'B' || customer_id, date, amount FROM ${rows} WHERE right(customer_id, 1) NOT IN ('1', '4') OR customer_id < '05000001'`;
  await connection.run(`COPY (FROM ${rows} UNION ALL ${others}) TO '${log}.part' (FORMAT csv)`);
  connection.closeSync();
  instance.closeSync();
  renameSync(`${log}.part`, log);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of createReadStream(path)) hash.update(block as Buffer);
  return hash.digest("hex");
}
