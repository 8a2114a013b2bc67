import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import { daysObserved, periodOnPage } from "../months/on-page.ts";
import { seeded } from "../random/seeded.ts";
import { builtInScheme } from "../segments/built-in-schemes.ts";
import { pooledRates } from "../segments/move-rates.ts";
import { movesOfRuns } from "../segments/moves.ts";
import type { ShownMoves } from "../segments/on-page.ts";
import { ruleText } from "../segments/scheme.ts";
import { BLOCKS } from "../segments/state.ts";
import type { CustomersOfLog, Log } from "./customers.ts";
import {
  type AheadAsked,
  baseAtEndOf,
  baseBefore,
  customersAtEndOf,
  customersThenAt,
  fitThen,
  orderOfThen,
} from "./customers-then.ts";
import { type EarlierList, earlierLists, findSigns, type SignsMoment } from "./find-signs.ts";
import { fitModels } from "./fit-models.ts";
import type { Run } from "./in-run.ts";
import { summarizeOptions } from "./log-options.ts";
import type { ModelNames } from "./models.ts";
import { momentOf } from "./moment.ts";
import type { RunOptions } from "./options.ts";
import { sampleOf } from "./random-sample.ts";
import { LEVEL } from "./score-options.ts";
import { testMoves } from "./test-moves.ts";

/** Complete periods that a log must have, and signs on the page. */
const [ENOUGH, SIGNS] = [4, 10];

/**
 * The moves of a log between ten named segments, tested on its last complete period, and the early signs. Undefined
 * where the log is too short, its grain is not part of a period, or its model has a season or counts opportunities.
 *
 * Of many customers a random sample is tested. The parameters are drawn from the covariance of the fit, which takes no time; `clv segments` resamples the customers.
 *
 * @param atSplit the customers at the split, whose facts about the log are used where they do not depend on it
 */
export async function movesOnPage(
  run: Run,
  log: Log,
  atSplit: CustomersOfLog,
  options: RunOptions,
  names: ModelNames,
): Promise<ShownMoves | undefined> {
  const { grain = "day", discrete, season = "none", interval: level = LEVEL, seed = 1 } = options;
  if (discrete || season !== "none" || !["day", "hour", "none"].includes(grain)) return undefined;
  const { facts, reading } = isDivided(atSplit, options) ? await log.at(summarizeOptions(options)) : atSplit;
  const { from, end } = reading.summary;
  const periods = facts!.periods(periodOnPage(daysObserved({ from, until: end }), grain));
  const begin = periods.complete.indexOf(true);
  const length = periods.complete.lastIndexOf(true) - begin + 1;
  if (begin < 0 || length < ENOUGH) return undefined;
  const { period } = periods;
  const scheme = builtInScheme("rfm");
  const first = periods.first + begin;
  const last = first + length - 1;
  const runs = await facts!.runs({ ...scheme, period, grain, until: last });
  const moves = movesOfRuns(runs, scheme, first, length, BLOCKS);
  const size = scheme.segments.length;
  const before = movesOfRuns(runs, scheme, first, length - 1, BLOCKS);
  const asked = {
    ...{ ahead: 1, scheme, periods, last, level, seed, before },
    options: { ...options, ...given(names) },
  };
  try {
    const past = await testedOnPage(run, log, asked, names);
    const { tested } = past;
    const earlier = await earlierSigns(run, log, asked, past);
    const present = await baseAtEndOf(log, asked, last, undefined, false);
    const fitted = await run.step("Fitting", () => fitModels(run.threads, present.data, names));
    const signs = await run.step("Finding signs", async () =>
      findSigns(earlier, past.base, await signsMoment(run, present.base, fitted), present.customers.idsAt, SIGNS),
    );
    return {
      ...{ period, from: tested.from, to: tested.to, known: tested.customers, flows: tested.flows },
      ...(tested.customers < past.base.length && { of: past.base.length }),
      segments: scheme.segments.map((rule) => ({
        name: rule.name,
        rule: ruleText(rule, { period, window: scheme.window }),
      })),
      customers: Array.from(moves.snapshots.slice(-size)),
      rates: pooledRates(moves.byBlock, size, level, seeded(seed)),
      misplaced: tested.misplaced,
      signs: signs.customers,
      signKinds: signs.kinds,
    };
  } catch (error) {
    // There are too few data before the last period to fit a model, so the page has no such chapter.
    if (error instanceof ClvError && error.kind === "data") return undefined;
    throw error;
  }
}

/** Whether a split divides returns from their purchases, or the lines of an order. Otherwise the facts of the log are those without it. */
function isDivided({ reading }: CustomersOfLog, { order }: RunOptions): boolean {
  return reading.read.matchedReturns === true || order !== undefined;
}

/** The lists of signs before the last period. What they alone need is free afterwards. */
async function earlierSigns(
  run: Run,
  log: Log,
  asked: AheadAsked,
  { base, fitted }: { readonly base: CustomerBase; readonly fitted: FittedModel },
): Promise<EarlierList[]> {
  const beforePast = await baseBefore(log, asked, false);
  return run.step("Finding signs", async () => earlierLists(await signsMoment(run, base, fitted), beforePast));
}

/** A moment without the scores that no sign needs, which are long columns. */
async function signsMoment(run: Run, of: CustomerBase, model: FittedModel): Promise<SignsMoment> {
  const { base, fitted, worth, year } = await momentOf(run, of, model);
  return { base, fitted, worth, year: { probabilityOfPurchase: year.probabilityOfPurchase } };
}

/** The moves of the last period, tested. What the test alone needs is free afterwards. */
async function testedOnPage(run: Run, log: Log, asked: AheadAsked, names: ModelNames) {
  const { ahead, last, seed } = asked;
  const { data, inLog } = await customersAtEndOf(log, asked, last - ahead, last, false);
  const { base } = inLog;
  const fittedThen = await fitThen(run, data, base, names, seed, false);
  const order = orderOfThen(inLog);
  const places = sampleOf(base, seed)?.map((k) => order[k]!) ?? order;
  const { tested } = await testMoves(run, inLog, fittedThen, asked, customersThenAt(inLog, places));
  return { base, fitted: fittedThen.fitted, tested };
}
