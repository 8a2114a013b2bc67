/**
 * Do 90 % intervals hold the truth 90 % of the time? Data sets are drawn from known worlds, fitted, and every kind of interval
 * is held against the truth, and against the simulated future.
 *
 *     study [--model mbg-nbd] [--worlds cdnow,few] [--sets 1000] [--first 0] [--out part.json]
 *
 * runs the data sets and prints a table. The next command joins parts and prints the table of all:
 *
 *     study --join part1.json part2.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma, mbgNbd, paretoNbd } from "../../models/index.ts";
import type { Parameters, PurchaseModel } from "../../src/model.ts";
import type { World } from "../../test/support/simulated-customers.ts";
import { WORLDS } from "../../test/support/worlds.ts";
import { coverDataSet } from "./cover-data-set.ts";
import { join, SEPARATOR, type Tally } from "./tally.ts";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string", default: bgNbd.name },
    worlds: { type: "string", default: "cdnow,frequent,few" },
    sets: { type: "string", default: "1000" },
    customers: { type: "string", default: "2000" },
    first: { type: "string", default: "0" },
    out: { type: "string" },
    join: { type: "boolean", default: false },
  },
});

const MODELS: readonly PurchaseModel[] = [bgNbd, mbgNbd, paretoNbd];

/** The same worlds for other models: CDNOW's own estimates, and rates and lifetimes as those of BG/NBD. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, Parameters>>>> = {
  cdnow: {
    "mbg-nbd": { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
    "pareto-nbd": { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
  },
  frequent: {
    "mbg-nbd": { r: 1.2, alpha: 5, a: 0.6, b: 6 },
    "pareto-nbd": { r: 1.2, alpha: 5, s: 0.8, beta: 30 },
  },
  few: {
    "mbg-nbd": { r: 0.25, alpha: 20, a: 0.8, b: 2.5 },
    "pareto-nbd": { r: 0.25, alpha: 20, s: 0.6, beta: 20 },
  },
};

const tally = flags.join ? join(positionals.map((path) => JSON.parse(readFileSync(path, "utf8")) as Tally)) : run();
if (flags.out) writeFileSync(flags.out, JSON.stringify(tally));
print(tally);

function run(): Tally {
  const result: Tally = {};
  const first = Number(flags.first);
  const purchase = MODELS.find(({ name }) => name === flags.model);
  if (!purchase)
    throw new Error(`--model: expected ${MODELS.map(({ name }) => name).join(", ")}, got "${flags.model}"`);
  for (const name of flags.worlds.split(",")) {
    const world = Object.entries(WORLDS).find(([key]) => key === name)?.[1];
    if (!world || !(purchase === bgNbd || name in OTHERS))
      throw new Error(`--worlds: expected ${Object.keys(WORLDS).join(", ")}, got "${name}"`);
    for (let set = first; set < first + Number(flags.sets); set++) {
      const drawn: World =
        purchase === bgNbd
          ? world
          : { ...world, name: `${purchase.title}, ${world.name}`, purchase: OTHERS[name]![purchase.name]! };
      coverDataSet(result, drawn, { customers: Number(flags.customers), seed: set, purchase, spend: gammaGamma });
    }
  }
  return result;
}

/** A Markdown table for each world: a row for each quantity, a column for each method. */
function print(counts: Tally): void {
  const rows = Object.entries(counts).map(([key, count]) => ({ key: key.split(SEPARATOR), count }));
  for (const world of new Set(rows.map(({ key }) => key[0]))) {
    const here = rows.filter(({ key }) => key[0] === world);
    for (const part of new Set(here.map(({ key }) => key[1]))) {
      const ofPart = here.filter(({ key }) => key[1] === part);
      const methods = [...new Set(ofPart.map(({ key }) => key[3]))];
      console.log(`\n${world}: ${part}\n\n| | ${methods.join(" | ")} |\n|---|${methods.map(() => "---|").join("")}`);
      for (const quantity of new Set(ofPart.map(({ key }) => key[2]))) {
        const cells = methods.map((method) => {
          const found = ofPart.find(({ key }) => key[2] === quantity && key[3] === method)?.count;
          if (!found) return "";
          const { hits, intervals, none, open } = found;
          const notes = [none > 0 && `${none} none`, open > 0 && `${open} open`].filter(Boolean).join(", ");
          return `${((100 * hits) / intervals).toFixed(1)}${notes && ` (${notes})`}`;
        });
        console.log(`| ${quantity} | ${cells.join(" | ")} |`);
      }
    }
  }
}
