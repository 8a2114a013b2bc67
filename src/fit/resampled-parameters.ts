import type { CustomerBase } from "../data/customer-base.ts";
import { replicator } from "./bootstrap.ts";
import type { Fits } from "./fitted-model.ts";
import { jointHistories } from "./joint-histories.ts";
import type { ParameterDraw } from "./parameter-draws.ts";

/** Resamples tried, at most, for each one that is wanted. */
const TRIES = 2;

/**
 * Joint draws of the parameters by the bootstrap: the uncertainty that holds where that of the covariance does not, on ridges and
 * at limits of the model (`bench/coverage`).
 *
 * Resamples that can't be fitted are replaced by the next ones.
 *
 * @param base the base the models were fitted to, in the unit of the fit
 * @param count draws wanted
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
  const replicate = replicator(jointHistories(base), fits, seed);
  const wanted = wantedReplicates(count);
  let step = wanted.next();
  while (!step.done) step = wanted.next(step.value.map(replicate));
  return step.value;
}

/**
 * The numbers of the replicates that are to be made next, whoever makes them, until there are enough: each time it is handed those
 * made, undefined for a resample that can't be fitted.
 */
export function* wantedReplicates(
  count: number,
): Generator<number[], ParameterDraw[] | undefined, readonly (ParameterDraw | undefined)[]> {
  const draws: ParameterDraw[] = [];
  for (let next = 0; draws.length < count && next < TRIES * count; ) {
    const numbers = Array.from({ length: count - draws.length }, (_, k) => next + k);
    next += numbers.length;
    for (const made of yield numbers) if (made) draws.push(made);
  }
  return draws.length === count ? draws : undefined;
}
