import type { CustomerBase } from "../data/customer-base.ts";
import { observationOf } from "../data/observation.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import { ClvError } from "../errors.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { countWeeks, weeksOf } from "./count-weeks.ts";
import { type HoldoutInLog, type HoldoutOptions, validateHoldout } from "./validate-holdout.ts";
import type { Validation } from "./validation.ts";

export interface ValidateOptions extends SummarizeOptions, HoldoutOptions {}

/**
 * Compares the forecast of a model, fitted before the split, with the actual purchases: by customer, in total, over time, and with simple
 * rules.
 *
 * @param log the log behind the base
 * @param base the base up to the split, with its holdout: `summarize(log, options).base`
 * @param fitted to that base: `fitBase(base, …)`
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
 * const fitted = await fitBase(base, bgNbd, gammaGamma);
 * const { purchases } = validate(log, base, fitted, options);
 * purchases.predictors.map(({ predictor }) => predictor); // ["model", "past-rate", "hiatus", "mean"]
 */
export function validate(
  log: TransactionLog,
  base: CustomerBase,
  fitted: FittedModel,
  options: ValidateOptions,
): Validation {
  const { holdout, firstDate } = base;
  if (holdout === undefined) {
    throw new ClvError("usage", {
      where: "split",
      expected: "the first day of a holdout",
      got: options.split,
      wayOut: "For example --split 1997-10-01, or --folds 4.",
    });
  }
  const first = firstDate!.reduce((least, time) => Math.min(least, time));
  return validateHoldout(base, holdout, fitted, holdoutIn(log, first, options), options);
}

/** The facts about a holdout in a log in memory, given its first purchase. */
export function holdoutIn(log: TransactionLog, firstPurchase: number, options: SummarizeOptions): HoldoutInLog {
  const observed = observationOf(log, options.grain ?? "day", options);
  const weeks = weeksOf(firstPurchase, observed);
  const { counts: actual, value } = countWeeks(log, weeks, options);
  return { observed, weeks, actual, ...(value && { value }) };
}
