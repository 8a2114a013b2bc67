import type { CustomerBase, Holdout } from "../data/customer-base.ts";
import { requireLevel } from "../fit/interval.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { type FittedWith, resampledParameters } from "../fit/resampled-parameters.ts";
import type { Held } from "../predict/coverage.ts";
import { type Came, DRAWS, drawOptions } from "../predict/draw-options.ts";
import { drawAll } from "../predict/draw-parts.ts";
import { score } from "../predict/score.ts";
import type { Known } from "./baselines.ts";
import { compare } from "./compare.ts";
import type { Observed, Weeks } from "./count-weeks.ts";
import { diagnose } from "./diagnose.ts";
import { track } from "./tracking.ts";
import type { Comparison, Validation } from "./validation.ts";

/** How a holdout is compared. */
export interface HoldoutOptions {
  /** Probability of the outcome intervals; 0.9 when left out. */
  readonly level?: number;
  readonly seed?: number;
  /** Joint draws of the parameters; of the bootstrap over the base when left out. */
  readonly parameters?: readonly ParameterDraw[] | undefined;
  /** The outcome intervals held against what came ({@link cameIn}), where they were drawn already. */
  readonly held?: Held | undefined;
}

/** What a log tells of a holdout besides its base. */
export interface HoldoutInLog {
  readonly observed: Pick<Observed, "split" | "end">;
  readonly weeks: Weeks;
  /** Repeat purchases in each week by the customers known before the split. */
  readonly made: Float64Array;
}

/** Holds a model fitted on the past against the future; see {@link validate}, which does so with a log in memory. */
export function validateHoldout(
  base: CustomerBase,
  holdout: Holdout,
  model: FittedWith,
  { observed: { split, end }, weeks, made }: HoldoutInLog,
  options: HoldoutOptions,
): Validation {
  requireLevel(options.level ?? 0.9);
  const validation = {
    split: day(split),
    until: day(end),
    unit: base.unit,
    duration: holdout.duration,
    customers: base.length,
    newCustomers: holdout.newCustomers ?? 0,
    ...compareHoldout(base, holdout, model, options),
    tracking: track(base, split, weeks, made, model.purchase, model.fitted.purchase.parameters),
  };
  return { ...validation, notices: diagnose(validation) };
}

/** What came in a holdout, customer by customer. */
export function cameIn({ frequency, monetaryValue }: Holdout): Came {
  return {
    purchases: frequency,
    value: monetaryValue && frequency.map((y, k) => (y > 0 ? y * monetaryValue[k] : 0)),
  };
}

/** Purchases and, where there is a spend model with a mean, their value. */
function compareHoldout(
  base: CustomerBase,
  holdout: Holdout,
  model: FittedWith,
  { level = 0.9, seed = 1, parameters: given, held: drawn }: HoldoutOptions,
): { purchases: Comparison; value?: Comparison } {
  const { fitted, purchase, spend } = model;
  const horizon = { amount: holdout.duration, unit: base.unit };
  const came = cameIn(holdout);
  const draw = (): Held => {
    const parameters = given ?? resampledParameters(base, model, DRAWS, seed);
    return drawAll(drawOptions(base, fitted, purchase, spend, { horizon, level, seed, parameters, came })).held!;
  };
  const held = drawn ?? draw();
  const scores = score(base, fitted, purchase, spend, { horizon });
  const expectedValue = scores.value?.undiscountedValue;
  const { frequency, recency, T, monetaryValue, unit } = base;
  const knownThen = { frequency, recency, T, unit };
  const compared = (
    then: Known,
    expected: Float64Array,
    actual: Float64Array,
    { coverage, total }: Held["purchases"],
  ) => compare(then, holdout.duration, expected, actual, coverage, total);
  const valued = expectedValue && came.value && held.value && !expectedValue.some(Number.isNaN);
  return {
    purchases: compared(knownThen, scores.expectedPurchases, came.purchases, held.purchases),
    ...(valued && {
      value: compared({ ...knownThen, monetaryValue: monetaryValue! }, expectedValue, came.value!, held.value!),
    }),
  };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
