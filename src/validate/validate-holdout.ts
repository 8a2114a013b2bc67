import type { CustomerBase, Holdout } from "../data/customer-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { resampledParameters } from "../fit/resampled-parameters.ts";
import type { HoldoutCoverage } from "../predict/coverage.ts";
import { type ActualTotals, DRAWS, drawOptions } from "../predict/draw-options.ts";
import { drawAll } from "../predict/draw-parts.ts";
import { score } from "../predict/score.ts";
import { type Compared, compare, knownBins } from "./compare.ts";
import type { Observed, Weeks } from "./count-weeks.ts";
import { diagnose } from "./diagnose.ts";
import { type CountedReturns, countReturns, returnsAt } from "./returns.ts";
import { track } from "./tracking.ts";
import type { Comparison, Validation } from "./validation.ts";

/** The options of a comparison with a holdout. */
export interface HoldoutOptions {
  /** Probability of the outcome intervals; 0.9 when left out. */
  readonly level?: number;
  readonly seed?: number;
  /** Joint draws of the parameters; of the bootstrap over the base when left out. */
  readonly parameters?: readonly ParameterDraw[] | undefined;
}

/** The facts about a holdout that the log has but the base lacks. */
export interface HoldoutInLog {
  readonly observed: Pick<Observed, "split" | "end">;
  readonly weeks: Weeks;
  /** Repeat purchases in each week by the customers known before the split. */
  readonly actual: Float64Array;
  /** Value of those from the split on, by week; absent in a log without values. */
  readonly value?: Float64Array;
}

/** A validation without its intervals. */
export interface ComparedHoldout extends Omit<Validation, "purchases" | "value" | "returns" | "notices"> {
  readonly purchases: Compared;
  readonly value?: Compared;
  readonly returns: readonly CountedReturns[];
}

/** Compares the forecast of a fitted model with the holdout; {@link validate} does so with a log in memory. */
export function validateHoldout(
  base: CustomerBase,
  holdout: Holdout,
  fitted: FittedModel,
  inLog: HoldoutInLog,
  { level = 0.9, seed = 1, parameters: given }: HoldoutOptions,
): Validation {
  requireLevel(level);
  const parameters = given ?? resampledParameters(base, fitted, DRAWS, seed);
  const horizon = { amount: holdout.duration, unit: base.unit };
  const options = { horizon, level, seed, parameters, actual: actualIn(holdout) };
  const { inHoldout } = drawAll(drawOptions(base, fitted, options));
  return withCoverage(compareHoldout(base, holdout, fitted, inLog), inHoldout!);
}

/** The actual purchases in a holdout, by customer. */
export function actualIn({ frequency, monetaryValue }: Holdout): ActualTotals {
  if (monetaryValue === undefined) return { purchases: frequency };
  const value = new Float64Array(frequency.length);
  for (let k = 0; k < value.length; k++) if (frequency[k] > 0) value[k] = frequency[k] * monetaryValue[k];
  return { purchases: frequency, value };
}

/** Compares expected and actual purchases and, where there is a spend model with a mean, their value. */
export function compareHoldout(
  base: CustomerBase,
  holdout: Holdout,
  fitted: FittedModel,
  { observed: { split, end }, weeks, actual }: HoldoutInLog,
): ComparedHoldout {
  const { frequency, recency, T, monetaryValue, unit } = base;
  const { duration, newCustomers = 0 } = holdout;
  const inHoldout = actualIn(holdout);
  const scores = score(base, fitted, { horizon: { amount: duration, unit } });
  const expectedValue = scores.value?.clvUndiscounted;
  const valued = expectedValue && inHoldout.value && !expectedValue.some(Number.isNaN);
  const known = { frequency, recency, T, unit };
  const bins = knownBins(known);
  return {
    split: day(split),
    until: day(end),
    unit,
    duration,
    customers: base.length,
    newCustomers,
    purchases: compare(known, bins, duration, scores.expectedPurchases, inHoldout.purchases),
    ...(valued && {
      value: compare({ ...known, monetaryValue: monetaryValue! }, bins, duration, expectedValue, inHoldout.value!),
    }),
    returns: countReturns(frequency, scores, inHoldout.purchases),
    tracking: track(base, split, weeks, actual, onCalendar(fitted, base).purchase),
  };
}

/** The validation, once the coverage of the intervals is known. */
export function withCoverage(
  { purchases, value, returns, tracking, ...about }: ComparedHoldout,
  coverage: HoldoutCoverage,
): Validation {
  const withIntervals = (
    { total, ...compared }: Compared,
    { coverage, total: outcome }: HoldoutCoverage["purchases"],
  ): Comparison => ({
    ...compared,
    coverage,
    total: { ...total, outcome },
  });
  const validation = {
    ...about,
    purchases: withIntervals(purchases, coverage.purchases),
    ...(value && { value: withIntervals(value, coverage.value!) }),
    returns: returnsAt(returns, coverage.purchases.coverage.level),
    tracking,
  };
  return { ...validation, notices: diagnose(validation) };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
