/**
 * `npm run bench:peers -- [--customers 1000000] [--kinds columns,log] [--rounds 3] [--peers lifetimes,clvkit,pymc-marketing] [--out FILE]`
 *
 * The same data through `clv` and its peers, alternating, each in a fresh process. It measures seconds per stage, peak
 * memory, and the log-likelihood that each reached, all computed with the same function. A peer that can't be installed
 * is reported as absent.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { countHistories } from "../../src/data/histories.ts";
import { machine } from "../support/machine.ts";
import { pythonWith } from "../support/python.ts";
import { writeRawColumns } from "../support/raw-columns.ts";
import { writeResults } from "../support/report.ts";
import { LAST_DAY, simulatedBase, writeSimulatedLog } from "../support/simulated-base.ts";

interface Stage {
  readonly stage: string;
  readonly seconds?: number;
  readonly bytes?: number;
  readonly parameters?: Record<string, number>;
}

/** What starts one process of a system; undefined where it can't be had. */
type Command = readonly [program: string, ...args: string[]];

const FOLDER = join(process.cwd(), "bench/peers");
/** What each peer can be given. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  lifetimes: ["columns", "log"],
  clvkit: ["log"],
  "pymc-marketing": ["columns"],
};

function peer(name: string): Command | undefined {
  const interpreter = pythonWith(name, join(FOLDER, `${name}.txt`));
  return interpreter === undefined ? undefined : [interpreter, join(FOLDER, `${name}_peer.py`)];
}

function runOnce([program, ...args]: Command, kind: string, source: string): Stage[] {
  const input = kind === "log" ? [kind, source, LAST_DAY] : [kind, source];
  const out = execFileSync(program, [...args, ...input], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Stage);
}

/** Medians over rounds of what each stage took. */
function medians(rounds: readonly Stage[][]): Map<string, number> {
  const stages = new Map<string, number[]>();
  for (const round of rounds) {
    for (const { stage, seconds, bytes } of round) {
      stages.set(stage, [...(stages.get(stage) ?? []), seconds ?? bytes ?? Number.NaN]);
    }
  }
  return new Map(Array.from(stages, ([stage, all]) => [stage, all.sort((a, b) => a - b)[Math.floor(all.length / 2)]]));
}

const { values: flags } = parseArgs({
  options: {
    customers: { type: "string", default: "1000000" },
    kinds: { type: "string", default: "columns,log" },
    rounds: { type: "string", default: "3" },
    peers: { type: "string", default: Object.keys(KINDS).join(",") },
    out: { type: "string" },
  },
});

const where = machine();
const data = mkdtempSync(join(tmpdir(), "clv-peers-"));
const report: Record<string, unknown> = {};
try {
  const customers = Number(flags.customers);
  const base = simulatedBase(customers);
  const histories = countHistories(base);
  const objective = bgNbd.objective(histories);
  const logLikelihood = (parameters: Record<string, number>) =>
    objective.value(Float64Array.from(bgNbd.parameters, ({ name }) => Math.log(parameters[name])));
  const sources: Record<string, string> = { columns: join(data, "columns"), log: join(data, "log.csv") };

  for (const kind of flags.kinds.split(",")) {
    const { frequency, recency, T, monetaryValue } = base;
    if (kind === "columns") writeRawColumns(sources[kind], { frequency, recency, T, monetary_value: monetaryValue! });
    else await writeSimulatedLog(sources[kind], customers);

    const systems = new Map<string, Command | undefined>([
      ["clv", [process.execPath, join(import.meta.dirname, "clv-peer.js")]],
    ]);
    for (const name of flags.peers.split(",")) {
      if (KINDS[name] === undefined) throw new Error(`--peers: expected some of ${Object.keys(KINDS)}, got ${name}`);
      if (KINDS[name].includes(kind)) systems.set(name, peer(name));
    }
    const rounds = new Map<string, Stage[][]>();
    for (let round = 0; round < Number(flags.rounds); round++) {
      for (const [name, command] of systems) {
        if (command) rounds.set(name, [...(rounds.get(name) ?? []), runOnce(command, kind, sources[kind])]);
      }
    }

    const stages = new Map(Array.from(rounds, ([name, all]) => [name, medians(all)]));
    const names = Array.from(systems.keys());
    const table = new Table({ head: [kind, ...names], style: { head: [], border: [] } });
    const rows = new Set(Array.from(stages.values(), (all) => Array.from(all.keys())).flat());
    for (const row of rows) table.push([row, ...names.map((name) => cell(row, stages, name))]);
    const reached = names.map((name) => {
      const fitted = rounds.get(name)?.[0]?.find(({ stage }) => stage === "fit")?.parameters;
      return fitted ? logLikelihood(fitted).toFixed(9) : "absent";
    });
    table.push(["log-likelihood reached", ...reached]);
    console.log(`${customers.toLocaleString("en")} customers\n${table}`);
    report[kind] = {
      stages: Object.fromEntries(Array.from(stages, ([name, all]) => [name, Object.fromEntries(all)])),
      reached,
    };
  }
} finally {
  rmSync(data, { recursive: true });
}
if (flags.out) writeResults(flags.out, { machine: where, customers: Number(flags.customers), ...report });

/** What a stage took, and how many times as long as ours. */
function cell(row: string, stages: Map<string, Map<string, number>>, name: string): string {
  const value = stages.get(name)?.get(row);
  if (value === undefined) return stages.has(name) ? "–" : "absent";
  const shown = row === "peak" ? `${(value / 2 ** 20).toFixed(0)} MiB` : `${value.toPrecision(3)} s`;
  const ours = stages.get("clv")?.get(row);
  return name === "clv" || ours === undefined ? shown : `${shown} (${(value / ours).toPrecision(3)} ×)`;
}
