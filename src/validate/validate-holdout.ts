import type { CustomerBase, Holdout } from "../data/customer-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { resampledParameters } from "../fit/resampled-parameters.ts";
import type { Held } from "../predict/coverage.ts";
import { type Came, DRAWS, drawOptions } from "../predict/draw-options.ts";
import { drawAll } from "../predict/draw-parts.ts";
import { score } from "../predict/score.ts";
import { type Compared, compare } from "./compare.ts";
import type { Observed, Weeks } from "./count-weeks.ts";
import { diagnose } from "./diagnose.ts";
import { type CountedReturns, countReturns, returnsAt } from "./returns.ts";
import { track } from "./tracking.ts";
import type { Comparison, Validation } from "./validation.ts";

/** How a holdout is compared. */
export interface HoldoutOptions {
  /** Probability of the outcome intervals; 0.9 when left out. */
  readonly level?: number;
  readonly seed?: number;
  /** Joint draws of the parameters; of the bootstrap over the base when left out. */
  readonly parameters?: readonly ParameterDraw[] | undefined;
}

/** What a log tells of a holdout besides its base. */
export interface HoldoutInLog {
  readonly observed: Pick<Observed, "split" | "end">;
  readonly weeks: Weeks;
  /** Repeat purchases in each week by the customers known before the split. */
  readonly made: Float64Array;
}

/** A validation but for its intervals. */
export interface ComparedHoldout extends Omit<Validation, "purchases" | "value" | "returns" | "notices"> {
  readonly purchases: Compared;
  readonly value?: Compared;
  readonly returns: readonly CountedReturns[];
}

/** Holds a model fitted on the past against the future; see {@link validate}, which does so with a log in memory. */
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
  const options = { horizon, level, seed, parameters, came: cameIn(holdout) };
  const { held } = drawAll(drawOptions(base, fitted, options));
  return withHeld(compareHoldout(base, holdout, fitted, inLog), held!);
}

/** What came in a holdout, customer by customer. */
export function cameIn({ frequency, monetaryValue }: Holdout): Came {
  if (monetaryValue === undefined) return { purchases: frequency };
  const value = new Float64Array(frequency.length);
  for (let k = 0; k < value.length; k++) if (frequency[k] > 0) value[k] = frequency[k] * monetaryValue[k];
  return { purchases: frequency, value };
}

/** Compares purchases and, where there is a spend model with a mean, their value with what came. */
export function compareHoldout(
  base: CustomerBase,
  holdout: Holdout,
  fitted: FittedModel,
  { observed: { split, end }, weeks, made }: HoldoutInLog,
): ComparedHoldout {
  const { frequency, recency, T, monetaryValue, unit } = base;
  const { duration, newCustomers = 0 } = holdout;
  const came = cameIn(holdout);
  const scores = score(base, fitted, { horizon: { amount: duration, unit } });
  const expectedValue = scores.value?.undiscountedValue;
  const valued = expectedValue && came.value && !expectedValue.some(Number.isNaN);
  const known = { frequency, recency, T, unit };
  return {
    split: day(split),
    until: day(end),
    unit,
    duration,
    customers: base.length,
    newCustomers,
    purchases: compare(known, duration, scores.expectedPurchases, came.purchases),
    ...(valued && {
      value: compare({ ...known, monetaryValue: monetaryValue! }, duration, expectedValue, came.value!),
    }),
    returns: countReturns(frequency, scores, came.purchases),
    tracking: track(base, split, weeks, made, fitted.purchase),
  };
}

/** The validation once it is known how the intervals of the holdout hold. */
export function withHeld({ purchases, value, returns, tracking, ...about }: ComparedHoldout, held: Held): Validation {
  const told = ({ total, ...compared }: Compared, { coverage, total: outcome }: Held["purchases"]): Comparison => ({
    ...compared,
    coverage,
    total: { ...total, outcome },
  });
  const validation = {
    ...about,
    purchases: told(purchases, held.purchases),
    ...(value && { value: told(value, held.value!) }),
    returns: returnsAt(returns, held.purchases.coverage.level),
    tracking,
  };
  return { ...validation, notices: diagnose(validation) };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
