/**
 * Does `clv watch` leave a model alone that holds, and find one that does not? Logs are drawn from the published
 * estimates of CDNOW, fitted to their first 39 weeks and watched over the next 39. They are unchanged, or every second
 * customer's later purchases are left out or moved.
 *
 *     study [--sets 40] [--customers 2000]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { fit, watch } from "../../src/node.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";

const { values: flags } = parseArgs({
  options: { sets: { type: "string", default: "40" }, customers: { type: "string", default: "2000" } },
});
const SETS = Number(flags.sets);
const SPLIT = "1997-10-01";
const TRUTH = {
  purchase: { model: bgNbd, parameters: { r: 0.2425945, alpha: 4.413601, a: 0.7929199, b: 2.4259 } },
  spend: { model: gammaGamma, parameters: { p: 6.249572, q: 3.744225, v: 15.44352 } },
  unit: "week",
} as const;

/** What becomes of a purchase in the watched time. */
const WORLDS: Readonly<Record<string, (random: () => number) => boolean>> = {
  "nothing changes": () => true,
  "a fifth of later purchases is lost": (random) => random() > 0.2,
  "half of later purchases is lost": (random) => random() > 0.5,
};

const folder = mkdtempSync(join(tmpdir(), "clv-drift-"));
console.log(
  "| world | holds | totals off | fit again | p of the refit < .1 | p of scores < .1 | outside the limits |\n|---|---|---|---|---|---|---|",
);
for (const [name, keeps] of Object.entries(WORLDS)) {
  const found = { holds: 0, "totals off": 0, "fit again": 0, refit: 0, scores: 0, outside: 0 };
  for (let set = 0; set < SETS; set++) {
    const [random, own] = [seeded(31, set), seeded(32, set)];
    const lines = ["customer,date,amount"];
    const asked = {
      customers: Number(flags.customers),
      from: "1997-01-01",
      until: "1998-06-30",
      joinUntil: "1997-03-31",
    };
    for (const { customer, date, value } of simulateTransactions(TRUTH, random, asked)) {
      const day = new Date(date as number).toISOString().slice(0, 10);
      if (day < SPLIT || keeps(() => own.uniform())) lines.push(`${customer},${day},${value}`);
    }
    const path = join(folder, "log.csv");
    writeFileSync(path, lines.join("\n"));
    const { model } = await fit(path, { unit: "week", until: "1997-09-30", engine: "memory" });
    const { verdict, refit, scores, checkpoints } = await watch(path, { model, until: "1998-06-30", engine: "memory" });
    found[verdict] += 1 / SETS;
    found.refit += Number(refit.p !== undefined && refit.p < 0.1) / SETS;
    found.scores += Number(scores.p < 0.1) / SETS;
    found.outside += Number(checkpoints.some(({ actual, low, high }) => actual < low || actual > high)) / SETS;
  }
  const shares = Object.values(found).map((share) => `${(100 * share).toFixed(1)} %`);
  console.log(`| ${name} | ${shares.join(" | ")} |`);
}
rmSync(folder, { recursive: true });
