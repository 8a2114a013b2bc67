import type { SummarizeOptions } from "../data/summarize.ts";
import { DAY } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { given } from "../given.ts";
import { VERSION } from "../io/version.ts";
import type { GoodnessOfFit } from "../validate/goodness-of-fit.ts";
import type { Validation } from "../validate/validation.ts";
import type { ShownTier } from "../value/on-page.ts";
import type { Engine } from "./choose-engine.ts";
import { compareModels } from "./compare-models.ts";
import { forModels } from "./competing.ts";
import type { CustomersOfLog, Log, LogReading } from "./customers.ts";
import { fitModels } from "./fit-models.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { chosenModels, fitNotices, requirePrediction } from "./models.ts";
import { withoutValues } from "./net-in-numbers.ts";
import { withLog } from "./open.ts";
import type {
  InputOptions,
  MachineOptions,
  ModelOptions,
  OutputOptions,
  PlanOptions,
  SeasonOptions,
  SegmentColumnOptions,
  TermOptions,
  TimeOptions,
} from "./options.ts";
import { type PlanAsked, planAsked, withPlan } from "./plan.ts";
import { SAMPLED, sampleNotices } from "./random-sample.ts";
import { LEVEL } from "./score-options.ts";
import {
  chooseSeason,
  type SeasonAsked,
  type SeasonChoice,
  type SeasonFound,
  seasonAsked,
  seasonNotices,
  withSeason,
} from "./season.ts";
import { type CustomerSegments, placesOf, type SegmentsAsked, segmentsAsked, segmentsAtEnd } from "./segment-column.ts";
import { type SegmentsHeld, segmentsHeld } from "./segments-held.ts";
import { cutOf, validationOf } from "./validation-of.ts";
import { tiersShown } from "./value/past.ts";
import { withoutIds } from "./workers.ts";
import { writeRejected } from "./write-rejected.ts";

/** The options of the test of a forecast. `output` is a JSON file. */
export interface ValidateLogOptions
  extends InputOptions,
    TimeOptions,
    ModelOptions,
    SeasonOptions,
    PlanOptions,
    SegmentColumnOptions,
    MachineOptions,
    OutputOptions {
  /** Part of the value that is profit, with the other costs. */
  readonly margin?: NonNullable<TermOptions["margin"]>;
  /** First day of a holdout, ISO, or several days; or `folds` instead. */
  readonly split?: string | readonly string[];
  /**
   * Rolling-origin validation: splits the second half of the log into this many holdouts, and fits on everything before
   * each.
   */
  readonly folds?: number;
  /** Probability of the outcome intervals; 0.9 when left out. */
  readonly interval?: number;
  /** 1 when left out. */
  readonly seed?: number;
}

/** One split, and how well the models fitted before it describe their own data. */
export interface SplitResult extends Validation {
  readonly goodnessOfFit: GoodnessOfFit;
  /** Present if a season was requested; `auto` decides again before each split. */
  readonly season?: SeasonFound;
  /** With a plan of costs: tiers by net CLV at the split, with their contribution in the holdout, expected and actual. */
  readonly tiers?: readonly ShownTier[];
  /** By segment at the split, if a scheme was given. */
  readonly segments?: SegmentsHeld;
}

/** A forecast beside the actual purchases, split by split. */
export interface ValidateResult {
  readonly name: string;
  readonly engine: Engine;
  /** Results of the last split. */
  readonly reading: LogReading;
  readonly level: number;
  readonly splits: readonly SplitResult[];
  readonly notices: readonly Notice[];
  readonly files: { readonly validation?: string; readonly rejected?: string };
}

/** Throws unless one of split and folds is given, each day once. */
function splitDays({ split, folds }: Pick<ValidateLogOptions, "split" | "folds">): readonly string[] {
  if ((split === undefined) === (folds === undefined)) {
    throw new ClvError("usage", {
      where: "clv validate",
      expected: "one of --split and --folds",
      got: split === undefined ? "neither" : "both",
      wayOut: "For example --split 1997-10-01, or --folds 4.",
    });
  }
  const days = split === undefined ? [] : typeof split === "string" ? [split] : split;
  if (new Set(days).size < days.length) {
    throw new ClvError("usage", { where: "--split", expected: "each day once", got: days.join(",") });
  }
  return days;
}

/**
 * Fits on the past of a log of any size and compares the forecast with the actual purchases after it.
 *
 * @param path as in {@link summarize}
 * @throws ClvError `usage` unless one of `split` and `folds` is given; else as {@link fit}
 * @example
 * const { splits } = await validate("datasets/cdnow-like/log.csv", { unit: "week", split: "1997-10-01" });
 * splits.map(({ split, until }) => [split, until]); // [["1997-10-01", "1998-06-30"]]
 */
export function validate(path: string, options: ValidateLogOptions): Promise<ValidateResult> {
  return inRun(options, async (run) => {
    const days = splitDays(options);
    if (options.interval !== undefined) requireLevel(options.interval);
    chosenModels(options);
    const plan = await planAsked(options);
    const scheme = await segmentsAsked(options);
    const asked = forModels(withPlan(options, plan));
    const season = await seasonAsked(asked);
    const { split: _, ...reading } = asked;
    return withLog(run, path, reading, { keep: true }, (opened, log) =>
      validateLog(opened, log, days, asked, { season, plan, scheme }),
    );
  });
}

/** The requests beside the forecast. */
interface Asked {
  readonly season: SeasonAsked | undefined;
  readonly plan: PlanAsked | undefined;
  readonly scheme: SegmentsAsked | undefined;
}

/** The segments of the customers known before a split, from their purchases up to then only. */
async function segmentsBefore(log: Log, before: SummarizeOptions, scheme: SegmentsAsked): Promise<CustomerSegments> {
  const { customers, facts } = await log.at(before);
  return segmentsAtEnd(customers, facts, scheme);
}

async function validateLog(
  run: Run,
  log: Log,
  days: readonly string[],
  options: ValidateLogOptions,
  { season: asked, plan, scheme }: Asked,
): Promise<ValidateResult> {
  const { interval: level = LEVEL, seed = 1, folds, output } = options;
  const outputs = run.outputs(log.files);
  const bounds = summarizeOptions(options);
  const origins = folds === undefined ? days.map((split) => ({ split })) : await log.origins(folds, bounds);
  const splits: SplitResult[] = [];
  const notices: Notice[] = [];
  let reading: LogReading | undefined;
  for (const origin of origins) {
    // The holdout takes no part in the choice before the split either.
    const before = { ...bounds, until: isoDay(Date.parse(origin.split) - DAY) };
    const season = await chooseSeason(run, log, before, asked, options);
    const segments = scheme && (await segmentsBefore(log, before, scheme));
    const cut = await log.at({ ...bounds, ...origin });
    reading = cut.reading;
    const { split, fitted } = await validateSplit(run, cut, options, { season, plan, segments }, { level, seed });
    splits.push(split);
    const { goodnessOfFit, notices: ofForecast, segments: held } = split;
    const ofSplit = [
      ...goodnessOfFit.notices,
      ...ofForecast,
      ...sampleNotices(split.customers, { totals: SAMPLED.size, held: true }),
    ];
    ofSplit.push(...(held?.notices ?? []));
    for (const notice of [...seasonNotices(season), ...fitNotices(fitted), ...ofSplit]) {
      notices.push({ ...notice, message: `${split.split}: ${notice.message}` });
    }
  }
  if (output !== undefined) {
    await outputs.write(output, [`${JSON.stringify({ writtenBy: `clv ${VERSION}`, level, splits }, undefined, 2)}\n`]);
  }
  const files = given({ validation: output, rejected: await writeRejected(outputs, options, log.rejected) });
  await outputs.commit();
  return {
    ...{ name: log.name, engine: log.engine, reading: reading!, level, splits },
    notices: [...logNotices(reading!), ...notices],
    files,
  };
}

async function validateSplit(
  run: Run,
  cut: CustomersOfLog,
  names: ModelOptions,
  {
    season,
    plan,
    segments,
  }: {
    readonly season: SeasonChoice | undefined;
    readonly plan: PlanAsked | undefined;
    readonly segments: CustomerSegments | undefined;
  },
  terms: { readonly level: number; readonly seed: number },
): Promise<{ readonly split: SplitResult; readonly fitted: FittedModel }> {
  const { customers } = cut;
  const data = await withSeason(await customers.fitData(), cut, season);
  // The holdout judges the forecast, so it takes no part in the choice of the model.
  const { names: chosen } = await compareModels(run, customers, data, names, false);
  const fitted = requirePrediction(await run.step("Fitting", () => fitModels(run.threads, data, chosen)));
  const before = await cutOf(cut);
  const goodness = { base: withoutIds(before.base), fitted: numbersOf(fitted) };
  const [{ validation, totals }, goodnessOfFit] = await Promise.all([
    validationOf(run, before, fitted, { ...terms, ...given({ segments: segments && placesOf(segments) }) }),
    run.threads.for(before.base.length).run("goodness", goodness),
  ]);
  const tiers = plan && (await tiersShown(run, customers, fitted, plan));
  if (plan && !tiers) {
    throw withoutValues(
      plan,
      "The tiers need a spend model: give the column of values with --value, and a log with repeat purchases.",
    );
  }
  const held = segments && (await segmentsHeld(run, before.base, fitted, segments, totals, terms.level));
  const about = given({ season: season?.found, tiers, segments: held });
  return { split: { ...validation, goodnessOfFit, ...about }, fitted };
}
