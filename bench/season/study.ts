/**
 * Do seasons hold? Worlds are drawn with a season by month, and without one, and fitted.
 *
 *     study [--worlds 300] [--first 0] [--customers 2000] [--origins]     prints counts as JSON
 *
 * Customers join evenly over two years and are observed for three. Counted are how often the 90 % outcome interval of the next month's total
 * holds the actual one, how often ln s and ln θ of the truth lie within 1.645 standard errors, and with `--origins` how often a season is
 * taken by `auto` where there is one and where there is none. Month and seed are joined: world k forecasts month k mod 12.
 */
import { parseArgs } from "node:util";
import { bgNbd } from "../../models/index.ts";
import { countHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { repeatsUntil } from "../../src/data/repeats-by-day.ts";
import { daysOfPeriods, type Season } from "../../src/data/season.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitSeason } from "../../src/fit/estimate-season.ts";
import { scoreIntervals } from "../../src/predict/score-intervals.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";
import { countRepeats } from "../../src/validate/count-weeks.ts";
import { originsBetween } from "../../src/validate/rolling-origins.ts";
import { judgeSeason, trySeason } from "../../src/validate/try-season.ts";

const THETA = { r: 0.8, alpha: 60, a: 0.6, b: 4 };
const RAW = [0.8, 0.7, 0.9, 1, 1, 0.9, 0.8, 0.9, 1, 1.1, 1.3, 1.6];
const LEVEL = 0.9;
const DEVIATE = 1.645;

const { values: flags } = parseArgs({
  options: {
    worlds: { type: "string", default: "300" },
    first: { type: "string", default: "0" },
    customers: { type: "string", default: "2000" },
    origins: { type: "boolean", default: false },
  },
});

const lengths = daysOfPeriods("month");
const mean = RAW.reduce((sum, s, k) => sum + s * lengths[k]!, 0) / lengths.reduce((sum, n) => sum + n, 0);
const TRUTH: Season = [{ by: "month", factors: RAW.map((s) => s / mean) }];

function draw(season: Season | undefined, seed: number) {
  const world = { purchase: { model: bgNbd, parameters: THETA }, unit: "day", ...(season && { season }) } as const;
  const span = { customers: Number(flags.customers), from: "2020-01-01", until: "2023-12-31", joinUntil: "2021-12-31" };
  return readTransactions([...simulateTransactions(world, seeded(seed), span)]);
}
type Log = Awaited<ReturnType<typeof draw>>;

function cut(log: Log, bounds: { split: string; until: string }) {
  const options = { unit: "day", ...bounds } as const;
  const { base, report } = summarize(log, options);
  const observed = { until: base.until!, unit: base.unit, grain: base.grain };
  return { base, histories: countHistories(base), observed, repeats: countRepeats(log, report.from, options) };
}

/** Whether `auto` takes a season by month of the three years before 2023. */
function taken(log: Log): boolean {
  const [begin, end] = [Date.UTC(2020, 0, 1), Date.UTC(2022, 11, 31)];
  const origins = originsBetween(begin, end, log.zone, 4).slice(-2);
  return judgeSeason(
    "month",
    origins.map((origin) => trySeason(bgNbd, cut(log, origin), [], "month")),
  ).accepted;
}

const held = { months: 0, factors: 0, parameters: 0 };
const of = { months: 0, factors: 0, parameters: 0 };
const accepted = { withSeason: 0, without: 0 };
const first = Number(flags.first);
for (let seed = first; seed < first + Number(flags.worlds); seed++) {
  const log = await draw(TRUTH, seed);
  const month = seed % 12;
  const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const bounds = { split: iso(Date.UTC(2023, month, 1)), until: iso(Date.UTC(2023, month + 1, 0)) };
  const { base, histories, observed, repeats } = cut(log, bounds);
  const past = repeatsUntil(repeats, observed.until);
  const { season, purchase } = fitSeason(bgNbd, histories, observed, { cycles: ["month"], known: [], repeats: past });
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
  if (!flags.origins) continue;
  if (taken(log)) accepted.withSeason++;
  if (taken(await draw(undefined, seed + 1_000_000))) accepted.without++;
}
process.stdout.write(`${JSON.stringify({ first, of, held, ...(flags.origins && { accepted }) })}\n`);
