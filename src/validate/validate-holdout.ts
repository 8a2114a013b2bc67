import type { CustomerBase, Holdout } from "../data/customer-base.ts";
import { requireLevel } from "../fit/interval.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { type FittedWith, resampledParameters } from "../fit/resampled-parameters.ts";
import { futureDrawer } from "../predict/customer-future.ts";
import { forEachHistory } from "../predict/history-draws.ts";
import { score } from "../predict/score.ts";
import { DRAWS, drawOptions } from "../predict/score-intervals.ts";
import { totalsCounter } from "../predict/segment-totals.ts";
import { compare } from "./compare.ts";
import type { Observed, Weeks } from "./count-weeks.ts";
import { coverageCounter, coverPurchases, coverValue } from "./coverage.ts";
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
}

/** What a log tells of a holdout besides its base. */
export interface HoldoutInLog {
  readonly observed: Observed;
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

/** Purchases and, where there is a spend model with a mean, their value. */
function compareHoldout(
  base: CustomerBase,
  holdout: Holdout,
  model: FittedWith,
  { level = 0.9, seed = 1, parameters: given }: HoldoutOptions,
): { purchases: Comparison; value?: Comparison } {
  const { fitted, purchase, spend } = model;
  const horizon = { amount: holdout.duration, unit: base.unit };
  const scores = score(base, fitted, purchase, spend, { horizon });
  const expectedValue = scores.value?.undiscountedValue;
  const valued = expectedValue && holdout.monetaryValue && !expectedValue.some(Number.isNaN);
  const came = holdout.frequency.map((y, k) => (y > 0 ? y * (holdout.monetaryValue?.[k] ?? 0) : 0));

  const purchaseCoverage = coverageCounter(level);
  const valueCoverage = coverageCounter(level);
  const parameters = given ?? resampledParameters(base, model, DRAWS, seed);
  const asked = drawOptions(base, fitted, purchase, valued ? spend : undefined, { horizon, seed, parameters });
  const totals = totalsCounter(level, asked);
  const drawFuture = futureDrawer(asked);
  forEachHistory(asked, (history) => {
    totals.addHistory(history);
    for (const k of history.customers) {
      const future = drawFuture(history, k);
      totals.addFuture(k, future);
      purchaseCoverage.add(coverPurchases(history.cumulative, holdout.frequency[k], level));
      if (!future.value) continue;
      valueCoverage.add(coverValue(future.value.subarray(0, future.length), asked.draws.length, came[k], level));
    }
  });
  const [{ outcome }] = totals.finish();
  const t = holdout.duration;
  const { frequency, recency, T, monetaryValue, unit } = base;
  const known = { frequency, recency, T, unit };
  return {
    purchases: compare(
      known,
      t,
      scores.expectedPurchases,
      holdout.frequency,
      purchaseCoverage.finish(),
      outcome.purchases,
    ),
    ...(valued && {
      value: compare(
        { ...known, monetaryValue: monetaryValue! },
        t,
        expectedValue,
        came,
        valueCoverage.finish(),
        outcome.value!,
      ),
    }),
  };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
