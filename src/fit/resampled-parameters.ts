import type { CustomerBase } from "../data/customer-base.ts";
import { replicator } from "./bootstrap.ts";
import type { Fits } from "./fitted-model.ts";
import { jointHistories } from "./joint-histories.ts";
import { onCalendar } from "./on-calendar.ts";
import type { ParameterDraw } from "./parameter-draws.ts";

/** The most resamples tried for each one needed. */
const TRIES = 2;

/**
 * Joint draws of the parameters from the bootstrap. They cover the truth on ridges and at limits of the model, where draws from the
 * covariance do not (`bench/coverage`).
 *
 * The next resamples replace those that cannot be fitted.
 *
 * @param base the base the models were fitted to, in the unit of the fit
 * @param count the number of draws
 * @returns `count` draws, or undefined where more than half of the resamples can't be fitted
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 *   value: 10 + (k % 7),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week" });
 * const fitted = await fitBase(base, bgNbd, gammaGamma);
 * resampledParameters(base, fitted, 20, 1).length; // 20
 */
export function resampledParameters(
  base: CustomerBase,
  fits: Fits,
  count: number,
  seed: number,
): ParameterDraw[] | undefined {
  const replicate = replicator(jointHistories(base), onCalendar(fits, base), seed);
  const wanted = wantedReplicates(count);
  let step = wanted.next();
  while (!step.done) step = wanted.next(step.value.map(replicate));
  return step.value;
}

/**
 * Yields the numbers of the next replicates to compute, until there are enough. It receives the replicates of each
 * round, undefined for a resample that cannot be fitted.
 */
export function* wantedReplicates(
  count: number,
): Generator<number[], ParameterDraw[] | undefined, readonly (ParameterDraw | undefined)[]> {
  const draws: ParameterDraw[] = [];
  for (let next = 0; draws.length < count && next < TRIES * count; ) {
    const numbers = Array.from({ length: count - draws.length }, (_, k) => next + k);
    next += numbers.length;
    const drawn = yield numbers;
    for (const [k, draw] of drawn.entries()) if (draw) draws.push({ ...draw, replicate: numbers[k] });
  }
  return draws.length === count ? draws : undefined;
}
