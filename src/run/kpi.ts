import { join } from "node:path";
import { convertHistories } from "../data/convert-base.ts";
import { MILLION } from "../data/decimal.ts";
import { type LogPeriods, type Period, periodClock } from "../data/periods.ts";
import { DAY, inMilliseconds } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import { given } from "../given.ts";
import { cohortsCsv, kpiCsv } from "../io/months-csv.ts";
import { makeFolder } from "../io/outputs.ts";
import { VERSION } from "../io/version.ts";
import { sumNumbers } from "../math/sum.ts";
import { type AssignedCosts, cohortCosts } from "../months/cohort-costs.ts";
import type { CohortClock } from "../months/cohort-counts.ts";
import { type CohortRow, cohortRows } from "../months/cohort-rows.ts";
import { type CohortTable, cohortTable } from "../months/cohort-table.ts";
import { type ForecastCell, forecastCohorts } from "../months/forecast-cohorts.ts";
import { type LogSeries, logSeries } from "../months/kpi-series.ts";
import { type KpiSeries, kpiColumns } from "../months/kpi-sheet.ts";
import { spendOf } from "../predict/history-totals.ts";
import type { Horizon } from "../predict/horizon.ts";
import { type WorthOptions, worthOf } from "../predict/worth.ts";
import { type OrderTerms, termsOfMargin, worth } from "../predict/worth-formula.ts";
import type { GroupedHistories } from "../sql/steps/histories.ts";
import { scoreBaseHistories } from "../sql/steps/score-engine-base.ts";
import { newcomerWorth } from "../value/newcomers.ts";
import { type Plan, planDocument } from "../value/plan.ts";
import { asFitted, requireContinuous } from "./base-options.ts";
import type { Engine } from "./choose-engine.ts";
import type { CustomersOfLog, Log, LogReading } from "./customers.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { logInNumbers } from "./log-reading.ts";
import { note } from "./notice.ts";
import { withLog } from "./open.ts";
import type { HorizonText, InputOptions, MachineOptions, OutputOptions, PlanOptions, TimeOptions } from "./options.ts";
import { type PlanAsked, planOrMargin } from "./plan.ts";
import { horizonOf } from "./score-options.ts";
import { writeRejected } from "./write-rejected.ts";

/** What the months of a log are asked for. `output` is the folder of the files. */
export interface KpiOptions extends InputOptions, TimeOptions, PlanOptions, MachineOptions, OutputOptions {
  /** `month` when left out. */
  readonly period?: Period;
  /** The clock of the cohorts; `calendar` when left out. */
  readonly by?: CohortClock;
  /** A fitted model, or the path of its file: adds the customers expected alive, and the equity, at the end of each period. */
  readonly model?: FittedModel | string;
  /** With a model: over which time the equity is expected; a year when left out. */
  readonly horizon?: HorizonText;
  readonly discountRate?: NonNullable<WorthOptions["discountRate"]>;
  /** Part of the value that is profit, where no plan says it. */
  readonly margin?: NonNullable<WorthOptions["margin"]>;
  /** With a model: fills the cohorts by calendar for so many periods ahead. */
  readonly ahead?: number;
}

/** The files of the months, by what they hold. */
export type KpiFiles = Readonly<Record<"kpi" | "cohorts" | "numbers", string>>;

/** The months of a log. */
export interface KpiResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly period: Period;
  readonly series: KpiSeries;
  readonly cohorts: CohortTable;
  /** By cohort; empty unless asked for. */
  readonly forecast: readonly (readonly ForecastCell[])[];
  readonly plan?: Plan;
  readonly model?: FittedModel;
  readonly horizon?: Horizon;
  readonly notices: readonly Notice[];
  readonly files: Partial<KpiFiles> & { readonly rejected?: string };
}

/**
 * Counts a log of any size period by period: customers, orders, revenue, and what cohorts of customers did.
 *
 * With a plan it adds the contribution and the cost of winning customers; with a model the customers expected alive and their equity at the
 * end of each period.
 *
 * @param path as in {@link summarize}
 * @throws ClvError `usage` for an option that can't be used, `data` for rows that can't be read
 * @example
 * const { series, cohorts } = await kpi("datasets/cdnow-like/log.csv", { margin: 0.3 });
 * series.labels[0]; // "1997-01"
 * series.active[0] === series.new[0]; // true
 * cohorts.cells[0][0].retention; // 1
 */
export function kpi(path: string, options: KpiOptions = {}): Promise<KpiResult> {
  return inRun(options, async (run) => {
    requireAsked(options);
    const plan = await planOrMargin(options);
    const { model } = options;
    const fitted = typeof model === "string" ? await readFitted(model, options) : model;
    if (fitted !== undefined) requireContinuous(fitted, "clv kpi");
    const reading = fitted === undefined ? options : asFitted(options, fitted);
    return withLog(run, path, reading, { keep: true }, (opened, log) =>
      kpiOfLog(opened, log, { ...options, ...given({ unit: reading.unit, grain: reading.grain }) }, plan, fitted),
    );
  });
}

async function readFitted(path: string, { stdin }: KpiOptions): Promise<FittedModel> {
  const { readModel, requirePrediction } = await import("./models.ts");
  return requirePrediction(await readModel(path, stdin));
}

function requireAsked({ model, ahead, by, horizon, discountRate }: KpiOptions): void {
  if (model === undefined) {
    for (const [flag, value] of Object.entries({
      "--ahead": ahead,
      "--horizon": horizon,
      "--discount-rate": discountRate,
    })) {
      if (value === undefined || value === 0) continue;
      throw new ClvError("usage", {
        where: flag,
        expected: "a fitted model",
        got: "none",
        wayOut: "Add --model MODEL.json.",
      });
    }
  }
  if (ahead === undefined) return;
  if (!(Number.isInteger(ahead) && ahead > 0 && ahead <= MOST_AHEAD)) {
    throw new ClvError("usage", { where: "--ahead", expected: `a whole number from 1 to ${MOST_AHEAD}`, got: ahead });
  }
  if (by === "age") {
    const wayOut = "Use --by calendar: the customers of a cohort reach an age at different times.";
    throw new ClvError("usage", { where: "--ahead", expected: "cohorts by calendar", got: "--by age", wayOut });
  }
}

const MOST_AHEAD = 600;

/** The costs, if any; whether the model is there. */
interface Asked {
  readonly costs: AssignedCosts | undefined;
  readonly fitted: FittedModel | undefined;
  readonly horizon: Horizon;
  readonly discountRate: number;
}

async function kpiOfLog(
  run: Run,
  log: Log,
  options: KpiOptions,
  planned: PlanAsked | undefined,
  fitted: FittedModel | undefined,
): Promise<KpiResult> {
  const { period = "month", by = "calendar", output } = options;
  const outputs = run.outputs(log.files);
  const present = await log.at(summarizeOptions(options));
  const { customers, reading } = present;
  const facts = present.facts!;
  const periods = facts.periods(period);
  const counts = await facts.cohorts(periods, "calendar");
  const firstDays = await facts.firstDays();
  const costs = planned && cohortCosts(planned.plan, firstDays, periods, planned.where);
  const cohorts = cohortTable(
    by === "calendar" ? counts : await facts.cohorts(periods, by),
    by,
    periods,
    firstDays,
    costs,
  );
  const horizon = horizonOf(customers.about, options.horizon);
  const { discountRate } = worthOf(given({ discountRate: options.discountRate }));
  const asked: Asked = { costs, fitted, horizon, discountRate };
  const ofLog = logSeries(counts, periods, costs?.termsOf);
  const data = fitted && (await customers.histories());
  const forecast =
    fitted && data && options.ahead ? forecastOf(data, fitted, present, cohorts, periods, options.ahead, costs) : [];
  const newcomer = fitted && data && newcomerValue(ofLog, data, timed(fitted, customers.about), asked);
  const series: KpiSeries = {
    ...ofLog,
    ...(costs && acquisition(ofLog, periods, costs, newcomer)),
    ...(fitted && (await atEnds(run, log, options, periods, fitted, asked))),
  };
  const notices = [...logNotices(reading), ...(costs?.notices ?? []), ...monthNotices(series, cohorts, period, fitted)];
  const found = {
    ...{ name: log.name, engine: log.engine, reading, period, series, cohorts, forecast, notices },
    ...given({ plan: planned?.plan, model: fitted, horizon: fitted && horizon }),
  };
  const paths = output === undefined ? undefined : kpiFiles(output);
  const rows = cohortRows(cohorts, forecast);
  if (paths) {
    await makeFolder(output!);
    await outputs.write(paths.kpi, kpiCsv(series));
    await outputs.write(paths.cohorts, cohortsCsv(rows, by));
  }
  const beside = paths && { ...options, output: paths.numbers };
  const rejected = await writeRejected(outputs, beside ?? options, log.rejected);
  const result: KpiResult = { ...found, files: given({ ...paths, rejected }) };
  if (paths) {
    const document = { writtenBy: `clv ${VERSION}`, ...kpiInNumbers(result) };
    await outputs.write(paths.numbers, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  run.signal?.throwIfAborted();
  await outputs.commit();
  return result;
}

/** Where the files of the months lie in their folder. */
function kpiFiles(folder: string): KpiFiles {
  return {
    kpi: join(folder, "kpi.csv"),
    cohorts: join(folder, "cohorts.csv"),
    numbers: join(folder, "kpi.json"),
  };
}

/** The months as plain data: the content of `kpi.json`. */
export function kpiInNumbers(result: KpiResult) {
  const { reading, period, series, cohorts, forecast, plan, model, horizon, notices, files } = result;
  const columns = kpiColumns(series);
  return {
    log: logInNumbers(reading),
    period,
    ...(plan && { plan: planDocument(plan) }),
    ...(model && { model: numbersOf(model).data, horizon }),
    series: series.labels.map((label, row) => ({
      period: label,
      ...Object.fromEntries(columns.map(({ column, values }) => [column.key, orNull(values[row]!)])),
      complete: series.complete[row],
    })),
    cohorts: { clock: cohorts.clock, rows: cohortRows(cohorts, forecast) satisfies CohortRow[] },
    notices,
    files,
  };
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function acquisition(
  { new: joined }: LogSeries,
  { first }: LogPeriods,
  costs: AssignedCosts,
  newcomer: ((terms: OrderTerms) => number) | undefined,
): Partial<KpiSeries> {
  const acquisitionCost = joined.map((_, k) => costs.acquisitionOf(first + k) ?? Number.NaN);
  if (acquisitionCost.every(Number.isNaN)) return {};
  const cac = joined.map((n, k) => (n > 0 ? acquisitionCost[k]! / n : Number.NaN));
  const ltvToCac =
    newcomer && cac.map((cost, k) => (cost > 0 ? newcomer(costs.termsOf(first + k)) / cost : Number.NaN));
  return { acquisitionCost, cac, ...given({ ltvToCac }) };
}

/** C(h): what a new customer brings within the horizon, the first purchase at its own mean value. */
function newcomerValue(
  { revenue, customersToDate }: LogSeries,
  { spent }: GroupedHistories,
  fitted: FittedModel,
  { horizon, discountRate }: Asked,
): ((terms: OrderTerms) => number) | undefined {
  if (revenue === undefined || spent === undefined) return undefined;
  const repeat = spent.reduce((sum, value) => sum + value, 0) / MILLION;
  const firstValue = (revenue.reduce((sum, value) => sum + value, 0) - repeat) / customersToDate.at(-1)!;
  const { purchase, spend } = fitted;
  const parameters = { purchase: purchase.parameters, ...(spend && { spend: spend.parameters }) };
  return (terms) => newcomerWorth(fitted, parameters, firstValue, terms, horizon, discountRate) ?? Number.NaN;
}

/** A model on the clock of its season, if any, for customers observed until some time. */
function timed(fitted: FittedModel, { until, grain }: CustomersOfLog["customers"]["about"]): FittedModel {
  return onCalendar(fitted, { until, unit: fitted.unit, grain });
}

/** Customers expected alive, and their equity, at the end of each period, known from the log up to there. */
async function atEnds(
  run: Run,
  log: Log,
  options: KpiOptions,
  periods: LogPeriods,
  fitted: FittedModel,
  { costs, horizon, discountRate }: Asked,
): Promise<Partial<KpiSeries>> {
  const { period, first, length, end } = periods;
  const clock = periodClock(period);
  const [alive, equity] = [new Float64Array(length).fill(Number.NaN), new Float64Array(length).fill(Number.NaN)];
  for (let k = 0; k < length; k++) {
    const until = isoDay(Math.min(clock.startOf(first + k + 1), end) - DAY);
    const { customers } = await log.at({ ...summarizeOptions(options), until });
    const grouped = await customers.histories();
    const { about } = customers;
    const scored = scoreBaseHistories(grouped, fitted, { horizon, discountRate });
    const { frequency, T, count } = grouped.histories;
    alive[k] = sumNumbers(scored.probabilityAlive.map((p, h) => p * count[h]!));
    if (scored.worth === undefined) continue;
    const values = spendOf(frequency, count, scored.worth).map((value, h) => {
      const born = Math.round(about.until! - inMilliseconds(T[h]!, about.unit));
      const terms = costs?.termsOf(periods.indexOf(born)) ?? termsOfMargin(1);
      return worth({ s: terms.s, k: terms.k * count[h]! }, value, scored.discountedPurchases[h]!);
    });
    equity[k] = sumNumbers(values.filter(Number.isFinite));
  }
  run.signal?.throwIfAborted();
  return { expectedAlive: alive, ...(equity.some((value) => !Number.isNaN(value)) && { equity }) };
}

function forecastOf(
  { histories, unit, spent }: GroupedHistories,
  fitted: FittedModel,
  { customers }: CustomersOfLog,
  cohorts: CohortTable,
  periods: LogPeriods,
  ahead: number,
  costs: AssignedCosts | undefined,
): ForecastCell[][] {
  const { purchase, spend, unit: modelUnit } = timed(fitted, customers.about);
  const future = purchase.model.future(convertHistories(histories, unit, modelUnit))(purchase.parameters);
  const worth = spend && spent && { model: spend.model, parameters: spend.parameters, spent };
  const value = worth && spendOf(histories.frequency, histories.count, worth);
  const expected = { histories, until: customers.about.until!, unit, future, modelUnit, spend: value };
  return forecastCohorts(cohorts, periods, expected, ahead, costs);
}

/** What a reader of the series should know of its first and last periods and of the model. */
function monthNotices(
  { complete, labels }: KpiSeries,
  { clock }: CohortTable,
  period: Period,
  fitted: FittedModel | undefined,
): Notice[] {
  const notices: Notice[] = [];
  const last = labels.at(-1)!;
  if (!complete.at(-1)) {
    notices.push(
      note(
        "incomplete-period",
        `The log ends inside ${last}, so that ${period} is not complete: its numbers are no fall.`,
        "Say --until if the log is known to reach further.",
      ),
    );
  }
  if (clock === "calendar") {
    const text = `The cohort ${labels[0]} holds every customer who bought in it, those won before the log began too. Period 0 is shorter for those who came late in it; --by age gives all the same time.`;
    notices.push(note("first-cohort", text));
  }
  if (fitted?.data.until !== undefined) {
    const text = `Expected customers and equity of every period are those of the model fitted up to ${fitted.data.until}: it knows what came after earlier periods.`;
    notices.push(note("one-model", text));
  }
  return notices;
}
