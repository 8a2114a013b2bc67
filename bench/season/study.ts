/**
 * Do seasons hold? Worlds are drawn with a season by month, and without one, and fitted.
 *
 *     study [--worlds 300] [--first 0] [--customers 2000] [--cycle month] [--auto]     prints counts as JSON
 *
 * Customers join evenly over two years and are observed for three. It counts how often the 90 % outcome interval of the
 * next month's total contains the actual one. It also counts how often ln s and ln θ of the truth lie within 1.645
 * standard errors. Month and seed are joined: world k forecasts month k mod 12. `--cycle week` and `--cycle weekday`
 * draw and estimate such an index instead.
 *
 * With `--auto` it counts instead which seasons `--season auto` takes, as a user gets it. The worlds have a season by
 * month, none, or none and only 60 days.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bgNbd } from "../../models/index.ts";
import { countHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { repeatsUntil } from "../../src/data/repeats-by-day.ts";
import { type Cycle, daysOfPeriods, type Season } from "../../src/data/season.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitSeason } from "../../src/fit/estimate-season.ts";
import { fit } from "../../src/node.ts";
import { scoreIntervals } from "../../src/predict/score-intervals.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";
import { countRepeats } from "../../src/validate/count-weeks.ts";

const THETA = { r: 0.8, alpha: 60, a: 0.6, b: 4 };
const RAW: Readonly<Record<Cycle, readonly number[]>> = {
  month: [0.8, 0.7, 0.9, 1, 1, 0.9, 0.8, 0.9, 1, 1.1, 1.3, 1.6],
  week: Array.from({ length: 52 }, (_, k) => 1 + 0.5 * Math.cos((2 * Math.PI * (k - 49)) / 52)),
  weekday: [1.2, 1.1, 1, 1, 1.1, 0.7, 0.5],
};
const LEVEL = 0.9;
const DEVIATE = 1.645;

const { values: flags } = parseArgs({
  options: {
    worlds: { type: "string", default: "300" },
    first: { type: "string", default: "0" },
    customers: { type: "string", default: "2000" },
    cycle: { type: "string", default: "month" },
    auto: { type: "boolean", default: false },
  },
});

const cycle = flags.cycle as Cycle;
const lengths = daysOfPeriods(cycle);
const mean = RAW[cycle].reduce((sum, s, k) => sum + s * lengths[k]!, 0) / lengths.reduce((sum, n) => sum + n, 0);
const TRUTH: Season = [{ by: cycle, factors: RAW[cycle].map((s) => s / mean) }];

/** When customers come, and until when they are observed. */
interface Span {
  readonly from: string;
  readonly joinUntil: string;
  readonly until: string;
}

const LONG: Span = { from: "2020-01-01", joinUntil: "2021-12-31", until: "2023-12-31" };
const SHORT: Span = { from: "2020-01-01", joinUntil: "2020-01-31", until: "2020-02-29" };

function drawRows(season: Season | undefined, seed: number, span: Span) {
  const world = { purchase: { model: bgNbd, parameters: THETA }, unit: "day", ...(season && { season }) } as const;
  return [...simulateTransactions(world, seeded(seed), { customers: Number(flags.customers), ...span })];
}

async function draw(season: Season | undefined, seed: number) {
  return readTransactions(drawRows(season, seed, LONG));
}
type Log = Awaited<ReturnType<typeof draw>>;

function cut(log: Log, bounds: { split: string; until: string }) {
  const options = { unit: "day", ...bounds } as const;
  const { base, report } = summarize(log, options);
  const observed = { until: base.until!, unit: base.unit, grain: base.grain };
  return { base, histories: countHistories(base), observed, repeats: countRepeats(log, report.from, options) };
}

const folder = mkdtempSync(join(tmpdir(), "clv-season-"));

/** The cycles that `auto` takes of a world. */
async function taken(season: Season | undefined, seed: number, span: Span): Promise<readonly string[]> {
  const path = join(folder, "log.csv");
  const rows = drawRows(season, seed, span).map(({ customer, date }) => `${customer},${new Date(date).toISOString()}`);
  writeFileSync(path, `customer,date\n${rows.join("\n")}\n`);
  const { season: found } = await fit(path, { engine: "memory", value: false, unit: "day", season: "auto" });
  return found!.cycles;
}

/** Of so many worlds, in how many `auto` takes each cycle, and in how many it takes any. */
async function countTaken(seeds: readonly number[]) {
  const worlds = {
    withSeason: [TRUTH, LONG, 0],
    without: [undefined, LONG, 1e6],
    shortWithout: [undefined, SHORT, 2e6],
  } as const;
  const counts: Record<string, Record<string, number>> = {};
  for (const [name, [season, span, shift]] of Object.entries(worlds)) {
    const of: Record<string, number> = { worlds: 0, any: 0, month: 0, weekday: 0 };
    for (const seed of seeds) {
      const cycles = await taken(season, seed + shift, span);
      of["worlds"]!++;
      if (cycles.length > 0) of["any"]!++;
      for (const cycle of cycles) of[cycle]!++;
    }
    counts[name] = of;
  }
  return counts;
}

const held = { months: 0, factors: 0, parameters: 0 };
const of = { months: 0, factors: 0, parameters: 0 };
const first = Number(flags.first);
const seeds = Array.from({ length: Number(flags.worlds) }, (_, k) => first + k);
for (const seed of flags.auto ? [] : seeds) {
  const log = await draw(TRUTH, seed);
  const month = seed % 12;
  const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const bounds = { split: iso(Date.UTC(2023, month, 1)), until: iso(Date.UTC(2023, month + 1, 0)) };
  const { base, histories, observed, repeats } = cut(log, bounds);
  const past = repeatsUntil(repeats, observed.until);
  const { season, purchase } = fitSeason(bgNbd, histories, observed, { cycles: [cycle], known: [], repeats: past });
  const { factors, logCovariance } = season[0]!;
  factors.forEach((s, k) => {
    of.factors++;
    const off = Math.log(s / TRUTH[0]!.factors[k]!) / Math.sqrt(logCovariance![k]![k]!);
    if (Math.abs(off) <= DEVIATE) held.factors++;
  });
  for (const { name, value, logStandardError } of purchase.estimates) {
    if (logStandardError === undefined) continue;
    of.parameters++;
    if (Math.abs(Math.log(value / THETA[name as "r"])) <= DEVIATE * logStandardError) held.parameters++;
  }
  const data = { customers: base.length, repeatPurchases: 0, sha256: "" };
  const fitted = { purchase, season, unit: base.unit, grain: base.grain, data };
  const horizon = { amount: base.holdout!.duration, unit: "day" } as const;
  const { totals } = scoreIntervals(base, fitted, { horizon, level: LEVEL, seed });
  const { low, high } = totals[0]!.outcome.purchases;
  const actual = base.holdout!.frequency.reduce((sum, n) => sum + n, 0);
  of.months++;
  if (low! <= actual && actual <= high!) held.months++;
}
const result = flags.auto ? await countTaken(seeds) : { of, held };
process.stdout.write(`${JSON.stringify({ first, cycle, ...result })}\n`);
rmSync(folder, { recursive: true });
