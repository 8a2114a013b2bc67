/** `npm run bench -- [--suites fit,scores] [--customers 2357,100000] [--out FILE]`: runs suites and prints their tables. */
import { parseArgs } from "node:util";
import { fitSuite } from "./suites/fit.ts";
import { intervalSuite } from "./suites/intervals.ts";
import { optimiserSuite } from "./suites/optimisers.ts";
import { scoreSuite } from "./suites/scores.ts";
import { machine } from "./support/machine.ts";
import { type Case, type Measured, measure } from "./support/measure.ts";
import { table, writeResults } from "./support/report.ts";

/** Each lays out its data for a number of customers and returns the cases to time. */
const SUITES: Record<string, (customers: number) => readonly Case[]> = {
  fit: fitSuite,
  optimisers: optimiserSuite,
  scores: scoreSuite,
  intervals: intervalSuite,
};

const { values: flags } = parseArgs({
  options: {
    suites: { type: "string", default: Object.keys(SUITES).join(",") },
    customers: { type: "string", default: "2357,10000,100000,1000000" },
    out: { type: "string" },
  },
});

const results: Record<string, Measured[]> = {};
const where = machine();
for (const name of flags.suites.split(",")) {
  const suite = SUITES[name];
  if (!suite) throw new Error(`--suites: expected ${Object.keys(SUITES).join(", ")}, got "${name}"`);
  const measured: Measured[] = [];
  for (const customers of flags.customers.split(",").map(Number)) {
    for (const work of suite(customers)) measured.push(await measure(work));
  }
  results[name] = measured;
  console.log(`\n${name}\n${table(measured)}`);
}
if (flags.out) writeResults(flags.out, { machine: where, suites: results });
