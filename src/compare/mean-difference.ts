import { quantilePair } from "../math/quantile-pair.ts";
import { studentQuantile, studentTails } from "../math/student-t.ts";
import { sumNumbers } from "../math/sum.ts";
import type { Random } from "../random/random.ts";
import { seeded } from "../random/seeded.ts";

/** A difference with its standard error and an interval. */
export interface Estimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

/** The means of two arms and their difference: the other arm less the control, with customers at 0. */
export interface MeanDifference {
  readonly customers: readonly [number, number];
  readonly mean: readonly [number, number];
  /** Welch (1947): the variances of the arms may differ. */
  readonly difference: Estimate & { readonly freedom: number; readonly p: number };
  /** Ends of the bootstrap interval, from resamples of the customers of each arm. */
  readonly bootstrap?: { readonly low: number; readonly high: number };
  /** The share of random permutations of the labels with a difference at least as large, two-sided. */
  readonly permutationP?: number;
  /** Other over control, with the interval of its logarithm; absent where a mean is not above 0. */
  readonly ratio?: { readonly estimate: number; readonly low: number; readonly high: number };
}

/** The difference, adjusted with a covariate known before the assignment. */
export interface Adjusted extends Estimate {
  /** θ = cov(outcome, forecast)/var(forecast), both arms together. */
  readonly theta: number;
  readonly correlation: number;
  readonly p: number;
  /**
   * The factor by which the number of customers would have to grow for the same standard error without it:
   * (plain/adjusted)².
   */
  readonly worth: number;
}

/** Draws of bootstrap and permutation. */
const DRAWS = 1999;
/** With more customers than this, neither is made: Welch's interval then equals both. */
const MOST = 100_000;

/**
 * Compares the mean of an outcome in two arms.
 *
 * @param outcome by customer, in an order that does not depend on their names
 * @param arm 0 for the control, 1 for the other
 * @throws nothing: an arm of fewer than two customers has NaN for its errors
 */
export function meanDifference(outcome: Float64Array, arm: Uint8Array, level: number, seed: number): MeanDifference {
  const [a, b] = [ofArm(outcome, arm, 0), ofArm(outcome, arm, 1)];
  const [ma, mb] = [momentsOf(a), momentsOf(b)];
  const { estimate, standardError, freedom } = welch(ma, mb);
  const reach = studentQuantile(level, freedom) * standardError;
  const draws = outcome.length <= MOST && a.length > 1 && b.length > 1;
  return {
    customers: [a.length, b.length],
    mean: [ma.mean, mb.mean],
    difference: {
      ...{ estimate, standardError, freedom, low: estimate - reach, high: estimate + reach },
      p: pOf(estimate, standardError, freedom),
    },
    ...(draws && { bootstrap: bootstrap(a, b, level, seeded(seed)) }),
    ...(draws && { permutationP: permutation(outcome, b.length, estimate, seeded(seed, 1)) }),
    ...(ma.mean > 0 && mb.mean > 0 && { ratio: ratioOf(ma, mb, level, freedom) }),
  };
}

/** The same with the forecast as covariate: the expectation of each customer explains part of the differences. */
export function adjustedDifference(
  outcome: Float64Array,
  forecast: Float64Array,
  arm: Uint8Array,
  level: number,
): Adjusted | undefined {
  const n = outcome.length;
  const [meanY, meanX] = [sumNumbers(outcome) / n, sumNumbers(forecast) / n];
  const covariance = sumNumbers(outcome.map((y, k) => (y - meanY) * (forecast[k] - meanX)));
  const variance = sumNumbers(forecast.map((x) => (x - meanX) ** 2));
  const spread = sumNumbers(outcome.map((y) => (y - meanY) ** 2));
  if (!(variance > 0 && spread > 0)) return undefined;
  const theta = covariance / variance;
  const rest = outcome.map((y, k) => y - theta * (forecast[k] - meanX));
  const plain = welch(momentsOf(ofArm(outcome, arm, 0)), momentsOf(ofArm(outcome, arm, 1)));
  const { estimate, standardError, freedom } = welch(momentsOf(ofArm(rest, arm, 0)), momentsOf(ofArm(rest, arm, 1)));
  const reach = studentQuantile(level, freedom) * standardError;
  return {
    ...{ estimate, standardError, low: estimate - reach, high: estimate + reach },
    ...{ theta, correlation: covariance / Math.sqrt(variance * spread), p: pOf(estimate, standardError, freedom) },
    worth: (plain.standardError / standardError) ** 2,
  };
}

interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Variance of the mean. */
  readonly ofMean: number;
}

function momentsOf(values: Float64Array): Moments {
  const n = values.length;
  const mean = sumNumbers(values) / n;
  return { n, mean, ofMean: sumNumbers(values.map((value) => (value - mean) ** 2)) / (n - 1) / n };
}

function welch(a: Moments, b: Moments): { estimate: number; standardError: number; freedom: number } {
  const variance = a.ofMean + b.ofMean;
  const freedom = variance ** 2 / (a.ofMean ** 2 / (a.n - 1) + b.ofMean ** 2 / (b.n - 1));
  // If all customers are equal, there is no error to divide by.
  return {
    estimate: b.mean - a.mean,
    standardError: Math.sqrt(variance),
    freedom: freedom > 0 ? freedom : a.n + b.n - 2,
  };
}

function pOf(estimate: number, standardError: number, freedom: number): number {
  if (standardError === 0) return estimate === 0 ? 1 : 0;
  return studentTails(estimate / standardError, freedom);
}

/** The ratio of two means; the error of its logarithm by the delta method. */
function ratioOf(a: Moments, b: Moments, level: number, freedom: number) {
  const log = Math.log(b.mean / a.mean);
  const reach = studentQuantile(level, freedom) * Math.sqrt(a.ofMean / a.mean ** 2 + b.ofMean / b.mean ** 2);
  return { estimate: b.mean / a.mean, low: Math.exp(log - reach), high: Math.exp(log + reach) };
}

function ofArm(values: Float64Array, arm: Uint8Array, which: 0 | 1): Float64Array {
  return values.filter((_, k) => arm[k] === which);
}

function bootstrap(a: Float64Array, b: Float64Array, level: number, random: Random): { low: number; high: number } {
  const draws = new Float64Array(DRAWS);
  const mean = (values: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < values.length; k++) sum += values[Math.floor(random.uniform() * values.length)];
    return sum / values.length;
  };
  for (let d = 0; d < DRAWS; d++) draws[d] = mean(b) - mean(a);
  const [low, high] = quantilePair(draws, level);
  return { low, high };
}

/**
 * Random permutations of the labels. The observed difference counts as one of them, so p is never 0 (Phipson & Smyth
 * 2010).
 */
function permutation(outcome: Float64Array, ofOther: number, observed: number, random: Random): number {
  const values = outcome.slice();
  const n = values.length;
  const total = sumNumbers(values);
  // The rounding of sums in another order must not decide a tie.
  const least = Math.abs(observed) * (1 - 1e-12);
  let asLarge = 1;
  for (let d = 0; d < DRAWS; d++) {
    let sum = 0;
    for (let k = 0; k < ofOther; k++) {
      const other = k + Math.floor(random.uniform() * (n - k));
      const value = values[other];
      values[other] = values[k];
      values[k] = value;
      sum += value;
    }
    if (Math.abs(sum / ofOther - (total - sum) / (n - ofOther)) >= least) asLarge++;
  }
  return asLarge / (DRAWS + 1);
}
