/**
 * `node dist/bench/engine/plan.js [--customers 1000000] [--rounds 1] [--folder /tmp/clv-bench] [--out FILE]`: what a
 * plan of costs adds to the time from a log to scores. DuckDB's time for writing the two tables of scores stands beside
 * it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { machine } from "../support/machine.ts";
import { clv, type Taken, timed } from "./clv.ts";
import { makeLog } from "./make-log.ts";

const { values: flags } = parseArgs({
  options: {
    customers: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "1" },
    folder: { type: "string", default: "/tmp/clv-bench" },
    out: { type: "string" },
  },
});
const { folder } = flags;
mkdirSync(folder, { recursive: true });
const plan = join(folder, "plan.json");
writeFileSync(plan, JSON.stringify({ format: "clv-plan", formatVersion: 1, margin: 0.3, acquisitionCost: 12 }));

const lines: string[] = [];
for (const customers of flags.customers.split(",").map(Number)) {
  const log = join(folder, `log-${customers}.csv`);
  await makeLog(customers, log);
  for (const format of ["parquet", "csv"]) await compare(log, customers, format);
}
const { cpu, cores, commit, date } = machine();
const text = [
  `${date}, ${cpu}, ${cores} cores, commit ${commit}, load at the end ${loadavg()[0]!.toFixed(1)}; the least of ${flags.rounds} rounds.`,
  "",
  "| customers | scores | margin alone: s, CPU s | plan: s, CPU s | ratio of CPU | DuckDB alone, ratio of CPU |",
  "|---|---|---|---|---|---|",
  ...lines,
  "",
].join("\n");
console.log(text);
if (flags.out) writeFileSync(flags.out, text);

/** The same run with a margin and with a plan, in turn. Its net CLV adds up to the CLV of the margin: the plan has no cost of orders. */
async function compare(log: string, customers: number, format: string): Promise<void> {
  const at = (name: string): string => join(folder, `${name}-${customers}`);
  const shared = [
    "--unit",
    "week",
    "--model",
    "bg-nbd",
    "--no-report",
    "--format",
    format,
    "--horizon",
    "12m",
    "--quiet",
  ];
  const ways = { margin: ["--margin", "0.3"], plan: ["--plan", plan] };
  const least: Partial<Record<keyof typeof ways, Taken>> = {};
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const name of ["margin", "plan"] as const) {
      const taken = await timed([clv, "run", log, "-o", at(name), ...shared, ...ways[name]]);
      console.error(`${customers} ${format} ${name}: ${taken.seconds.toFixed(1)} s, ${taken.cpu.toFixed(1)} s of CPU`);
      if (!(least[name] && least[name].cpu <= taken.cpu)) least[name] = taken;
    }
  }
  const [margin, net] = ["margin", "plan"].map((name) =>
    JSON.parse(readFileSync(join(at(name), "summary.json"), "utf8")),
  );
  const [expected, got] = [margin.scores.value.equity, net.scores.net.netClv];
  // Each net CLV counts in whole millionths.
  if (!(Math.abs(got - expected) <= customers * 0.5e-6))
    throw new Error(`net CLV ${got}, but CLV ${expected} of the margin`);
  const alone = await copies(
    ["margin", "plan"].map((name) => join(at(name), `scores.${format}`)),
    format,
  );
  const taken = ({ seconds, cpu: spent }: Taken): string => `${seconds.toFixed(1)}, ${spent.toFixed(1)}`;
  lines.push(
    `| ${customers.toLocaleString("en")} | ${format} | ${taken(least.margin!)} | ${taken(least.plan!)} | ${(least.plan!.cpu / least.margin!.cpu).toFixed(2)} | ${(alone[1]! / alone[0]!).toFixed(2)} |`,
  );
  for (const name of ["margin", "plan"]) rmSync(at(name), { recursive: true });
}

/** Seconds of CPU to write each of some tables again, loaded before. */
async function copies(tables: readonly string[], format: string): Promise<number[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const taken: number[] = [];
  for (const [k, table] of tables.entries()) {
    await connection.run(`CREATE OR REPLACE TABLE scores AS FROM '${table}'`);
    const begin = process.cpuUsage();
    await connection.run(`COPY scores TO '${join(folder, `copy-${k}`)}' (FORMAT ${format})`);
    const { user, system } = process.cpuUsage(begin);
    taken.push((user + system) / 1e6);
    rmSync(join(folder, `copy-${k}`));
  }
  connection.closeSync();
  instance.closeSync();
  return taken;
}
