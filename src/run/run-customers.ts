import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { selectedSample } from "../fit/selected-sample.ts";
import { given } from "../given.ts";
import { freeLong } from "../io/free-memory.ts";
import { modelToJson } from "../io/model-file.ts";
import { makeFolder, type Outputs } from "../io/outputs.ts";
import { VERSION } from "../io/version.ts";
import type { ScoreOptions, Scores } from "../predict/score.ts";
import { scoreNotices } from "../predict/score-notices.ts";
import { worthOf } from "../predict/worth.ts";
import type { ShownMoves } from "../segments/on-page.ts";
import { scoreBaseHistories } from "../sql/steps/score-engine-base.ts";
import { baseInNumbers } from "./base-in-numbers.ts";
import { countsOpportunities } from "./base-options.ts";
import { isOnCluster } from "./choose-engine.ts";
import { compareHoldout } from "./compare-holdout.ts";
import { compareModels } from "./compare-models.ts";
import type { CustomersOfLog, Log, ScoredCustomers } from "./customers.ts";
import { scoresOf } from "./draws.ts";
import { finiteHistories, finiteNotices } from "./finite-scores.ts";
import { fitModels } from "./fit-models.ts";
import { withModelFiles, writeGroupModels } from "./group-models.ts";
import type { Run } from "./in-run.ts";
import { endlessOf, intervalNotices } from "./interval-notices.ts";
import { intervalTotals } from "./interval-totals.ts";
import { type DrawnIntervals, drawIntervals } from "./intervals.ts";
import { keptNotices } from "./kept-columns.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { fitNotices, type ModelNames, requirePrediction } from "./models.ts";
import { netInNumbers, netNotices, requireValued, withoutValuesOfLog } from "./net-in-numbers.ts";
import type { RunOptions } from "./options.ts";
import { makesHoldout, ownHoldout } from "./own-holdout.ts";
import { type PastTest, watchedSince } from "./past-test.ts";
import { testPastAndMoves } from "./past-with-moves.ts";
import type { PlanAsked } from "./plan.ts";
import type { Failure, RunResult } from "./results.ts";
import { noRoomForPage } from "./room-for-page.ts";
import { type RunFiles, runFiles, runFolder } from "./run-files.ts";
import { runInNumbers } from "./run-in-numbers.ts";
import { horizonsOf } from "./score-options.ts";
import { beforeSplit, chooseSeason, type SeasonAsked, type SeasonChoice, seasonNotices, withSeason } from "./season.ts";
import { type SegmentsAsked, segmentsAtEnd, segmentsInNumbers, segmentWords } from "./segment-column.ts";
import { withHoldoutRead } from "./validation-of.ts";
import type { OldModel, watchedInRun } from "./watch.ts";
import { writeRejected } from "./write-rejected.ts";

/**
 * The files of a run, whether one of them is a page, and whether models are fitted twice: for the test, and for the
 * scores.
 */
interface Todo {
  readonly files: RunFiles | undefined;
  readonly withPage: boolean;
  readonly twice: boolean;
  /** The requested season. */
  readonly season: SeasonAsked | undefined;
  readonly segments: SegmentsAsked | undefined;
  /** A model that is held against all of the log. */
  readonly old: OldModel | undefined;
}

/** Runs the whole pipeline on the customers of an open log, in either engine. */
export async function runCustomers(
  run: Run,
  path: string,
  log: Log,
  asOptions: RunOptions,
  { files, withPage, twice: asksTwice, season: asked, segments, old }: Todo,
  plan: PlanAsked | undefined,
): Promise<RunResult> {
  const held = makesHoldout(asOptions) ? await ownHoldout(log, summarizeOptions(asOptions)) : undefined;
  const options = held?.made ? { ...asOptions, split: held.made.split } : asOptions;
  const twice = asksTwice || held?.made !== undefined;
  const { split } = options;
  const season = await chooseSeason(run, log, beforeSplit(options), asked, options);
  const before = held?.made?.before ?? (twice ? await log.at(summarizeOptions(options, split)) : undefined);
  // Before the long steps: the scores would find it out at the end.
  if (plan && before && before.reading.read.value === undefined) throw withoutValuesOfLog(plan);
  const { past: tested, moves } = before
    ? await testPastAndMoves(run, log, before, split!, options, season, withPage && hasRoom(before), plan)
    : {};
  const past = tested && { ...tested, tested: { ...tested.tested, made: held?.made !== undefined } };
  const watching = old && (await (await import("./watch.ts")).watchedInRun(run, log, options, old));
  const present = await log.at(summarizeOptions(options, twice ? undefined : split));
  const outputs = run.outputs(log.files);
  const how = { path, past, moves, options, season, outputs, files, withPage, plan, segments, watching };
  const { base, model, scores, page, models = [], notices, ...more } = await scorePresent(run, present, how);
  const modelFiles = files && (await writeGroupModels(outputs, files.summary, models));
  const groups = more.groups && { ...more.groups, groups: withModelFiles(more.groups.groups, modelFiles) };
  const found: Omit<RunResult, "files"> = {
    ...{ name: log.name, engine: log.engine, reading: present.reading, base, model, scores },
    ...given({ ...more, groups, season: season?.found, watch: watching?.watch, failure: page?.failure }),
    notices: [...notices, ...(held?.notices ?? []), ...(watching?.notices ?? [])],
  };
  if (files === undefined) return { ...found, files: {} };
  const { report, ...others } = files;
  const rejected = await writeRejected(outputs, { ...options, output: files.rejected }, log.rejected);
  const html = page?.made;
  const written = { ...given({ ...others, rejected }), ...(html !== undefined && { report }) };
  if (html === undefined) await outputs.dropOwn(report, "page");
  const otherwise = runFiles(options.output!, options.format === "parquet" ? "csv" : "parquet");
  for (const stale of [otherwise.base, otherwise.scores])
    if (!isOnCluster(stale)) await outputs.dropOwn(stale, "table");
  await outputs.write(files.model, [modelToJson(model)]);
  if (html !== undefined) await outputs.write(report, [html]);
  const summary = { writtenBy: `clv ${VERSION}`, ...runInNumbers({ ...found, files: written }) };
  await outputs.write(files.summary, [`${JSON.stringify(summary, undefined, 2)}\n`]);
  run.signal?.throwIfAborted();
  await outputs.commit();
  return { ...found, files: written };
}

interface Asked extends Omit<Todo, "twice" | "season" | "old"> {
  readonly plan: PlanAsked | undefined;
  readonly path: string;
  readonly past: PastTest | undefined;
  readonly moves: ShownMoves | undefined;
  readonly watching: Awaited<ReturnType<typeof watchedInRun>> | undefined;
  readonly options: RunOptions;
  readonly season: SeasonChoice | undefined;
  readonly outputs: Outputs;
}

/** Fits, scores, renders the page, and writes base and scores. */
async function scorePresent(
  run: Run,
  present: CustomersOfLog,
  { path, past, moves, options, season, outputs, files, withPage, plan, segments, watching }: Asked,
) {
  const { step, threads } = run;
  const { customers, reading, facts } = present;
  const { margin = 1, discountRate = 0, interval: level, seed = 1, split, by } = options;
  const { about } = customers;
  const noRoom = withPage ? noRoomForPage(about.customers) : undefined;
  const draws = withPage && noRoom === undefined;
  const data = await withSeason(await customers.fitData(), present, season);
  await customers.sort();
  const { names, tournament } =
    past ?? (await compareModels(run, customers, data, options, true, horizonsOf(about, options.horizon).horizon));
  const model = requirePrediction(await step("Fitting", () => fitModels(threads, data, names)));
  if (options.output !== undefined) await makeFolder(runFolder(options.output));
  const writing = files && (await customers.write(outputs, files.base));
  const terms = { ...horizonsOf(about, options.horizon, countsOpportunities(model)), margin, discountRate };
  const finite = finiteHistories(scoreBaseHistories(data, model, terms));
  const grouped =
    by === undefined
      ? undefined
      : await scoreGroups(run, present, by, model, names, { ...terms, seed, ...given({ level }) }, plan, past, split);
  const made = (): Promise<ScoredCustomers> =>
    grouped
      ? customers.hand(grouped.scores, model, terms, grouped.costs)
      : customers.score(model, finite.byHistory, plan);
  const [scored] = await step("Writing the base", async () => Promise.all([made(), writing?.done]));
  requireValued(plan, scored, true);
  // The customers as columns, equal to the base to the last bit. Results that need single customers are computed from these.
  const inColumns = async () => {
    const over = await customers.inMemory();
    const costs = plan && (await customers.costs(plan));
    freeLong(about.customers);
    return { over, costs };
  };
  const early = !grouped && (level !== undefined || segments) ? await inColumns() : undefined;
  let drawn: DrawnIntervals | undefined;
  if (early && level !== undefined) {
    const { over, costs } = early;
    drawn = await drawIntervals(run, over, model, { ...terms, level, seed, ...given({ costs }) }, true);
    await scored.addIntervals(drawn.intervals, over.customers);
  }
  if (grouped?.intervals) {
    drawn = { draws: [], intervals: grouped.intervals, notices: [] };
    await scored.addIntervals(grouped.intervals, grouped.scores.customers);
  }
  const cut = segments && (await segmentsAtEnd(customers, facts, segments));
  if (cut) await scored.addWords(segmentWords(cut));
  const written = await scored.write(outputs, files?.scores);
  const base = await baseInNumbers(customers, data);
  const holdout =
    past?.holdout ?? (split === undefined ? undefined : await compareHoldout(customers, reading, split, data, model));
  const totals = grouped?.totals ?? finite.totals();
  const worth = worthOf(options);
  const best = await written.best;
  const net = await netInNumbers(plan, scored, written);
  const drawing = { ...terms, seed, own: true, ...given({ level, costs: early?.costs, draws: drawn?.draws }) };
  const bySegment = cut && (await segmentsInNumbers(run, customers, model, cut, drawing));
  const missing = totals.value ? totals.customers - totals.value.customers : 0;
  const log = [...logNotices(reading, past?.tested), ...keptNotices(options.keep, options.attributes)];
  const ofOld = watching && { split: watching.split, ...watching.watch };
  const watched = ofOld ?? (draws ? await watchedSince(run, past, data, model, seed) : undefined);
  const drawPage = async (): Promise<string> => {
    const kept = facts && (await withHoldoutRead(facts));
    // Fetched only now, so that the memory need not hold them while the scores are written.
    const { over, costs } = early ?? (await inColumns());
    await customers.release();
    const scores = await scoresOf(threads.for(over.length), over, model, { ...terms, further: undefined });
    // Loaded only when needed: loading the code of the page takes longer than scoring a small log.
    const { drawPage, pageNumbers } = await import("./page.ts");
    const shown = { path, base: over, data, reading, facts: kept, fitted: model, scores, worth };
    const computed = {
      draws: drawn?.draws,
      intervals: drawn?.intervals,
      validation: past?.validation,
      moves,
      watched,
      cameBackSince: past?.cameBack,
      namesOf: customers.namesOf,
      planned: plan && costs && { plan: plan.plan, costs, ...given({ tiers: past?.tiers }) },
    };
    const competed = { tournament, shown: past?.shown, season: season?.found };
    return drawPage(
      await pageNumbers(run, { ...shown, ...computed, ...competed, notices: { log, other: [] } }, options),
    );
  };
  const notices: Notice[] = [
    ...log,
    ...(past?.notices ?? []),
    ...(tournament?.notices ?? []),
    ...seasonNotices(season),
    ...selectedSample(base),
    ...fitNotices(model),
    ...scoreNotices(about, model, missing),
    ...finiteNotices(grouped ? { customers: infiniteOf(grouped.scores) } : finite),
    ...(grouped?.notices ?? []),
    ...netNotices(plan, scored, net, reading),
    ...(drawn ? [...drawn.notices, ...intervalNotices(endlessOf(drawn.intervals), model, true)] : []),
    ...(noRoom ? [noRoom] : []),
    ...(cut?.notices ?? []),
  ];
  return {
    ...{ base, model, tournament, holdout, notices },
    scores: { horizon: terms.horizon, ...worth, ...totals, best, ...given({ net }) },
    ...{ intervals: drawn && intervalTotals(drawn.intervals), groups: grouped?.inNumbers, models: grouped?.models },
    segments: bySegment,
    page: draws ? await step("Drawing", () => attempt("report.html", drawPage, run.signal)) : undefined,
  };
}

/** Scores each group of customers with its own model; with a split, beside the actual purchases. */
async function scoreGroups(
  run: Run,
  present: CustomersOfLog,
  by: string,
  model: FittedModel,
  names: ModelNames,
  terms: ScoreOptions & { readonly level?: number; readonly seed: number },
  plan: PlanAsked | undefined,
  past: PastTest | undefined,
  split: string | undefined,
) {
  const { holdoutsByGroup, scoreByGroup } = await import("./by-group.ts");
  const { customers } = present;
  const costs = plan && (await customers.columns()).firstValue && (await customers.costs(plan));
  const known =
    past?.holdouts ?? (split === undefined ? undefined : await holdoutsByGroup(run, present, by, split, model, names));
  return { costs, ...(await scoreByGroup(run, present, by, model, names, terms, costs, known ?? new Map())) };
}

/** The number of customers with a score that is not finite. */
function infiniteOf({ expectedPurchases }: Scores): number {
  return expectedPurchases.reduce((count, n) => (Number.isNaN(n) ? count + 1 : count), 0);
}

function hasRoom({ customers }: CustomersOfLog): boolean {
  return noRoomForPage(customers.about.customers) === undefined;
}

/** Makes a product. If that fails, the result holds the failure, and the other products are still written. */
async function attempt<T>(
  product: string,
  make: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<{ made?: T; failure?: Failure }> {
  try {
    return { made: await make() };
  } catch (error) {
    signal?.throwIfAborted();
    return { failure: { product, error } };
  }
}
