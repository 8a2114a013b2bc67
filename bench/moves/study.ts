/**
 * Worlds in which everything is known: How often does a 90 % interval of a move contain the true share? In how many
 * worlds without a change is there a sign of one?
 *
 *     study [--worlds 300] [--still 200] [--customers 800] [--price 10]
 *
 * `--price`: every purchase has this value, so that many customers are alike.
 */
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma, nbd } from "../../models/index.ts";
import { buildHistories } from "../../src/data/histories.ts";
import { periodClock } from "../../src/data/periods.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import type { Transaction } from "../../src/data/transaction-log.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { drawParameters } from "../../src/fit/parameter-draws.ts";
import { adjustedForMany } from "../../src/math/benjamini-hochberg.ts";
import type { Parameters, PurchaseModel } from "../../src/model.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";
import { builtInScheme } from "../../src/segments/built-in-schemes.ts";
import { bursts } from "../../src/segments/burst.ts";
import { countRuns } from "../../src/segments/count-runs.ts";
import { statesOf } from "../../src/segments/customer-states.ts";
import { testFlows } from "../../src/segments/flows.ts";
import { pooledRates } from "../../src/segments/move-rates.ts";
import { movesOfRuns } from "../../src/segments/moves.ts";
import { segmentsNow } from "../../src/segments/moves-ahead.ts";
import { onePeriodAhead } from "../../src/segments/one-period-ahead.ts";
import { silences } from "../../src/segments/silence.ts";
import { BLOCKS } from "../../src/segments/state.ts";

const { values: flags } = parseArgs({
  options: {
    worlds: { type: "string", default: "300" },
    still: { type: "string", default: "200" },
    customers: { type: "string", default: "800" },
    price: { type: "string" },
  },
});
const [WORLDS, STILL, CUSTOMERS] = [Number(flags.worlds), Number(flags.still), Number(flags.customers)];
const CDNOW = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const SPEND = { p: 6.25, q: 3.74, v: 15.44 };
const DATES = { from: "1997-01-01", joinUntil: "1997-03-25", until: "1998-06-30" };
const SPLIT = "1998-06-01";
const first = periodClock("month").indexOf(Date.UTC(1997, 0, 1));
const [LENGTH, LAST] = [18, first + 17];
const scheme = builtInScheme("recency");
const size = scheme.segments.length;

async function worldOf(model: PurchaseModel, theta: Parameters, customers: number, world: number) {
  const purchase = { model, parameters: theta };
  const spend = { model: gammaGamma, parameters: SPEND };
  const transactions = simulateTransactions({ purchase, spend, unit: "week" }, seeded(23, world), {
    customers,
    ...DATES,
  });
  return readTransactions(flags.price === undefined ? transactions : pricedAt(Number(flags.price), transactions));
}

function* pricedAt(value: number, transactions: Iterable<Transaction>): Generator<Transaction> {
  for (const transaction of transactions) yield { ...transaction, value };
}

type Log = Awaited<ReturnType<typeof worldOf>>;

function movesOf(log: Log) {
  const { purchases } = purchasesOf(log, { grain: "day" });
  const runs = countRuns(purchases, log.zone, { ...scheme, period: "month", grain: "day", until: LAST });
  return movesOfRuns(runs, scheme, first, LENGTH, BLOCKS);
}

async function coverage(): Promise<void> {
  const { counts } = movesOf(await worldOf(bgNbd, CDNOW, 200_000, 1_000_000));
  const total = new Float64Array(size * size);
  counts.forEach((n, k) => {
    total[k % (size * size)]! += n;
  });
  const truth = total.map((n, cell) => {
    const from = Math.floor(cell / size);
    return n / total.subarray(from * size, (from + 1) * size).reduce((sum, m) => sum + m, 0);
  });
  const held = new Map<number, { worlds: number; held: number }>();
  for (let world = 0; world < WORLDS; world++) {
    const { byBlock } = movesOf(await worldOf(bgNbd, CDNOW, CUSTOMERS, world));
    for (const { from, to, low, high } of pooledRates(byBlock, size, 0.9, seeded(5, world))) {
      const cell = from * size + to;
      const of = held.get(cell) ?? { worlds: 0, held: 0 };
      held.set(cell, of);
      of.worlds++;
      of.held += Number(low <= truth[cell]! && truth[cell]! <= high);
    }
  }
  console.log("| move | true share | worlds | intervals with it |\n|---|---|---|---|");
  let [all, sum] = [0, 0];
  for (const [cell, of] of [...held].sort(([a], [b]) => a - b)) {
    const name = (k: number): string => scheme.segments[k]!.name;
    all += of.worlds;
    sum += of.held;
    console.log(
      `| ${name(Math.floor(cell / size))} → ${name(cell % size)} | ${percent(truth[cell]!)} | ${of.worlds} | ${percent(of.held / of.worlds)} |`,
    );
  }
  console.log(`| all | | ${all} | ${percent(sum / all)} |`);
}

/** Whether anything is beyond chance, at a false discovery rate of 10 %. */
const beyond = (p: Float64Array): boolean =>
  adjustedForMany(p.filter((one) => !Number.isNaN(one))).some((q) => q <= 0.1);

async function still(): Promise<void> {
  const found = { flows: 0, bursts: 0, silences: 0 };
  for (let world = 0; world < STILL; world++) {
    const log = await worldOf(bgNbd, CDNOW, CUSTOMERS, 10_000 + world);
    const { base } = summarize(log, { unit: "week", split: SPLIT, until: DATES.until });
    const { holdout, ...before } = base;
    const fitted = await fitBase(before, bgNbd, gammaGamma);
    const { histories, index } = buildHistories(before);
    const { purchases } = purchasesOf(log, { grain: "day", split: SPLIT });
    const states = (until: number) =>
      statesOf(purchases, log.zone, { period: "month", grain: "day", known: LAST - 1, until: [until], depth: 0 })[0]!;
    const ahead = onePeriodAhead({
      ...{ scheme, states: states(LAST - 1), now: LAST - 1, histories, index, purchase: bgNbd, seed: world },
      ...{ ends: [holdout!.duration], day: 1 / 7, parameters: drawParameters(fitted, 199, seeded(world)) },
    });
    const actual = new Float64Array(size * size);
    segmentsNow({ scheme, states: states(LAST), now: LAST }).forEach((to, k) => {
      actual[ahead.from[k]! * size + to]!++;
    });
    found.flows += Number(testFlows(ahead.flows, actual, 0.9, 0.1).some(({ significant }) => significant));
    const theta = fitted.purchase.parameters;
    const p = bursts(bgNbd, theta, histories, index, holdout!.frequency, holdout!.duration);
    found.bursts += Number(beyond(p));
    const loyal = summarize(await worldOf(nbd, { r: 0.8, alpha: 6 }, CUSTOMERS, 20_000 + world), {
      unit: "week",
      until: DATES.until,
    }).base;
    const ofLoyal = await fitBase(loyal, bgNbd, gammaGamma);
    const all = buildHistories(loyal);
    const silent = silences(bgNbd, ofLoyal.purchase.parameters, all.histories);
    found.silences += Number(beyond(Float64Array.from(all.index, (h) => silent.p[h]!)));
  }
  console.log("\n| sign | worlds without a change | worlds with a sign |\n|---|---|---|");
  for (const [sign, worlds] of Object.entries(found))
    console.log(`| ${sign} | ${STILL} | ${worlds} (${percent(worlds / STILL)}) |`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

if (WORLDS > 0) await coverage();
if (STILL > 0) await still();
