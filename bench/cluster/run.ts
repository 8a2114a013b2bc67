/**
 * `JAVA_HOME=… npm run bench:cluster -- [--customers 1000000] [--workers 0,2] [--rounds 2] [--folder /tmp/clv-bench] [--out FILE]`: a log to base
 * and scores on a Trino of this machine, beside the same SQL by hand. `HEAP=3g QUERY_MEMORY=2GB` before it gives each node more memory.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { trinoAddress } from "../../src/sql/trino/address.ts";
import { type TrinoClient, trinoClient } from "../../src/sql/trino/client.ts";
import { clv, cpuOf, timed } from "../engine/clv.ts";
import { makeLog } from "../engine/make-log.ts";
import { machine } from "../support/machine.ts";

const { values: flags } = parseArgs({
  options: {
    customers: { type: "string", default: "1000000" },
    workers: { type: "string", default: "0,2" },
    rounds: { type: "string", default: "2" },
    folder: { type: "string", default: "/tmp/clv-bench" },
    out: { type: "string" },
  },
});
/** Before another folder is gone to. */
const { cpu, cores, commit, date } = machine();
const PORT = 8389;
const DRAWN = 1_000_000;
const customers = Number(flags.customers);
const out = flags.out && resolve(flags.out);
const folder = resolve(flags.folder);

/** The base as an expert on the log would write it: typed, clean, and with at most one row per day and customer. */
const BASE_BY_HAND = `CREATE OR REPLACE TABLE ice.bench.hand_base AS
SELECT customer_id, CAST(count(*) - 1 AS DOUBLE) AS frequency, date_diff('day', min(date), max(date)) / 7e0 AS recency,
  date_diff('day', min(date), DATE '2024-12-30') / 7e0 AS t,
  CASE WHEN count(*) > 1 THEN CAST(sum(amount) - min_by(amount, date) AS DOUBLE) / (count(*) - 1) END AS monetary_value, min(date) AS first_date, max(date) AS last_date
FROM (SELECT customer_id, date, sum(amount) AS amount FROM lake.bench.log GROUP BY customer_id, date) GROUP BY customer_id`;
const HISTORIES_BY_HAND =
  "SELECT frequency, recency, t, count(*) FROM ice.bench.hand_base GROUP BY frequency, recency, t";
const SPEND_BY_HAND =
  "SELECT frequency, monetary_value, count(*) FROM ice.bench.hand_base WHERE frequency > 0 GROUP BY frequency, monetary_value";
/** The scores by history, which are already there. */
const SCORED = `CREATE OR REPLACE TABLE ice.bench.scored AS
SELECT frequency, recency, t, max(p_alive) AS p_alive, max(expected_purchases) AS expected_purchases, max(probability_of_purchase) AS probability_of_purchase
FROM ice.bench.clv_base JOIN ice.bench.clv_scores USING (customer_id) GROUP BY frequency, recency, t`;
const SCORES_BY_HAND = `CREATE OR REPLACE TABLE ice.bench.hand_scores AS
SELECT b.customer_id, s.p_alive, s.expected_purchases, s.probability_of_purchase, (15.44e0 + b.frequency * coalesce(b.monetary_value, 0e0)) / (b.frequency + 3e0) AS expected_spend
FROM ice.bench.hand_base b JOIN ice.bench.scored s ON s.frequency = b.frequency AND s.recency = b.recency AND s.t = b.t`;
const DIFFERENT = `SELECT count(*) FROM ice.bench.hand_base h FULL JOIN ice.bench.clv_base c ON c.customer_id = h.customer_id
WHERE h.frequency IS DISTINCT FROM c.frequency OR h.recency IS DISTINCT FROM c.recency OR h.t IS DISTINCT FROM c.t
  OR abs(h.monetary_value - c.monetary_value) > 1e-12 * c.monetary_value`;

const scripts = fileURLToPath(new URL("../../../test/cluster", import.meta.url));
/** Where the cluster lies. */
const trino = join(folder, "trino");
const csv = join(folder, `log-${DRAWN}.csv`);
mkdirSync(folder, { recursive: true });
await makeLog(DRAWN, csv);
// A run keeps its model in a folder here.
process.chdir(folder);
const lines: string[] = [];
for (const workers of flags.workers.split(",")) await onServer(workers);
lines.unshift(
  `${date}, ${cpu}, ${cores} cores, commit ${commit}, load at the end ${loadavg()[0]!.toFixed(1)}; least of ${flags.rounds} rounds, seconds, and seconds of CPU of all nodes and of clv`,
);
console.log(lines.join("\n"));
if (out) writeFileSync(out, `${lines.join("\n")}\n`);

async function onServer(workers: string): Promise<void> {
  rmSync(trino, { recursive: true, force: true });
  await writeLog(join(trino, "lake", "log"));
  execFileSync(join(scripts, "start.sh"), [trino, workers, String(PORT)], { stdio: "inherit" });
  try {
    const address = trinoAddress(`trino://bench@127.0.0.1:${PORT}/ice/bench`);
    await measure(workers, trinoClient({ address, user: "bench" }), address.text);
  } finally {
    execFileSync(join(scripts, "stop.sh"), [trino]);
    rmSync(trino, { recursive: true, force: true });
  }
}

async function measure(workers: string, client: TrinoClient, place: string): Promise<void> {
  const ask = async (sql: string): Promise<unknown[][]> => {
    const rows: unknown[][] = [];
    for await (const page of client.pages(sql)) for (const row of page.rows) rows.push([...row]);
    return rows;
  };
  await ask("CREATE SCHEMA lake.bench");
  await ask("CREATE SCHEMA ice.bench");
  await ask(
    "CREATE TABLE lake.bench.log (customer_id VARCHAR, date DATE, amount DECIMAL(12, 2)) WITH (external_location = 'local:///log', format = 'PARQUET')",
  );
  const log = place.replace("/ice/", "/lake/").concat("/log");
  const options = ["--unit", "week", "--until", "2024-12-30", "--quiet", "--scratch", "ice.bench"];
  /** Seconds of CPU that the command itself takes; a query takes none here. */
  const command = async (...args: string[]): Promise<number> => (await timed([clv, ...args])).cpu;
  const byHand = async (...statements: string[]): Promise<number> => {
    for (const sql of statements) await ask(sql);
    return 0;
  };
  const works = {
    "base by hand": () => byHand(BASE_BY_HAND),
    "clv summarize": () => command("summarize", log, ...options, "-o", `${place}/clv_base`),
    "base, histories and scores by hand": () => byHand(BASE_BY_HAND, HISTORIES_BY_HAND, SPEND_BY_HAND, SCORES_BY_HAND),
    "clv run": () => command("run", log, ...options, "--model", "bg-nbd", "--no-report", "-o", `${place}/clv`),
  } as const;
  // Once untimed: Trino compiles for twenty seconds. It also makes what the scores by hand are made of.
  await ask(BASE_BY_HAND);
  await works["clv run"]();
  await ask(SCORED);
  const least = new Map<string, { wall: number; cpu: number }>();
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [name, work] of Object.entries(works)) {
      const [begin, spent] = [performance.now(), cpuOfNodes()];
      const here = await work();
      const took = { wall: (performance.now() - begin) / 1000, cpu: here + cpuOfNodes() - spent };
      const { wall, cpu } = least.get(name) ?? took;
      least.set(name, { wall: Math.min(wall, took.wall), cpu: Math.min(cpu, took.cpu) });
      console.log(
        `${workers} workers, ${name}: ${took.wall.toFixed(1)} s, CPU ${took.cpu.toFixed(1)} s (here ${here.toFixed(1)}), load ${loadavg()[0]!.toFixed(1)}`,
      );
    }
  }
  const [[different] = []] = await ask(DIFFERENT);
  const [[rows] = []] = await ask("SELECT count(*) FROM ice.bench.clv_scores");
  if (different !== 0 || rows !== customers) throw new Error(`${different} customers differ, ${rows} are scored`);
  const ratios = (of: keyof typeof works, to: keyof typeof works): string =>
    (["wall", "cpu"] as const)
      .map((what) => `${(least.get(of)![what] / least.get(to)![what]).toFixed(2)} (${what})`)
      .join(" ");
  lines.push(
    `${customers} customers, ${workers === "0" ? "one node" : `${workers} workers`}`,
    ...[...least].map(([name, { wall, cpu }]) => `  ${name}: ${wall.toFixed(1)}, CPU ${cpu.toFixed(1)}`),
    `  ratio of the base ${ratios("clv summarize", "base by hand")}, of the whole way ${ratios("clv run", "base, histories and scores by hand")}`,
  );
}

/** Seconds of CPU that the nodes have used since they were started. */
function cpuOfNodes(): number {
  const nodes = readdirSync(trino, { withFileTypes: true }).filter((entry) =>
    entry.name.match(/^(coordinator|worker)/),
  );
  return nodes.reduce((sum, { name }) => sum + cpuOf(Number(readFileSync(join(trino, name, "pid"), "utf8"))), 0);
}

/** The log as Parquet files of the lake, copied under other ids where more customers are asked for. */
async function writeLog(to: string): Promise<void> {
  mkdirSync(join(to, ".."), { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "4GB",
    temp_directory: join(folder, "spill"),
  });
  const connection = await instance.connect();
  const read = `read_csv('${csv}', header = true, all_varchar = true)`;
  await connection.run(
    `COPY (SELECT customer_id || '-' || copy AS customer_id, CAST(date AS DATE) AS date, CAST(amount AS DECIMAL(12, 2)) AS amount ` +
      `FROM ${read}, range(${customers / DRAWN}) AS c(copy)) TO '${to}' (FORMAT parquet, FILE_SIZE_BYTES '8MB')`,
  );
  connection.closeSync();
  instance.closeSync();
}
