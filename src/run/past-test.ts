import { convertHistories } from "../data/convert-base.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import { given } from "../given.ts";
import { scoreHistories } from "../predict/score.ts";
import type { ShownTournament } from "../report/report-data.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import type { Validation } from "../validate/validation.ts";
import { compareModels } from "./compare-models.ts";
import type { Customers, CustomersOfLog, LogReading } from "./customers.ts";
import { withCurves } from "./draws.ts";
import { fitModels } from "./fit-models.ts";
import { type HoldoutInNumbers, holdoutInNumbers } from "./holdout-in-numbers.ts";
import type { Run } from "./in-run.ts";
import type { Tested } from "./log-notices.ts";
import { fitNotices, type ModelNames, requirePrediction } from "./models.ts";
import type { ModelOptions, TermOptions } from "./options.ts";
import { LEVEL } from "./score-options.ts";
import { type SeasonChoice, withSeason } from "./season.ts";
import { cutOf, validationOf } from "./validation-of.ts";

/** A test of models fitted on the past, for a run whose scores are by models fitted on all. */
export interface PastTest {
  readonly holdout: HoldoutInNumbers;
  /** For a page. */
  readonly validation?: Validation;
  readonly tested: Tested;
  /** The models that were fitted, and the tournament that they won where several competed. */
  readonly names: ModelNames;
  readonly tournament?: TournamentInNumbers;
  /** The same for a page. */
  readonly shown?: ShownTournament;
  readonly notices: readonly Notice[];
}

/**
 * Fits on the time before the split and compares the forecast with the actual purchases after it.
 *
 * @param withValidation whether the whole validation is computed, for a page
 */
export async function testPast(
  run: Run,
  past: CustomersOfLog,
  split: string,
  options: ModelOptions & TermOptions,
  season: SeasonChoice | undefined,
  withValidation: boolean,
): Promise<PastTest> {
  const { customers } = past;
  const data = await withSeason(await customers.fitData(), past, season);
  const { names, tournament } = await compareModels(run, customers, data, options, true);
  const fitted = requirePrediction(
    await run.step("Fitting before the split", () => fitModels(run.threads, data, names)),
  );
  const holdout = await compareHoldout(customers, past.reading, split, data, fitted);
  const { interval: level = LEVEL, seed = 1 } = options;
  const known = withValidation ? await cutOf(past) : undefined;
  const validation = known && (await validationOf(run, known, fitted, { level, seed }));
  const workers = run.threads.for(data.histories.count.length);
  const shown = known && tournament && (await withCurves(workers, tournament, known.base, data.histories, known.inLog));
  const { fittedUntil } = holdout;
  return {
    holdout,
    names,
    ...given({ validation, tournament, shown }),
    tested: { split, knownUntil: fittedUntil },
    notices: fitNotices(fitted).map((notice) => ({
      ...notice,
      message: `Fit up to ${fittedUntil}, for the test: ${notice.message}`,
    })),
  };
}

/** Compares purchases in the holdout with those expected, history by history. */
export async function compareHoldout(
  customers: Customers,
  { summary }: LogReading,
  split: string,
  { histories, unit }: FitData,
  fitted: FittedModel,
): Promise<HoldoutInNumbers> {
  const { duration, newCustomers } = customers.about.holdout!;
  const converted = convertHistories(histories, unit, fitted.unit);
  const { until, grain } = customers.about;
  const timed = onCalendar(fitted, { until, unit: fitted.unit, grain });
  const { expectedPurchases: expected } = scoreHistories(converted, timed, { amount: duration, unit }, 0);
  return holdoutInNumbers(await customers.holdoutByFrequency(), histories, expected, {
    ...{ split, until: isoDay(summary.end), fittedUntil: isoDay(summary.until), duration },
    ...given({ newCustomers }),
  });
}
