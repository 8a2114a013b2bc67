import type { CustomerBase } from "../data/customer-base.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { given } from "../given.ts";
import { worthOf } from "../predict/worth.ts";
import type { CameBackSince, ShownTournament } from "../report/report-data.ts";
import type { GroupedHistories } from "../sql/steps/histories.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import type { Validation } from "../validate/validation.ts";
import type { ShownTier } from "../value/on-page.ts";
import type { ShownWatch } from "../watch/on-page.ts";
import { countsOpportunities } from "./base-options.ts";
import { compareHoldout } from "./compare-holdout.ts";
import { compareModels } from "./compare-models.ts";
import type { CustomersOfLog } from "./customers.ts";
import { scoresOf, withCurves } from "./draws.ts";
import { fitModels } from "./fit-models.ts";
import type { HoldoutInNumbers } from "./holdout-in-numbers.ts";
import type { Run } from "./in-run.ts";
import type { Tested } from "./log-notices.ts";
import { fitNotices, type ModelNames, requirePrediction } from "./models.ts";
import type { ModelOptions, PageOptions, RunOptions, TermOptions } from "./options.ts";
import type { PlanAsked } from "./plan.ts";
import { horizonsOf, LEVEL, TOP } from "./score-options.ts";
import { type SeasonChoice, withSeason } from "./season.ts";
import { type CutCustomers, cutOf, validationOf } from "./validation-of.ts";
import { tiersShown } from "./value/past.ts";
import { type SinceFit, sinceFit, WATCH_LEVEL, watched } from "./watch/findings.ts";

/** A test of models fitted on the past, for a run whose scores come from models fitted on all data. */
export interface PastTest {
  readonly holdout: HoldoutInNumbers;
  /** The same by group, if groups were requested. */
  readonly holdouts?: ReadonlyMap<string, HoldoutInNumbers>;
  /** For a page. */
  readonly validation?: Validation;
  /** For a page: the later purchases of the customers known before the split, at the level of `clv watch`. */
  readonly since?: SinceFit;
  readonly tested: Tested;
  /** The fitted models, and the tournament that they won if several competed. */
  readonly names: ModelNames;
  readonly tournament?: TournamentInNumbers;
  /** The same for a page. */
  readonly shown?: ShownTournament;
  /** For a page: the customers slipping away at the split who came back. */
  readonly cameBack?: CameBackSince;
  /** For a page, with a plan of costs. */
  readonly tiers?: readonly ShownTier[];
  readonly notices: readonly Notice[];
}

type PastOptions = ModelOptions &
  TermOptions &
  Pick<PageOptions, "top"> &
  Pick<RunOptions, "horizon"> & { readonly by?: string };

/** Models fitted to the time before a split, and all that a test of them needs from the log. */
export interface FittedPast extends Pick<PastTest, "holdout" | "holdouts" | "names" | "tournament" | "tiers"> {
  readonly split: string;
  readonly fitted: FittedModel;
  readonly data: FitData;
  /** For a page. */
  readonly known?: CutCustomers;
}

/**
 * Fits on the time before the split, and compares the totals of the forecast with the actual ones after it.
 *
 * @param withValidation whether {@link testPast} follows with the whole validation, for a page
 * @param plan the plan of costs, if any: the tiers of net values are compared with the holdout too, for a page
 */
export async function fitPast(
  run: Run,
  past: CustomersOfLog,
  split: string,
  options: PastOptions,
  season: SeasonChoice | undefined,
  withValidation: boolean,
  plan?: PlanAsked | undefined,
): Promise<FittedPast> {
  const { customers } = past;
  const data = await withSeason(await customers.fitData(), past, season);
  const { names, tournament } = await compareModels(run, customers, data, options, true);
  const fitted = requirePrediction(
    await run.step("Fitting before the split", () => fitModels(run.threads, data, names)),
  );
  const holdout = await compareHoldout(customers, past.reading, split, data, fitted);
  const { by } = options;
  const holdouts =
    by === undefined
      ? undefined
      : await (await import("./by-group.ts")).holdoutsByGroup(run, past, by, split, fitted, names);
  const known = withValidation ? await cutOf(past) : undefined;
  const tiers = known && plan && (await tiersShown(run, customers, fitted, plan));
  return { split, fitted, data, holdout, names, ...given({ tournament, holdouts, known, tiers }) };
}

/** Tests the models, without the log: it may give other customers meanwhile. */
export async function testPast(run: Run, past: FittedPast, options: PastOptions): Promise<PastTest> {
  const { split, fitted, data, known, holdout, names, holdouts, tournament, tiers } = past;
  const { interval: level = LEVEL, seed = 1 } = options;
  const found = known && (await validationOf(run, known, fitted, { level, seed }));
  const since = known && (await sinceSplit(run, known, fitted, found!, seed));
  const workers = run.threads.for(data.histories.count.length);
  const shown = known && tournament && (await withCurves(workers, tournament, known.base, data.histories, known.inLog));
  const { fittedUntil } = holdout;
  const cameBack =
    known &&
    (await slippedThen(run, known.base, fitted, {
      ...options,
      ...{ until: found!.validation.until, level, parameters: found!.parameters },
    }));
  return {
    holdout,
    names,
    ...given({ holdouts, validation: found?.validation, since, tournament, shown, tiers, cameBack }),
    tested: { split, knownUntil: fittedUntil },
    notices: fitNotices(fitted).map((notice) => ({
      ...notice,
      message: `Test fit up to ${fittedUntil}: ${notice.message}`,
    })),
  };
}

/** The number of customers slipping away at the split who came back, with the model and the list of that day. */
async function slippedThen(
  run: Run,
  base: CustomerBase,
  fitted: FittedModel,
  asked: TermOptions &
    Pick<PageOptions, "top"> &
    Pick<RunOptions, "horizon"> & {
      readonly until: string;
      readonly level: number;
      readonly parameters: readonly ParameterDraw[];
    },
): Promise<CameBackSince | undefined> {
  const { top = TOP, level, parameters: draws } = asked;
  const worth = worthOf(asked);
  // The horizon of the scores of this page, whose list is compared with that one.
  const { horizon } = horizonsOf(
    { unit: base.unit, until: Date.parse(asked.until) },
    asked.horizon,
    countsOpportunities(fitted),
  );
  const scores = await scoresOf(run.threads.for(base.length), base, fitted, { ...worth, horizon });
  // Loaded only when needed: a run without a page does not need it.
  const { cameBackSince } = await import("../report/build/find-slipping.ts");
  return cameBackSince({ base, fitted, scores, ...worth, level, draws, top });
}

/** The days on the page up to which purchases are compared with their limits. */
const DAYS = 6;

/** Undefined for a model that is not watched: one with a season, or one that counts opportunities. */
async function sinceSplit(
  run: Run,
  known: CutCustomers,
  fitted: FittedModel,
  { parameters, deviations: atEnd }: Pick<Awaited<ReturnType<typeof validationOf>>, "parameters" | "deviations">,
  seed: number,
): Promise<SinceFit | undefined> {
  if (fitted.season !== undefined || countsOpportunities(fitted)) return undefined;
  return sinceFit(run, known, fitted, { level: WATCH_LEVEL, seed, parameters, atEnd, most: DAYS });
}

/** Whether the model of the test still holds at the end of the log, for a page. */
export async function watchedSince(
  run: Run,
  past: PastTest | undefined,
  data: FitData & GroupedHistories,
  model: FittedModel,
  seed: number,
): Promise<ShownWatch | undefined> {
  if (past?.since === undefined) return undefined;
  return { split: past.tested.split, ...(await watched(run, past.since, data, model, { level: WATCH_LEVEL, seed })) };
}
