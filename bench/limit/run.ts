/**
 * `npm run bench:limit -- [--customers 1000000] [--rounds 5] [--out FILE]`: the BG/NBD loop against the same loop in C, on the same
 * histories, alternating. Prints nanoseconds per history and their ratio; fails when the two disagree.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { countHistories } from "../../src/data/histories.ts";
import type { Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { machine } from "../support/machine.ts";
import { writeRawColumns } from "../support/raw-columns.ts";
import { writeResults } from "../support/report.ts";
import { simulatedBase, TRUTH } from "../support/simulated-base.ts";

/** Evaluations per round; the minimum over a round is what is compared. */
const REPETITIONS = 60;
/** The two sum in different orders: they agree to rounding, not to the bit. */
const AGREEMENT = 1e-10;

interface Round {
  readonly min: number;
  readonly value: number;
  readonly gradient: ArrayLike<number>;
}

function inJavaScript(histories: Histories): () => Round {
  const objective = bgNbd.objective(histories);
  const { r, alpha, a, b } = TRUTH.purchases;
  const logTheta = Float64Array.of(r, alpha, a, b).map(Math.log);
  const out: Evaluation = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  return () => {
    let min = Number.POSITIVE_INFINITY;
    for (let i = 0; i < REPETITIONS; i++) {
      const start = performance.now();
      objective.evaluate(logTheta, out);
      min = Math.min(min, performance.now() - start);
    }
    return { min: (1e6 * min) / histories.length, value: out.value, gradient: out.gradient };
  };
}

function inC(program: string, folder: string): () => Round {
  const { r, alpha, a, b } = TRUTH.purchases;
  const args = [folder, REPETITIONS, r, alpha, a, b].map(String);
  return () => JSON.parse(execFileSync(program, args, { encoding: "utf8" }));
}

function compile(folder: string): string | undefined {
  const program = join(folder, "bg_nbd");
  const source = join(process.cwd(), "bench/limit/bg_nbd.c");
  const done = spawnSync("cc", ["-O3", "-march=native", "-o", program, source, "-lm"], { stdio: "inherit" });
  return done.status === 0 ? program : undefined;
}

function requireAgreement(ours: Round, theirs: Round): void {
  const scale = Math.abs(theirs.value);
  const pairs = [[ours.value, theirs.value], ...Array.from(ours.gradient, (g, i) => [g, theirs.gradient[i]])];
  for (const [mine, other] of pairs) {
    if (!(Math.abs(mine! - other!) <= AGREEMENT * scale)) throw new Error(`limit: expected ${other}, got ${mine}`);
  }
}

const { values: flags } = parseArgs({
  options: {
    customers: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "5" },
    out: { type: "string" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "clv-limit-"));
try {
  const histories = countHistories(simulatedBase(Number(flags.customers)));
  const { frequency, recency, T, count } = histories;
  writeRawColumns(folder, { frequency, recency, T, count });
  const program = compile(folder);
  if (!program) {
    console.log("limit: no C compiler here, so no yardstick: absent");
  } else {
    const where = machine();
    const [js, c] = [inJavaScript(histories), inC(program, folder)];
    const rounds = Array.from({ length: Number(flags.rounds) }, () => {
      const ours = js();
      const theirs = c();
      requireAgreement(ours, theirs);
      console.log(
        `${histories.length} histories: JavaScript ${ours.min.toFixed(1)} ns, C ${theirs.min.toFixed(1)} ns per history, ratio ${(ours.min / theirs.min).toFixed(2)}`,
      );
      return { javaScript: ours.min, c: theirs.min };
    });
    if (flags.out)
      writeResults(flags.out, { machine: where, histories: histories.length, nanosecondsPerHistory: rounds });
  }
} finally {
  rmSync(folder, { recursive: true });
}
