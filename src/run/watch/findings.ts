import { convertBase, convertHistories } from "../../data/convert-base.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { indexHistories } from "../../data/histories.ts";
import type { FitData } from "../../fit/fit-base.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { ParameterDraw } from "../../fit/parameter-draws.ts";
import { given } from "../../given.ts";
import type { Deviations } from "../../predict/deviations.ts";
import { horizonIn } from "../../predict/horizon.ts";
import type { GroupedHistories } from "../../sql/steps/histories.ts";
import { type Ranking, ranking } from "../../watch/ranking.ts";
import { refitTest } from "../../watch/refit-test.ts";
import { type Checkpoint, type Verdict, verdictOf } from "../../watch/verdict.ts";
import type { Run } from "../in-run.ts";
import type { CutCustomers } from "../validation-of.ts";
import { checkpointsOf } from "./checkpoints.ts";
import { forecastsOf } from "./forecasts.ts";
import type { WatchResult } from "./result.ts";
import { grainIn, scoresNow } from "./scores-now.ts";

/** Probability that a model which holds passes each test. */
export const WATCH_LEVEL = 0.99;

/** The later purchases of the customers whom an old model knew. */
export interface SinceFit {
  readonly fitted: FittedModel;
  /** Customers known to the model. */
  readonly customers: number;
  readonly checkpoints: readonly Checkpoint[];
  readonly ranking?: Ranking;
}

/** The results of the tests of an old model, and the verdict. */
export type Watched = Verdict &
  Pick<WatchResult, "level" | "customers" | "newCustomers" | "checkpoints" | "ranking" | "refit" | "scores">;

/**
 * The later purchases of the customers known to an old model, beside its forecast.
 *
 * @param before the customers as of its last day, with later purchases as their holdout
 * @param terms with draws of the parameters, and the deviations on the last day, if already made
 */
export async function sinceFit(
  run: Run,
  { base, inLog }: CutCustomers,
  fitted: FittedModel,
  terms: {
    readonly level: number;
    readonly seed: number;
    readonly parameters?: readonly ParameterDraw[];
    readonly atEnd?: Deviations;
    readonly most?: number;
  },
): Promise<SinceFit> {
  const checkpoints = await checkpointsOf(run, base, inLog, fitted, terms);
  return { fitted, customers: base.length, checkpoints, ...given({ ranking: rankingOf(base, fitted) }) };
}

/**
 * Whether an old model still holds.
 *
 * @param data all customers as of now
 * @param refitted the same models fitted to them
 */
export async function watched(
  run: Run,
  { fitted, customers, checkpoints, ranking: order }: SinceFit,
  data: FitData & GroupedHistories,
  refitted: FittedModel,
  { level, seed }: { readonly level: number; readonly seed: number },
): Promise<Watched> {
  const histories = convertHistories(data.histories, data.unit, fitted.unit);
  const refit = {
    ...refitTest(histories, fitted.purchase, refitted.purchase),
    ...forecastsOf(data, fitted, refitted),
  };
  const scores = await run.step("Drawing scores", async () => scoresNow(histories, fitted, grainIn(fitted), seed));
  const off = refit.equity ?? refit.expectedPurchases;
  const verdict = verdictOf({ checkpoints, ranking: order, refit, equityOff: off.old / off.refit - 1, scores }, level);
  const known = { customers, newCustomers: data.about.customers - customers };
  return { level, ...known, checkpoints, ...given({ ranking: order }), refit, scores, ...verdict };
}

function rankingOf(base: CustomerBase, fitted: FittedModel): Ranking | undefined {
  const { duration, frequency } = base.holdout!;
  const { purchase } = fitted;
  const { histories, index } = indexHistories(convertBase(base, fitted.unit));
  const some = purchase.model
    .future(histories)(purchase.parameters)
    .some(horizonIn({ amount: duration, unit: base.unit }, fitted.unit));
  return ranking(
    Float64Array.from(index, (history) => some[history]!),
    frequency.map((n) => Number(n > 0)),
  );
}
