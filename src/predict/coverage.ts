import { countQuantile } from "./future-purchases.ts";
import { outcomeOfValue } from "./interval-ends.ts";
import type { TotalInterval } from "./segment-totals.ts";
import type { ValueLaw } from "./value-law.ts";

/** The share of intervals that contain the actual number. */
export interface Coverage {
  /** The nominal level, e.g. 0.9. */
  readonly level: number;
  /**
   * The probability of its intervals under the model. It is above `level`, because counts are whole and 0 has a mass.
   */
  readonly promised: number;
  /** Share of customers whose actual value lies in the closed interval. */
  readonly actual: number;
  /** The same share with the ends weighted so that the probability under the model is exactly `level`. */
  readonly actualAtLevel: number;
}

/**
 * Outcome intervals compared with the actual numbers: the share of customers' intervals that contain them, and the
 * interval of the total. Values are without margin.
 */
export interface HoldoutCoverage {
  readonly purchases: { readonly coverage: Coverage; readonly total: TotalInterval };
  readonly value?: { readonly coverage: Coverage; readonly total: TotalInterval };
}

/** The actual number, placed in the predicted law: P(Y < y) and P(Y = y). */
export interface Placed {
  readonly below: number;
  readonly at: number;
}

/** One customer's interval, the probability that the model gives it, and the actual number. */
export interface Covered extends Placed {
  /** Probability of the closed interval. */
  readonly promised: number;
  readonly inside: boolean;
}

/** A customer's purchases, predicted by P(N ≤ n), compared with the actual number. */
export function coverPurchases(cumulative: Float64Array, actual: number, level: number): Covered {
  const low = countQuantile(cumulative, (1 - level) / 2);
  const high = countQuantile(cumulative, (1 + level) / 2);
  const upTo = (n: number): number => (n < 0 ? 0 : cumulative[Math.min(n, cumulative.length - 1)]);
  return {
    below: upTo(actual - 1),
    at: upTo(actual) - upTo(actual - 1),
    promised: upTo(high) - upTo(low - 1),
    inside: actual >= low && actual <= high,
  };
}

/**
 * A customer's value, predicted by its law, compared with the actual value. 0 has a probability; above 0 the law is continuous.
 *
 * @param m mean value per repeat purchase; unused for a customer without one
 */
export function coverValue(law: ValueLaw, m: number, actual: number, level: number): Covered {
  const { none } = law;
  const [low, high] = outcomeOfValue(law, m, level);
  return {
    below: actual === 0 ? 0 : law.upTo(m, actual),
    at: actual === 0 ? none : 0,
    promised: high === 0 ? none : low === 0 ? (1 + level) / 2 : level,
    inside: actual >= low && actual <= high,
  };
}

/** Sums of coverage over customers. */
export interface CoverageSums {
  customers: number;
  promised: number;
  inside: number;
  atLevel: number;
}

const NONE: CoverageSums = { customers: 0, promised: 0, inside: 0, atLevel: 0 };

/** Adds up coverage over customers. */
export function coverageCounter(level: number): { readonly sums: CoverageSums; add(covered: Covered): void } {
  const sums = { ...NONE };
  return {
    sums,
    add(covered) {
      sums.customers++;
      sums.promised += covered.promised;
      if (covered.inside) sums.inside++;
      sums.atLevel += centralShare(covered, level);
    },
  };
}

/** Coverage over the customers of all parts. */
export function coverageOf(level: number, parts: readonly CoverageSums[]): Coverage {
  const sum = (name: keyof CoverageSums): number => parts.reduce((total, part) => total + part[name], 0);
  const customers = sum("customers");
  return {
    level,
    promised: sum("promised") / customers,
    actual: sum("inside") / customers,
    actualAtLevel: sum("atLevel") / customers,
  };
}

/**
 * The probability that P(Y < y) + U·P(Y = y), U uniform, is in the central `level`. It is the coverage of y by an interval with randomised
 * ends, which under the model has exactly that probability. For a continuous Y it is 0 or 1.
 *
 * Geyer & Meeden (2005), "Fuzzy and randomized confidence intervals and P-values", Statist. Sci. 20(4).
 */
export function centralShare({ below, at }: Placed, level: number): number {
  const [low, high] = [(1 - level) / 2, (1 + level) / 2];
  if (!(at > 0)) return below >= low && below <= high ? 1 : 0;
  return Math.max(0, Math.min(below + at, high) - Math.max(below, low)) / at;
}
