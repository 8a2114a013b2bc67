/**
 * `node dist/bench/family/run.js [--customers 100000] [--rounds 2] [--runs 7] [--peers bg-nbd,mbg-nbd]`: how long does each purchase model take to fit, to evaluate,
 * and all of them together; beside lifetimes in the same run. Prints Markdown.
 *
 * The customers are those of `support/simulated-base.ts`, in days. For BG/BB, whose time is counted, they are drawn from it: see `counted-base.ts`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bgBb, contractsOf, models, sbgObjective } from "../../models/index.ts";
import { countHistories } from "../../src/data/histories.ts";
import { fit } from "../../src/fit/fit.ts";
import { fitContracts } from "../../src/fit/fit-contracts.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import { toLink } from "../../src/fit/link.ts";
import type { Histories, PurchaseModel } from "../../src/model.ts";
import { modelsNamed } from "../../src/validate/choose-model.ts";
import { machine } from "../support/machine.ts";
import { pythonWith } from "../support/python.ts";
import { simulatedBase } from "../support/simulated-base.ts";
import { countedBase } from "./counted-base.ts";

const { values: flags } = parseArgs({
  options: {
    customers: { type: "string", default: "100000" },
    rounds: { type: "string", default: "2" },
    runs: { type: "string", default: "7" },
    peers: { type: "string", default: "bg-nbd,mbg-nbd,pareto-nbd,bg-bb" },
  },
});
const runs = Number(flags.runs);
const base = simulatedBase(Number(flags.customers));
const histories = countHistories(base);
const counted = countedBase(base.length);
const countedHistories = countHistories(counted);
/** Beyond so many histories the wider models, whose likelihood is quadrature for each of them, would take most of the hour. */
const MOST_FOR_WIDER = 20_000;
const competitors = modelsNamed("auto", models);
const purchase = [
  ...competitors,
  ...(histories.length > MOST_FOR_WIDER ? [] : competitors.flatMap(({ wider }) => (wider ? [wider.model] : []))),
];

/** The least of several CPU times in milliseconds, after one run that is not timed. */
function least(work: () => unknown, times = runs): number {
  work();
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < times; run++) {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

function evaluationTime(model: PurchaseModel, histories: Histories): number {
  const objective = model.objective(histories);
  const n = model.parameters.length;
  const out = { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
  const phi = Float64Array.from(toLink(model.parameters, model.start(histories)));
  return (1e6 * least(() => objective.evaluate(phi, out), 3 * runs)) / histories.length;
}

const timed = [...purchase, bgBb].map((model) => {
  const of = model.clock === "periods" ? countedHistories : histories;
  let found: Fit | undefined;
  const time = least(() => {
    found = fit(model, of);
  });
  return { model, time, evaluations: found!.evaluations, each: evaluationTime(model, of) };
});
const reference = timed[0]!.time;

const peers = flags.peers === "" ? {} : lifetimes();
console.log(
  `${base.length.toLocaleString("en")} customers, ${histories.length.toLocaleString("en")} histories. ${JSON.stringify(machine())}\n`,
);
console.log(
  "| model | fit, ms of CPU | × BG/NBD | evaluations | ns a history and evaluation | lifetimes: rows | histories |\n|---|---|---|---|---|---|---|",
);
for (const { model, time, evaluations, each } of timed) {
  const peer = (kind: string): string => {
    const seconds = peers[`${model.name} ${kind}`];
    return seconds === undefined ? "" : `${((1000 * seconds) / time).toFixed(0)} × (${seconds.toFixed(2)} s)`;
  };
  console.log(
    `| ${model.title} | ${time.toFixed(2)} | ${(time / reference).toFixed(2)} | ${evaluations} | ${each.toFixed(0)} | ${peer("rows")} | ${peer("histories")} |`,
  );
}
/** Contracts of so many cohorts, each watched through one renewal less than the one before. */
const cohorts = Array.from({ length: 36 }, (_, k) =>
  Array.from({ length: 37 - k }, (_, t) => Math.round(1000 * 0.75 ** Math.sqrt(t))),
);
const contracts = least(() => fitContracts(sbgObjective(contractsOf(cohorts))));
console.log(
  `\nBG/BB: ${countedHistories.length.toLocaleString("en")} histories. sBG: ${contracts.toFixed(2)} ms for ${cohorts.length} cohorts by month.`,
);
const sequence = (of: string): PurchaseModel[] => purchase.filter(({ regular }) => regular?.of === of);
const families = ["bg-nbd", "mbg-nbd"].map(sequence);

/**
 * Fits a sequence but for its first, each from the best of the one before. Ends where the likelihood has fallen by more
 * than a given amount.
 */
function fitSequence([begin, ...others]: readonly PurchaseModel[], before: Fit<PurchaseModel>, fallen: number): number {
  let last = before;
  let fits = 0;
  for (const model of others) {
    const near = model.regular!.startFrom(last.parameters);
    const found = fit({ ...model, start: () => near }, histories);
    fits++;
    if (found.logLikelihood < last.logLikelihood - fallen) break;
    last = found;
  }
  return begin ? fits : 0;
}

const firsts = families.map(([model]) => fit(model!, histories));
const times = (work: () => unknown): string => `${(least(work, runs) / reference).toFixed(1)} ×`;
console.log("\n| over one BG/NBD fit | BG/CNBD-2 to 6 | MBG/CNBD-2 to 6 |\n|---|---|---|");
const rows: readonly (readonly [string, (k: number) => unknown])[] = [
  ["each from its own start", (k) => families[k]!.slice(1).map((model) => fit(model, histories))],
  ["each from the best of k−1", (k) => fitSequence(families[k]!, firsts[k]!, Number.POSITIVE_INFINITY)],
  ["the same until ln L has fallen by 10", (k) => fitSequence(families[k]!, firsts[k]!, 10)],
];
for (const [what, work] of rows) console.log(`| ${what} | ${times(() => work(0))} | ${times(() => work(1))} |`);

/** The least seconds of each fit of lifetimes; nothing where it can't be installed. */
function lifetimes(): Readonly<Record<string, number>> {
  const python = pythonWith("lifetimes", "bench/peers/lifetimes.txt");
  if (python === undefined) return {};
  const folder = mkdtempSync(join(tmpdir(), "clv-family-"));
  for (const name of ["frequency", "recency", "T"] as const) {
    writeFileSync(join(folder, `${name}.f64`), base[name]);
    writeFileSync(join(folder, `counted-${name}.f64`), counted[name]);
  }
  const asked = ["bench/family/lifetimes_family.py", folder, flags.rounds, flags.peers];
  // One thread, as ours: the seconds are those of the processor.
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const { stdout } = spawnSync(python, asked, { encoding: "utf8", env, stdio: ["ignore", "pipe", "inherit"] });
  rmSync(folder, { recursive: true });
  const best: Record<string, number> = {};
  for (const line of stdout.trim().split("\n")) {
    const { fit: name, seconds } = JSON.parse(line) as { readonly fit: string; readonly seconds: number };
    best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, seconds);
  }
  return best;
}
