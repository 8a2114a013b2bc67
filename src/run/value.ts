import { join } from "node:path";
import type { Period } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import { makeFolder } from "../io/outputs.ts";
import { demandCsv, paybackCsv } from "../io/value-csv.ts";
import { VERSION } from "../io/version.ts";
import type { Horizon } from "../predict/horizon.ts";
import { scoreNotices } from "../predict/score-notices.ts";
import { worthOf } from "../predict/worth.ts";
import { scoreBaseHistories } from "../sql/steps/score-engine-base.ts";
import { moneyOf } from "../value/exact-sums.ts";
import type { Tier } from "../value/tiers.ts";
import { requireContinuous } from "./base-options.ts";
import type { Engine } from "./choose-engine.ts";
import { compareModels } from "./compare-models.ts";
import { forModels } from "./competing.ts";
import type { Log, LogReading } from "./customers.ts";
import { finiteHistories, finiteNotices } from "./finite-scores.ts";
import { fitModels } from "./fit-models.ts";
import { inRun, type Run } from "./in-run.ts";
import { drawIntervals } from "./intervals.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { logInNumbers } from "./log-reading.ts";
import { fitNotices, requirePrediction } from "./models.ts";
import { type NetInNumbers, netInNumbers, netNotices, requireValued, withoutValues } from "./net-in-numbers.ts";
import { withLog } from "./open.ts";
import type {
  HorizonText,
  InputOptions,
  MachineOptions,
  ModelOptions,
  OutputOptions,
  PlanOptions,
  SeasonOptions,
  TermOptions,
  TimeOptions,
} from "./options.ts";
import { type PlanAsked, planOrMargin, withPlan } from "./plan.ts";
import type { TableFormat } from "./run-files.ts";
import { horizonOf, LEVEL, worthAsked } from "./score-options.ts";
import {
  beforeSplit,
  chooseSeason,
  type SeasonAsked,
  type SeasonFound,
  seasonAsked,
  seasonNotices,
  withSeason,
} from "./season.ts";
import { type ValueAhead, valueAhead } from "./value/ahead.ts";
import { requireSpend } from "./value/laid-out.ts";
import { type ValuePast, valuePast } from "./value/past.ts";
import { writeRejected } from "./write-rejected.ts";

/** The options of the value of customers. `output` is the folder of the files. */
export interface ValueOptions
  extends InputOptions,
    TimeOptions,
    ModelOptions,
    SeasonOptions,
    TermOptions,
    PlanOptions,
    MachineOptions,
    OutputOptions {
  /** A year when left out. */
  readonly horizon?: HorizonText;
  /**
   * First day of a holdout, ISO: compares tiers, traits of the best customers and classical formulas with the holdout.
   */
  readonly split?: string;
  /** The periods of the demand; `month` when left out. */
  readonly period?: Period;
  /** Columns of the log, or of the table of `attributes`, as traits of the best customers. With a split. */
  readonly profile?: readonly string[];
  /** The format of the values of customers; `csv` when left out. */
  readonly format?: TableFormat;
}

/** The files of the value, by their contents. */
export type ValueFiles = Readonly<Record<"value" | "payback" | "demand" | "numbers", string>>;

/** The earnings from customers. */
export interface ValueResult extends ValueAhead {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly model: FittedModel;
  readonly horizon: Horizon;
  readonly discountRate: number;
  readonly level: number;
  /** Sums over all customers. */
  readonly net: NetInNumbers;
  /** With a split. */
  readonly past?: ValuePast;
  /** Present if a season was requested. */
  readonly season?: SeasonFound;
  readonly notices: readonly Notice[];
  readonly files: Partial<ValueFiles> & { readonly rejected?: string };
}

/**
 * Computes the earnings from customers after costs: payback of new customers, customer equity, sensitivity, tiers and
 * demand, from a log of any size.
 *
 * Costs come from a plan, or from `margin`, `costPerOrder` and `acquisitionCost`. Intervals come from joint draws of
 * the bootstrap.
 *
 * @param path as in {@link run}
 * @throws ClvError `usage` without a cost, for an option that can't be used, or for a log without values; `data` for rows that can't be read
 * @example
 * const { newcomers, equity } = await value("datasets/cdnow-like/log.csv", {
 *   unit: "week",
 *   margin: 0.3,
 *   acquisitionCost: 12,
 *   discountRate: 0.1,
 *   horizon: "13w",
 *   model: "bg-nbd",
 * });
 * newcomers[0].payback.estimate.kind; // "after"
 * equity.whole.customers; // 2357
 */
export function value(path: string, asked: ValueOptions = {}): Promise<ValueResult> {
  return inRun(asked, async (run) => {
    const plan = await costsAsked(asked);
    const options = forModels(withPlan(asked, plan));
    worthAsked(options);
    const season = await seasonAsked(options);
    if (asked.profile?.length && asked.split === undefined) {
      const wayOut = "Add --split DATE, because traits before the split are tested on the time after it.";
      throw new ClvError("usage", { where: "--profile", expected: "a split", got: undefined, wayOut });
    }
    run.threads.warmUp();
    const words = [...new Set([...(options.words ?? []), ...(asked.profile ?? [])])];
    const reading = { ...options, firstValue: true, words };
    const output = asked.output === undefined ? undefined : valueFiles(asked.output, asked.format ?? "csv").value;
    return withLog(run, path, reading, { keep: true, ...given({ output }) }, (opened, log) =>
      valueOfLog(opened, log, reading, plan, season),
    );
  });
}

/** The plan, or the margin as one. */
async function costsAsked(options: ValueOptions): Promise<PlanAsked> {
  const plan = await planOrMargin(options);
  if (plan !== undefined) return plan;
  throw new ClvError("usage", {
    where: "clv value",
    expected: "the costs of customers",
    got: undefined,
    wayOut: "Give --plan PLAN.json, or --margin, --cost-per-order and --acquisition-cost.",
  });
}

/** The paths of the files of the value in their folder. */
function valueFiles(folder: string, format: TableFormat): ValueFiles {
  return {
    value: join(folder, `value.${format}`),
    payback: join(folder, "payback.csv"),
    demand: join(folder, "demand.csv"),
    numbers: join(folder, "value.json"),
  };
}

async function valueOfLog(
  run: Run,
  log: Log,
  options: ValueOptions,
  plan: PlanAsked,
  asked: SeasonAsked | undefined,
): Promise<ValueResult> {
  const { split, period = "month", interval: level = LEVEL, seed = 1, profile = [] } = options;
  const outputs = run.outputs(log.files);
  const season = await chooseSeason(run, log, beforeSplit(options), asked, options);
  const present = split === undefined ? await log.at(summarizeOptions(options)) : undefined;
  const before = split === undefined ? undefined : await log.at(summarizeOptions(options, split));
  const judged = (before ?? present)!;
  const grouped = await withSeason(await judged.customers.fitData(), judged, season);
  if (grouped.spent === undefined) throw withoutValues(plan, "Name the column of values with --value.");
  const { names, tournament } = await compareModels(run, judged.customers, grouped, options, true);
  const past = before && (await valuePast(run, before, grouped, split!, names, plan, { profile, level }));
  const now = present ?? (await log.at(summarizeOptions(options)));
  const { customers, reading, facts } = now;
  const data = present ? grouped : await withSeason(await customers.fitData(), now, season);
  await customers.sort();
  const fitted = requirePrediction(await run.step("Fitting", () => fitModels(run.threads, data, names)));
  requireContinuous(fitted, "clv value");
  requireSpend(fitted);
  const { discountRate } = worthOf(given({ discountRate: options.discountRate }));
  const horizon = horizonOf(customers.about, options.horizon);
  const terms = { horizon, margin: plan.plan.costs.margin, discountRate };
  const finite = finiteHistories(scoreBaseHistories(data, fitted, terms));
  const scored = await run.step("Scoring", () => customers.score(fitted, finite.byHistory, plan));
  requireValued(plan, scored, true);
  const base = await customers.inMemory();
  const costs = await customers.costs(plan);
  const workers = run.threads.for(base.length);
  const drawn = await drawIntervals(run, base, fitted, { ...terms, level, seed, costs }, true);
  const { draws, intervals } = drawn;
  await scored.addIntervals(intervals, base.customers);
  const paths = options.output === undefined ? undefined : valueFiles(options.output, options.format ?? "csv");
  if (paths) await makeFolder(options.output!);
  const written = await scored.write(outputs, paths?.value);
  await written.best;
  const net = (await netInNumbers(plan, scored, written))!;
  const months = facts!.periods("month");
  const arriving = { months, firstDays: await facts!.firstDays() };
  const about = { base, costs, plan: plan.plan, fitted, draws, totals: intervals.totals };
  const valued = { ...about, horizon, discountRate, level, seed, workers };
  const ahead = await run.step("Valuing", () => valueAhead(valued, arriving, period, past?.last));
  const totals = finite.totals();
  const missing = totals.value ? totals.customers - totals.value.customers : 0;
  const notices: Notice[] = [
    ...logNotices(reading),
    ...(tournament?.notices ?? []),
    ...seasonNotices(season),
    ...drawn.notices,
    ...fitNotices(fitted),
    ...scoreNotices(customers.about, fitted, missing),
    ...finiteNotices(finite),
    ...netNotices(plan, scored, net, reading),
  ];
  const rejected = await writeRejected(outputs, paths ? { ...options, output: paths.numbers } : options, log.rejected);
  const result: ValueResult = {
    ...{ name: log.name, engine: log.engine, reading, model: fitted, horizon, discountRate, level, net },
    ...ahead,
    ...given({ past, season: season?.found }),
    notices,
    files: given({ ...paths, rejected }),
  };
  if (paths) {
    await outputs.write(paths.payback, paybackCsv(result));
    await outputs.write(paths.demand, demandCsv(result.demand.rows));
    const document = { writtenBy: `clv ${VERSION}`, ...valueInNumbers(result) };
    await outputs.write(paths.numbers, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  run.signal?.throwIfAborted();
  await outputs.commit();
  return result;
}

/** The value as plain data: the content of `value.json`. */
export function valueInNumbers(result: ValueResult) {
  const { reading, model, horizon, discountRate, level, net, newcomers, equity, tiers, past, season, notices, files } =
    result;
  return {
    ...{ log: logInNumbers(reading), model: numbersOf(model).data, horizon, discountRate, level, net },
    newcomers: newcomers.map(({ curve: _, ...one }) => one),
    equity,
    sensitivity: result.sensitivity,
    tiers: { ...tiers, tops: tiers.tops.map(tierInNumbers) },
    demand: result.demand,
    ...given({ season, past: past && { ...past, tiers: past.tiers.map(tierInNumbers) } }),
    notices,
    files,
  };
}

/** A tier with its sums in money. */
function tierInNumbers({ value, also, ...tier }: Tier) {
  const sums = Object.entries(also).map(([name, sum]) => [name, moneyOf(sum)] as const);
  return { ...tier, value: moneyOf(value), ...(sums.length > 0 && { also: Object.fromEntries(sums) }) };
}
