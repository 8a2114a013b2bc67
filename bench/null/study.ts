/**
 * Two groups that do not differ: is p uniform, and how often does a 90 % interval hold the 0 that is true? The customers of the log in
 * datasets/ are dealt at random into two halves, again and again, and compared from 1997-10-01.
 *
 *     study [--deals 200]
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { adjustedDifference, meanDifference } from "../../src/compare/mean-difference.ts";
import { inOwnOrder } from "../../src/compare/outcomes.ts";
import { openCsv } from "../../src/data/csv/table.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { score } from "../../src/predict/score.ts";
import { seeded } from "../../src/random/seeded.ts";

const { values: flags } = parseArgs({ options: { deals: { type: "string", default: "200" } } });
const DEALS = Number(flags.deals);

const log = await readTransactions(await openCsv([readFileSync("datasets/cdnow-like/log.csv")]));
const { base } = summarize(log, { unit: "week", split: "1997-10-01" });
const { holdout, ...before } = base;
const fitted = await fitBase(before, bgNbd, gammaGamma);
const { value } = score(before, fitted, { horizon: { amount: holdout!.duration, unit: "week" } });
const outcome = holdout!.frequency.map((n, k) => (n > 0 ? n * holdout!.monetaryValue![k]! : 0));

/** p of each deal, and whether the interval holds 0, by way of comparing. */
const found: Record<string, { p: number[]; held: number; error: number }> = {};
const add = (name: string, p: number, { low, high }: { low: number; high: number }, error: number): void => {
  const of = (found[name] ??= { p: [], held: 0, error: 0 });
  of.p.push(p);
  of.held += Number(low <= 0 && high >= 0);
  of.error += error / DEALS;
};
for (let deal = 0; deal < DEALS; deal++) {
  const random = seeded(17, deal);
  const arms = inOwnOrder({
    length: base.length,
    arm: Uint8Array.from({ length: base.length }, () => Number(random.uniform() < 0.5)),
    outcomes: { value: outcome },
    forecast: { value: value!.clv },
  });
  const { difference, bootstrap, permutationP } = meanDifference(arms.outcomes.value!, arms.arm, 0.9, deal);
  const adjusted = adjustedDifference(arms.outcomes.value!, arms.forecast!.value!, arms.arm, 0.9)!;
  add("Welch", difference.p, difference, difference.standardError);
  add("permutation, bootstrap", permutationP!, bootstrap!, difference.standardError);
  add("by the forecast", adjusted.p, adjusted, adjusted.standardError);
}

console.log(
  "| | p < .1 | p < .5 | largest distance from uniform | its p | intervals with 0 | standard error |\n|---|---|---|---|---|---|---|",
);
for (const [name, { p, held, error }] of Object.entries(found)) {
  p.sort((a, b) => a - b);
  const distance = Math.max(...p.map((one, k) => Math.max(Math.abs(one - k / DEALS), Math.abs(one - (k + 1) / DEALS))));
  const below = (level: number): string => `${((100 * p.filter((one) => one < level).length) / DEALS).toFixed(1)} %`;
  const share = `${((100 * held) / DEALS).toFixed(1)} %`;
  console.log(
    `| ${name} | ${below(0.1)} | ${below(0.5)} | ${distance.toFixed(3)} | ${kolmogorov(distance, DEALS).toFixed(2)} | ${share} | ${error.toFixed(3)} |`,
  );
}

/** P of a distance as large between n uniform draws and their law: Kolmogorov's series with Stephens' correction. */
function kolmogorov(distance: number, n: number): number {
  const x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
