/**
 * Do 90 % intervals hold the truth 90 % of the time? Data sets are drawn from known worlds, fitted, and every kind of interval
 * is held against the truth, and against the simulated future.
 *
 *     study [--worlds cdnow,few] [--sets 1000] [--first 0] [--out part.json]     runs and prints a table
 *     study --join part1.json part2.json                                          joins parts and prints their table
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { WORLDS } from "../../test/support/worlds.ts";
import { coverDataSet } from "./cover-data-set.ts";
import { join, SEPARATOR, type Tally } from "./tally.ts";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    worlds: { type: "string", default: Object.keys(WORLDS).join(",") },
    sets: { type: "string", default: "1000" },
    customers: { type: "string", default: "2000" },
    first: { type: "string", default: "0" },
    out: { type: "string" },
    join: { type: "boolean", default: false },
  },
});

const tally = flags.join ? join(positionals.map((path) => JSON.parse(readFileSync(path, "utf8")) as Tally)) : run();
if (flags.out) writeFileSync(flags.out, JSON.stringify(tally));
print(tally);

function run(): Tally {
  const result: Tally = {};
  const first = Number(flags.first);
  for (const name of flags.worlds.split(",")) {
    const world = Object.entries(WORLDS).find(([key]) => key === name)?.[1];
    if (!world) throw new Error(`--worlds: expected ${Object.keys(WORLDS).join(", ")}, got "${name}"`);
    for (let set = first; set < first + Number(flags.sets); set++) {
      coverDataSet(result, world, {
        customers: Number(flags.customers),
        seed: set,
        purchase: bgNbd,
        spend: gammaGamma,
      });
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
