/**
 * `npm run bench:page -- [--cases cdnow,seconds,200000] [--rounds 1] [--folder /tmp/clv-bench] [--record]`: what the page, with intervals,
 * holdout, tracking and moves, adds to `clv run --no-report`, in seconds of CPU and in memory.
 *
 * The exit code is 1 where a ratio or the memory exceeds the recorded figure by more than the tolerance. `--record` writes the figures
 * again, to `bench/results/page.json`. Both ways take turns, so that what else the machine does meets both.
 */

import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seeded } from "../../src/random/seeded.ts";
import { type Machine, machine } from "../support/machine.ts";
import { clv, type Taken, timed } from "./clv.ts";
import { makeLog } from "./make-log.ts";

/** What the page of one log costs. */
interface Cost {
  /** Seconds of CPU of the run with the page, and as a multiple of those of the run without. */
  readonly cpu: number;
  readonly ratio: number;
  /** Seconds from start to exit of both. */
  readonly seconds: number;
  readonly plainSeconds: number;
  readonly gigabytes: number;
  readonly machine: Machine;
}

interface Case {
  readonly log: string;
  readonly flags: readonly string[];
  make(path: string): Promise<void>;
}

/** Seconds of CPU and memory of one program differ by so much from run to run, beside other work. */
const TOLERANCE = { ratio: 1.3, gigabytes: 1.15 };
const RECORDED = "bench/results/page.json";

const { values: asked } = parseArgs({
  options: {
    cases: { type: "string", default: "cdnow,seconds,one-large,200000,1000000" },
    rounds: { type: "string", default: "1" },
    folder: { type: "string", default: "/tmp/clv-bench" },
    record: { type: "boolean", default: false },
  },
});
const { folder } = asked;
mkdirSync(folder, { recursive: true });
const recorded: Record<string, Cost> = existsSync(RECORDED) ? JSON.parse(readFileSync(RECORDED, "utf8")) : {};
const measured: Record<string, Cost> = {};
for (const name of asked.cases.split(",")) {
  const cost = await costOf(name, caseOf(name));
  measured[name] = cost;
  const before = recorded[name];
  const worse =
    before && (["ratio", "gigabytes"] as const).filter((what) => cost[what] > TOLERANCE[what] * before[what]);
  console.log(
    `${name}: ${cost.cpu.toFixed(1)} s of CPU, ${cost.ratio.toFixed(2)} × the run without the page; ${cost.seconds.toFixed(1)} s for ${cost.plainSeconds.toFixed(1)}; ${cost.gigabytes.toFixed(2)} GB${
      before ? `; recorded ${before.ratio.toFixed(2)} × and ${before.gigabytes.toFixed(2)} GB` : "; not recorded"
    }`,
  );
  if (worse?.length) {
    console.error(`${name}: worse than recorded in ${worse.join(" and ")}`);
    if (!asked.record) process.exitCode = 1;
  }
}
if (asked.record) writeFileSync(RECORDED, `${JSON.stringify({ ...recorded, ...measured }, undefined, 2)}\n`);

function caseOf(name: string): Case {
  const model = ["--model", "bg-nbd"];
  const drawn = [...model, "--unit", "week", "--split", "2024-06-03"];
  switch (name) {
    case "cdnow":
      return {
        log: "datasets/cdnow-like/log.csv",
        flags: [...model, "--unit", "week", "--split", "1997-10-01"],
        make: async () => {},
      };
    case "seconds":
      return {
        log: join(folder, "seconds.csv"),
        flags: [...model, "--unit", "hour", "--grain", "none"],
        make: seconds,
      };
    case "one-large":
      return {
        log: join(folder, "one-large.csv"),
        flags: [...model, "--unit", "hour", "--grain", "none"],
        make: oneLarge,
      };
    default:
      return {
        log: join(folder, `log-${Number(name)}.csv`),
        flags: drawn,
        make: (path) => makeLog(Number(name), path),
      };
  }
}

/** Runs both ways in turn; the least of the rounds. */
async function costOf(name: string, { log, flags, make }: Case): Promise<Cost> {
  await make(log);
  const ways = { page: [], plain: ["--no-report"] } as const;
  const least: Partial<Record<keyof typeof ways, Taken>> = {};
  for (let round = 0; round < Number(asked.rounds); round++) {
    for (const way of ["page", "plain"] as const) {
      const output = join(folder, `page-${name}-${way}`);
      const taken = await timed([clv, "run", log, "-o", output, "--quiet", ...flags, ...ways[way]]);
      if (existsSync(join(output, "report.html")) !== (way === "page")) throw new Error(`${name}, ${way}: wrong files`);
      rmSync(output, { recursive: true });
      const before = least[way];
      if (!before || taken.cpu < before.cpu) least[way] = taken;
    }
  }
  const { page, plain } = least as Record<keyof typeof ways, Taken>;
  return {
    ...{ cpu: page.cpu, ratio: page.cpu / plain.cpu, seconds: page.seconds, plainSeconds: plain.seconds },
    ...{ gigabytes: page.gigabytes, machine: machine() },
  };
}

/** 4 500 customers with purchases to the second: 6 000 rows, hardly two of them at the same age. */
function seconds(path: string): Promise<void> {
  const random = seeded(5);
  const begin = Date.UTC(2022, 0, 1);
  return write(path, function* () {
    for (let k = 0; k < 4500; k++) {
      const at = begin + 72_000 * k;
      yield [`c${k}`, at];
      if (k % 3 === 0) yield [`c${k}`, at + 1000 * Math.floor(100_000 * random.uniform())];
    }
  });
}

/** A thousand usual customers, and one with a million purchases. */
function oneLarge(path: string): Promise<void> {
  const random = seeded(7);
  const begin = Date.UTC(2023, 0, 1);
  const year = 365 * 86_400_000;
  return write(path, function* () {
    for (let k = 0; k < 1000; k++) {
      const purchases = 1 + Math.floor(6 * random.uniform() ** 3);
      for (let j = 0; j < purchases; j++) yield [`c${k}`, begin + 1000 * Math.floor((year / 1000) * random.uniform())];
    }
    for (let j = 0; j < 1_000_000; j++) yield ["large", begin + 31_000 * j];
  });
}

/** Writes a log once. */
async function write(path: string, rows: () => Iterable<readonly [string, number]>): Promise<void> {
  if (existsSync(path)) return;
  const stream = createWriteStream(`${path}.part`);
  stream.write("customer_id,date,amount\n");
  let block = "";
  let number = 0;
  for (const [customer, at] of rows()) {
    block += `${customer},${new Date(at).toISOString().slice(0, 19)},${1 + (number++ % 17)}\n`;
    if (block.length < 2 ** 20) continue;
    if (!stream.write(block)) await once(stream, "drain");
    block = "";
  }
  stream.end(block);
  await once(stream, "finish");
  renameSync(`${path}.part`, path);
}
