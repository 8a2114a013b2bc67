import { type RepeatsByDay, repeatsUntil } from "../data/repeats-by-day.ts";
import { type Cycle, cycleDays, PERIODS, periodOfDay } from "../data/season.ts";
import { DAY } from "../data/time-unit.ts";
import { estimateSeason } from "../fit/estimate-season.ts";
import { fit } from "../fit/fit.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import type { Observed } from "../fit/seasonal-model.ts";
import { totalAhead } from "../fit/total-ahead.ts";
import type { Histories, PurchaseModel } from "../model.ts";

/** The past before a split, and the purchases after it by the same customers. */
export interface SeasonTrialData {
  readonly histories: Histories;
  readonly observed: Observed;
  /** Of the past, and of the holdout. */
  readonly repeats: RepeatsByDay;
}

/** The errors of a forecast without a season and of one with it, as shares of the actual purchases. */
export interface SeasonTrial {
  /** First and last day of the holdout, ISO. */
  readonly split: string;
  readonly until: string;
  readonly cycles: readonly Cycle[];
  /** Gain of log-likelihood before the split, the number of values estimated for it, and the number of customers. */
  readonly logLikelihoodGain: number;
  readonly degreesOfFreedom: number;
  readonly customers: number;
  /** Σ |expected − actual| over the periods of the last cycle, without and with it. */
  readonly ofPeriods: readonly [without: number, with_: number];
  /** Σ expected/Σ actual − 1, without and with it. */
  readonly ofTotal: readonly [without: number, with_: number];
  /** Actual purchases in the holdout. */
  readonly actual: number;
}

/** The finding of `auto` on one cycle. */
export interface SeasonFinding {
  readonly cycle: Cycle;
  readonly accepted: boolean;
  /** The finding in a sentence. */
  readonly reason: string;
}

/**
 * Fits a model before a split without and with another cycle, and compares the forecasts of the holdout period by
 * period. Periods are months and weeks of the calendar, or the days of the week.
 *
 * @param before - The cycles that both fits have.
 */
export function trySeason(
  model: PurchaseModel,
  { histories, observed, repeats }: SeasonTrialData,
  before: readonly Cycle[],
  cycle: Cycle,
): SeasonTrial {
  const past = repeatsUntil(repeats, observed.until);
  const cycles = [...before, cycle];
  const flat = before.length === 0 ? undefined : estimateSeason(model, histories, observed, past, before);
  const without = flat?.purchase ?? fit(model, histories);
  const found = estimateSeason(model, histories, observed, past, cycles);
  const firstDay = past.from + past.counts.length;
  const later = repeats.counts.subarray(past.counts.length);
  const actual = later.reduce((sum, n) => sum + n, 0);
  const errors = [
    { purchase: without, ...(flat && { season: flat.season }) },
    { purchase: found.purchase, season: found.season },
  ].map((fits) => {
    const { purchase } = onCalendar({ ...fits, purchase: { ...fits.purchase, model } }, observed);
    const total = totalAhead(purchase.model, purchase.parameters, histories, observed, later.length * DAY);
    const periods = new Map<number, number>();
    let [whole, done] = [0, 0];
    for (let d = 0; d < later.length; d++) {
      const upTo = total((d + 1) * DAY);
      const key = periodKey(cycle, firstDay + d);
      periods.set(key, (periods.get(key) ?? 0) + upTo - done - later[d]);
      [whole, done] = [upTo, upTo];
    }
    return { ofPeriods: [...periods.values()].reduce((sum, by) => sum + Math.abs(by), 0), whole };
  });
  const [one, two] = errors as [(typeof errors)[number], (typeof errors)[number]];
  return {
    split: isoDay(firstDay),
    until: isoDay(repeats.from + repeats.counts.length - 1),
    cycles,
    logLikelihoodGain: found.purchase.logLikelihood - without.logLikelihood,
    degreesOfFreedom: PERIODS[cycle] - 1,
    customers: without.customers,
    ofPeriods: [one.ofPeriods / actual, two.ofPeriods / actual],
    ofTotal: [one.whole / actual - 1, two.whole / actual - 1],
    actual,
  };
}

/**
 * Whether a season is useful. It must describe the past better by BIC, and forecast the periods of the holdouts better,
 * taken together.
 */
export function judgeSeason(cycle: Cycle, trials: readonly SeasonTrial[]): SeasonFinding {
  const last = trials.at(-1)!;
  const gain = 2 * last.logLikelihoodGain - last.degreesOfFreedom * Math.log(last.customers);
  const sum = (which: 0 | 1): number => trials.reduce((all, trial) => all + trial.ofPeriods[which] * trial.actual, 0);
  const all = trials.reduce((whole, { actual }) => whole + actual, 0);
  const [without, with_] = [sum(0) / all, sum(1) / all];
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const errors = `the error of the ${NAMES[cycle]} in the holdouts from ${trials[0]!.split} on went from ${percent(without)} to ${percent(with_)}`;
  const likelihood = `the log-likelihood rose by ${last.logLikelihoodGain.toFixed(1)} for ${last.degreesOfFreedom.toFixed(0)} numbers`;
  if (!(all > 0)) return refused(cycle, "No customer bought again in the holdouts, so no season can be tested");
  if (!(gain > 0)) return refused(cycle, `BIC shows no better description of the past: ${likelihood}`);
  if (!(with_ < without)) return refused(cycle, `It describes the past but does not improve the forecast: ${errors}`);
  return { cycle, accepted: true, reason: `The season by ${cycle} is used: ${likelihood}, and ${errors}.` };
}

/** The finding for a log that is too short. */
export function tooShort(cycle: Cycle, days: number): SeasonFinding | undefined {
  const needed = Math.floor(2 * cycleDays(cycle));
  if (days >= needed) return undefined;
  return refused(
    cycle,
    `The log has ${days} days, and two full cycles take ${needed}: in a shorter log a trend would look like a season`,
  );
}

function refused(cycle: Cycle, why: string): SeasonFinding {
  return { cycle, accepted: false, reason: `No season by ${cycle} is used. ${why}.` };
}

const NAMES: Readonly<Record<Cycle, string>> = { month: "months", week: "weeks", weekday: "days of the week" };

/** The periods whose totals are compared. */
function periodKey(cycle: Cycle, day: number): number {
  const period = periodOfDay(cycle, day);
  return cycle === "weekday" ? period : 100 * new Date(day * DAY).getUTCFullYear() + period;
}

function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
