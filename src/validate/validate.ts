import type { CustomerBase, Holdout } from "../data/customer-base.ts";
import { observationOf } from "../data/observation.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import { ClvError } from "../errors.ts";
import { requireLevel } from "../fit/interval.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { type FittedWith, resampledParameters } from "../fit/resampled-parameters.ts";
import { forEachCustomer } from "../predict/customer-draws.ts";
import { score } from "../predict/score.ts";
import { DRAWS, drawOptions } from "../predict/score-intervals.ts";
import { segmentTotals } from "../predict/segment-totals.ts";
import { compare } from "./compare.ts";
import { coverageCounter, coverPurchases, coverValue } from "./coverage.ts";
import { diagnose } from "./diagnose.ts";
import { track } from "./tracking.ts";
import type { Comparison, Validation } from "./validation.ts";

export interface ValidateOptions extends SummarizeOptions {
  /** Probability of the outcome intervals; 0.9 when left out. */
  readonly level?: number;
  readonly seed?: number;
  /** Joint draws of the parameters; of the bootstrap over the base when left out. */
  readonly parameters?: readonly ParameterDraw[] | undefined;
}

/**
 * Holds a model fitted on the past against the future: per customer, in total, over time, and beside simple rules.
 *
 * @param log the log that the base was made of
 * @param base the base up to the split, with its holdout: `summarize(log, options).base`
 * @param model fitted to that base: `fitBase(base, …)`
 * @param options the options the base was made with, and the level of the intervals
 * @throws ClvError `usage` when there is no split
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 *   value: 10 + (k % 7),
 * }));
 * const log = await readTransactions(transactions);
 * const options = { unit: "week", split: "2024-07-01" };
 * const { base } = summarize(log, options);
 * const model = { fitted: await fitBase(base, bgNbd, gammaGamma), purchase: bgNbd, spend: gammaGamma };
 * const { purchases } = validate(log, base, model, options);
 * purchases.predictors.map(({ predictor }) => predictor); // ["model", "past-rate", "hiatus", "mean"]
 */
export function validate(
  log: TransactionLog,
  base: CustomerBase,
  model: FittedWith,
  options: ValidateOptions,
): Validation {
  const { holdout } = base;
  if (holdout === undefined) {
    throw new ClvError("usage", {
      where: "split",
      expected: "the first day of a holdout",
      got: options.split,
      wayOut: "For example --split 1997-10-01, or --folds 4.",
    });
  }
  requireLevel(options.level ?? 0.9);
  const { split, end } = observationOf(log, options.grain ?? "day", options);
  const compared = compareHoldout(base, holdout, model, options);
  const validation = {
    split: day(split),
    until: day(end),
    unit: base.unit,
    duration: holdout.duration,
    customers: base.length,
    newCustomers: holdout.newCustomers ?? 0,
    ...compared,
    tracking: track(log, options, model.purchase, model.fitted.purchase.parameters),
  };
  return { ...validation, notices: diagnose(validation) };
}

/** Purchases and, where there is a spend model with a mean, their value. */
function compareHoldout(
  base: CustomerBase,
  holdout: Holdout,
  model: FittedWith,
  { level = 0.9, seed = 1, parameters: given }: ValidateOptions,
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
  const draws = drawOptions(base, fitted, purchase, valued ? spend : undefined, { horizon, seed, parameters });
  const totals = segmentTotals(level, draws.draws.length, []);
  forEachCustomer(draws, (customer) => {
    const k = customer.customer;
    totals.add(customer, undefined);
    purchaseCoverage.add(coverPurchases(customer.cumulative, holdout.frequency[k], level));
    if (customer.value) valueCoverage.add(coverValue(customer.value.value, came[k], level));
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
