/**
 * `npm run bench:compare -- BASE [HEAD] [--suites fit,scores] [--customers 100000] [--rounds 5]`: is HEAD slower than BASE?
 *
 * Both revisions are built in worktrees of their own and run alternately, each round in a fresh process. So other work
 * of the machine affects both. A case counts as slower only when its least time is more than 15 % and more than the
 * floor above the other's.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { duration, type Results } from "./support/report.ts";

const SLOWER = 1.15;
/** Milliseconds: below this a difference is noise at any ratio. */
const FLOOR = 0.5;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suites: { type: "string", default: "fit,scores" },
    customers: { type: "string", default: "2357,100000" },
    rounds: { type: "string", default: "5" },
  },
});
const [base, head = "HEAD"] = positionals;
if (base === undefined) throw new Error("bench:compare: expected a revision to compare with, got nothing");

const folder = mkdtempSync(join(tmpdir(), "clv-compare-"));
const trees = [base, head].map((revision, i) => ({ revision, path: join(folder, String(i)) }));
let slower = 0;
try {
  for (const { revision, path } of trees) {
    execFileSync("git", ["worktree", "add", "--detach", path, revision], { stdio: "ignore" });
    symlinkSync(join(process.cwd(), "node_modules"), join(path, "node_modules"));
    execFileSync("npx", ["tsc", "-p", "tsconfig.build.json"], { cwd: path, stdio: "inherit" });
  }
  const least = new Map<string, number[]>();
  for (let round = 0; round < Number(flags.rounds); round++) {
    trees.forEach(({ path }, i) => {
      for (const [name, time] of runSuites(path)) {
        const times = least.get(name) ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
        times[i] = Math.min(times[i], time);
        least.set(name, times);
      }
    });
  }
  const table = new Table({ head: ["case", base, head, "ratio", ""], style: { head: [], border: [] } });
  for (const [name, [before, after]] of least) {
    const regression = after! > SLOWER * before! && after! - before! > FLOOR;
    if (regression) slower++;
    table.push([name, duration(before!), duration(after!), (after! / before!).toFixed(2), regression ? "slower" : ""]);
  }
  console.log(table.toString());
} finally {
  for (const { path } of trees) execFileSync("git", ["worktree", "remove", "--force", path], { stdio: "ignore" });
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = slower > 0 ? 1 : 0;

/** One round of one revision: the least time of each case. */
function runSuites(path: string): [string, number][] {
  const out = join(path, "round.json");
  const args = ["dist/bench/run.js", "--suites", flags.suites, "--customers", flags.customers, "--out", out];
  execFileSync(process.execPath, args, { cwd: path, stdio: ["ignore", "ignore", "inherit"] });
  const { suites } = JSON.parse(readFileSync(out, "utf8")) as Results;
  return Object.values(suites).flatMap((measured) => measured.map(({ name, min }): [string, number] => [name, min]));
}
