import { convertBase, convertHistories } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { buildHistories } from "../data/histories.ts";
import { DAY, type Grain, HOUR, inUnits } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { given } from "../given.ts";
import { VERSION } from "../io/version.ts";
import { sumNumbers } from "../math/sum.ts";
import { totalHistories } from "../predict/history-totals.ts";
import { type Horizon, horizonIn } from "../predict/horizon.ts";
import { scoreHistories } from "../predict/score.ts";
import { scoreBaseHistories } from "../sql/steps/score-engine-base.ts";
import { STEP } from "../validate/count-weeks.ts";
import type { HoldoutInLog } from "../validate/validate-holdout.ts";
import { countBins, drawHistories, tenths } from "../watch/expected-scores.ts";
import { type Ranking, ranking } from "../watch/ranking.ts";
import { type RefitTest, refitTest } from "../watch/refit-test.ts";
import { type StabilityIndex, stabilityIndex } from "../watch/stability-index.ts";
import { type Checkpoint, reachOfAll, type Verdict, verdictOf } from "../watch/verdict.ts";
import { asFitted, requireContinuous } from "./base-options.ts";
import type { Engine } from "./choose-engine.ts";
import type { Log, LogReading } from "./customers.ts";
import { deviationOfAll, jointDraws } from "./draws.ts";
import { fitModels } from "./fit-models.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { otherData, readModel, requirePrediction } from "./models.ts";
import { withLog } from "./open.ts";
import type { InputOptions, MachineOptions, OutputOptions, TimeOptions } from "./options.ts";
import { cutOf } from "./validation-of.ts";
import { writeRejected } from "./write-rejected.ts";

/** How a model is watched. `output` is a JSON file. */
export interface WatchOptions extends InputOptions, TimeOptions, MachineOptions, OutputOptions {
  /** The model that was fitted some time ago, or the path of its file. */
  readonly model: FittedModel | string;
  /** Probability that a model which holds is said to hold, for each of the tests; 0.99 when left out. */
  readonly interval?: number;
  /** 1 when left out. */
  readonly seed?: number;
}

/** Forecasts of one base by the old parameters, and by those of a fit to all purchases. */
export interface OldAndNew {
  readonly old: number;
  readonly refit: number;
}

/** Whether a model still holds. */
export interface WatchResult extends Verdict {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly model: FittedModel;
  /** The last day the model knew. */
  readonly fittedUntil: string;
  readonly level: number;
  /** Purchases since then by the customers known then. */
  readonly checkpoints: readonly Checkpoint[];
  readonly ranking?: Ranking;
  readonly refit: RefitTest & {
    readonly expectedPurchases: OldAndNew;
    readonly equity?: OldAndNew;
  };
  /** The scores of all customers now beside those the model expects by now. */
  readonly scores: StabilityIndex & { readonly expected: readonly number[]; readonly actual: readonly number[] };
  readonly notices: readonly Notice[];
  readonly files: { readonly watch?: string; readonly rejected?: string };
}

/**
 * Holds a model that was fitted some time ago against what came since.
 *
 * Three tests: the purchases since the fit, cumulated, against limits from draws of parameters and futures; the old parameters against a fit to
 * all purchases; the scores of customers against what the model itself expects of them by now.
 *
 * @param path the log, from before the fit to now; as in {@link summarize}
 * @throws ClvError `usage` where the log ends before the model was fitted, or the model knows no dates; `data` for rows that can't be read
 * @example
 * const { verdict } = await watch("datasets/cdnow-like/log.csv", { model: "models/bg-nbd/fitted/cdnow.json" });
 * ["holds", "totals off", "fit again"].includes(verdict); // true
 */
export function watch(path: string, options: WatchOptions): Promise<WatchResult> {
  return inRun(options, async (run) => {
    const { model, interval = LEVEL, stdin } = options;
    requireLevel(interval);
    const fitted = requirePrediction(typeof model === "string" ? await readModel(model, stdin) : model);
    refuseSeason(fitted);
    requireContinuous(fitted, "clv watch");
    const split = dayAfter(fitted);
    const { unit, grain } = asFitted(options, fitted);
    const asked = { ...options, ...given({ unit, grain }) };
    return withLog(run, path, asked, { keep: true }, (opened, log) => watchLog(opened, log, asked, fitted, split));
  });
}

const LEVEL = 0.99;
/** Days up to which purchases are held against their limits. */
const CHECKPOINTS = 12;
const YEAR: Horizon = { amount: 1, unit: "year" };

function dayAfter({ data: { until } }: FittedModel): string {
  if (until !== undefined) return isoDay(Date.parse(until) + DAY);
  throw new ClvError("usage", {
    where: "fitted model",
    expected: "the last day it knew",
    got: "none: it was fitted to a base without dates",
    wayOut: "Fit it to the log: clv fit log.csv --until DATE -o model.json.",
  });
}

/** The season of a model is part of what may have changed, and is not watched. */
function refuseSeason({ season }: FittedModel): void {
  if (season === undefined) return;
  throw new ClvError("usage", {
    where: "fitted model",
    expected: "a model without a season",
    got: "one with a season, which clv watch does not test",
    wayOut: "Compare its forecast with the actual purchases by clv validate, or watch a model fitted without --season.",
  });
}

async function watchLog(
  run: Run,
  log: Log,
  options: WatchOptions,
  fitted: FittedModel,
  split: string,
): Promise<WatchResult> {
  const { interval: level = LEVEL, seed = 1, output, model } = options;
  const outputs = run.outputs([...log.files, ...(typeof model === "string" ? [model] : [])]);
  const present = await log.at(summarizeOptions(options));
  if (present.reading.summary.end < Date.parse(split)) {
    throw new ClvError("usage", {
      where: log.name,
      expected: `purchases after ${fitted.data.until}, up to which the model was fitted`,
      got: `a log that ends on ${isoDay(present.reading.summary.end)}`,
      wayOut: "Give the log with what came since; or see clv validate.",
    });
  }
  const data = await present.customers.fitData();
  const refitted = await run.step("Fitting again", () =>
    fitModels(run.threads, data, { model: fitted.purchase.model.name, spendModel: fitted.spend?.model.name }),
  );
  const histories = convertHistories(data.histories, data.unit, fitted.unit);
  const refit = {
    ...refitTest(histories, fitted.purchase, refitted.purchase),
    ...forecastsOf(data, fitted, refitted),
  };
  const scores = await run.step("Drawing scores", async () => scoresNow(histories, fitted, grainIn(fitted), seed));
  const then = await log.at(summarizeOptions(options, split));
  const known = await then.customers.histories();
  const notices = [
    ...logNotices(present.reading),
    ...(await otherData(known, () => undefined, fitted)).filter(() => known.about.customers !== fitted.data.customers),
  ];
  const before = await cutOf(then);
  const checkpoints = await checkpointsOf(run, before.base, before.inLog, fitted, { level, seed });
  const order = rankingOf(before.base, fitted);
  const off = refit.equity ?? refit.expectedPurchases;
  const verdict = verdictOf({ checkpoints, ranking: order, refit, equityOff: off.old / off.refit - 1, scores }, level);
  const found = {
    ...{ name: log.name, engine: log.engine, reading: present.reading, model: fitted, fittedUntil: fitted.data.until! },
    ...{ level, checkpoints, ...given({ ranking: order }), refit, scores, ...verdict, notices },
  };
  if (output !== undefined) {
    const document = { writtenBy: `clv ${VERSION}`, ...watchInNumbers({ ...found, files: {} }) };
    await outputs.write(output, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  const files = given({ watch: output, rejected: await writeRejected(outputs, options, log.rejected) });
  await outputs.commit();
  return { ...found, files };
}

/** What was found, as plain data: the content of its file. */
export function watchInNumbers(result: WatchResult) {
  const { verdict, sentence, fittedUntil, level, checkpoints, ranking: order, refit, scores } = result;
  return { verdict, sentence, fittedUntil, level, checkpoints, ...given({ ranking: order }), refit, scores };
}

/** What the base of now is expected to do within a year, and is worth, by the old parameters and by the new. */
function forecastsOf(
  data: Parameters<typeof scoreBaseHistories>[0],
  old: FittedModel,
  refit: FittedModel,
): { expectedPurchases: OldAndNew; equity?: OldAndNew } {
  const terms = { horizon: YEAR };
  const { count } = data.histories;
  const totals = [old, refit].map((fitted) => {
    const scored = scoreBaseHistories(data, fitted, terms);
    const purchases = sumNumbers(scored.expectedPurchases.map((n, k) => n * count[k]!));
    return { purchases, equity: totalValue(scored) };
  });
  const [before, now] = totals as [(typeof totals)[0], (typeof totals)[0]];
  const valued = before.equity !== undefined && now.equity !== undefined;
  return {
    expectedPurchases: { old: before.purchases, refit: now.purchases },
    ...(valued && { equity: { old: before.equity!, refit: now.equity! } }),
  };
}

function totalValue(scored: ReturnType<typeof scoreBaseHistories>): number | undefined {
  if (scored.worth === undefined) return undefined;
  const { equity } = totalHistories(scored.grouped.histories, scored, scored.worth).value!;
  return Number.isFinite(equity) ? equity : undefined;
}

/** The expected purchases within a year of all customers now, in tenths of what the model expects of them. */
function scoresNow(
  histories: ReturnType<typeof convertHistories>,
  fitted: FittedModel,
  day: number,
  seed: number,
): WatchResult["scores"] {
  const { model, parameters } = fitted.purchase;
  const ages = new Map<number, number>();
  for (let k = 0; k < histories.length; k++)
    ages.set(histories.T[k]!, (ages.get(histories.T[k]!) ?? 0) + histories.count[k]!);
  const sorted = [...ages].sort(([a], [b]) => a - b).map(([T, customers]) => ({ T, customers }));
  const drawn = drawHistories(model, parameters, sorted, day, seed);
  const scoreOf = (of: Pick<typeof histories, "length" | "frequency" | "recency" | "T">): Float64Array =>
    scoreHistories(of, fitted, YEAR, 0).expectedPurchases;
  const expectedScores = scoreOf(drawn);
  const ends = tenths(expectedScores);
  const expected = countBins(expectedScores, undefined, ends);
  const actual = countBins(scoreOf(histories), histories.count, ends);
  return { ...stabilityIndex(expected, actual), expected, actual };
}

/** The length within which purchases are merged, in time units of the model. */
function grainIn({ grain, unit }: FittedModel): number {
  const lengths: Readonly<Record<Grain, number>> = {
    none: 0,
    hour: HOUR,
    day: DAY,
    week: 7 * DAY,
    month: (365.25 / 12) * DAY,
    year: 365.25 * DAY,
  };
  return inUnits(lengths[grain], unit);
}

/** Purchases since the fit at the ends of weeks, and at the last day: the limits hold for all of them together. */
async function checkpointsOf(
  { step, threads }: Run,
  base: CustomerBase,
  { observed: { split, end }, weeks, actual }: HoldoutInLog,
  fitted: FittedModel,
  { level, seed }: { readonly level: number; readonly seed: number },
): Promise<Checkpoint[]> {
  const { duration, frequency } = base.holdout!;
  const before = base.frequency.reduce((sum, x) => sum + x, 0);
  const points: { until: number; time: number; actual: number }[] = [];
  let sum = -before;
  for (let k = 0; k < weeks.count; k++) {
    sum += actual[k]!;
    const until = weeks.from + (k + 1) * STEP;
    const time = inUnits(until - split, base.unit);
    if (time > 0 && time < duration) points.push({ until: until - DAY, time, actual: sum });
  }
  points.push({ until: end, time: duration, actual: frequency.reduce((all, n) => all + n, 0) });
  const shown = points.filter((_, k) => (points.length - 1 - k) % Math.ceil(points.length / CHECKPOINTS) === 0);
  const workers = threads.for(base.length);
  const reach = reachOfAll(level, shown.length);
  const { histories } = buildHistories(convertBase(base, fitted.unit));
  const future = fitted.purchase.model.future(histories)(fitted.purchase.parameters);
  return step("Drawing limits", async () => {
    const own = fitted.data.customers === base.length && fitted.data.repeatPurchases === before;
    const parameters = await jointDraws(workers, base, fitted, seed, own);
    const checkpoints: Checkpoint[] = [];
    for (const { until, time, actual } of shown) {
      const horizon = { amount: time, unit: base.unit };
      const each = future.expected(horizonIn(horizon, fitted.unit));
      const expected = sumNumbers(each.map((n, k) => n * histories.count[k]!));
      const deviation = await deviationOfAll(workers, base, fitted, {
        horizon,
        level: 0.9,
        seed,
        parameters,
      });
      checkpoints.push({
        ...{ until: isoDay(until), actual, expected },
        ...{ low: Math.max(0, expected - reach * deviation), high: expected + reach * deviation },
      });
    }
    return checkpoints;
  });
}

function rankingOf(base: CustomerBase, fitted: FittedModel): Ranking | undefined {
  const { duration, frequency } = base.holdout!;
  const { purchase } = fitted;
  const future = purchase.model.future(convertBase(base, fitted.unit))(purchase.parameters);
  const probability = future.some(horizonIn({ amount: duration, unit: base.unit }, fitted.unit));
  return ranking(
    probability,
    frequency.map((n) => Number(n > 0)),
  );
}
