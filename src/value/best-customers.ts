import { adjustedForMany } from "../math/benjamini-hochberg.ts";
import { quantilePair } from "../math/quantile-pair.ts";
import { ranked } from "../math/ranks.ts";
import { type Share, sameShare, shareInterval } from "../math/two-shares.ts";
import type { Segments } from "../predict/draw-options.ts";
import { topCustomers } from "./tiers.ts";

/** An early trait of each customer, as a number; NaN where it is unknown. */
export interface Measure {
  readonly name: string;
  readonly values: Float64Array;
  /**
   * For a time until an event: the age of each customer whose value is NaN, who has not had the event. An age below the
   * trait's bound carries no information.
   */
  readonly without?: Float64Array;
}

/** An early trait of each customer, as one of a few words. */
export interface Feature extends Segments {
  readonly name: string;
}

/** A measure of the best customers beside that of the others. */
export interface MeasureProfile {
  readonly name: string;
  /** The customers for whom it is known. */
  readonly best: { readonly customers: number; readonly median: number };
  readonly others: { readonly customers: number; readonly median: number };
  /** P(a best customer has more than another) + ½ P(equally much). 0.5 means no information. */
  readonly superiority: number;
}

/** The test of a trait on the holdout: were customers with it more often among the later top customers? */
export interface TraitTest {
  /** The measure or feature. */
  readonly name: string;
  /** `at least` or `at most` a value of a measure; the word of a feature. */
  readonly trait: { readonly atLeast: number } | { readonly atMost: number } | { readonly is: string };
  readonly withTrait: Share & Ends;
  readonly without: Share & Ends;
  /** The p-value for equal shares (Fisher's exact test). */
  readonly p: number;
  /** The p-value, adjusted for all tested traits (Benjamini-Hochberg). */
  readonly adjusted: number;
}

interface Ends {
  /** The interval of the share. */
  readonly low: number;
  readonly high: number;
}

/** The inputs for the traits of the best customers. */
export interface BestOptions {
  /** Net CLV at the split. */
  readonly value: Float64Array;
  /** The actual value of each customer in the holdout. */
  readonly actual: Float64Array;
  /** The share of customers that counts as best, now and later, e.g. 0.05. */
  readonly top: number;
  /** Early traits. Orders to date are not one, because they themselves make the best customers. */
  readonly measures: readonly Measure[];
  readonly features: readonly Feature[];
  /** Probability of the intervals. */
  readonly level: number;
}

/**
 * Compares a measure of the best customers with that of the others; undefined where it is known for no customer of
 * either.
 */
export function profileOf({ name, values }: Measure, best: Uint8Array): MeasureProfile | undefined {
  const of = (flag: 0 | 1): Float64Array => values.filter((value, i) => best[i] === flag && !Number.isNaN(value));
  const [ours, theirs] = [of(1), of(0)];
  if (ours.length === 0 || theirs.length === 0) return undefined;
  const all = new Float64Array(ours.length + theirs.length);
  all.set(ours);
  all.set(theirs, ours.length);
  const { ranks } = ranked(all);
  // The greatest value has rank 1. The smaller the sum of ranks, the more pairs are won.
  let sum = 0;
  for (let i = 0; i < ours.length; i++) sum += ranks[i];
  const won = ours.length * theirs.length + (ours.length * (ours.length + 1)) / 2 - sum;
  return {
    name,
    best: { customers: ours.length, median: quantilePair(ours, 0)[0] },
    others: { customers: theirs.length, median: quantilePair(theirs, 0)[0] },
    superiority: won / (ours.length * theirs.length),
  };
}

/**
 * The early traits of the best customers, and whether they predicted the later top customers.
 *
 * Traits come from the past: the median of the best customers, on their side of it. They are tested on the holdout, so
 * the data of the search and of the test differ. The adjustment counts all tested traits.
 */
export function bestCustomers(options: BestOptions): { profiles: MeasureProfile[]; traits: TraitTest[] } {
  const { value, actual, top, measures, features, level } = options;
  const best = topCustomers(value, top);
  const later = topCustomers(actual, top);
  const profiles = measures.flatMap((measure) => profileOf(measure, best) ?? []);
  const asked = [
    ...profiles.map((profile) => traitOf(profile, measures.find(({ name }) => name === profile.name)!)),
    ...features.flatMap(({ name, names, of }) =>
      names.map((is, word) => ({ name, trait: { is }, has: Array.from(of, (place) => place === word) })),
    ),
  ];
  const shared = ({ hits, of }: Share): Share & Ends => {
    const [low, high] = shareInterval({ hits, of }, level);
    return { hits, of, low, high };
  };
  const tests = asked.map(({ name, trait, has }) => {
    const count = (wanted: boolean): Share => {
      let [hits, of] = [0, 0];
      for (let i = 0; i < later.length; i++) if (has[i] === wanted) [hits, of] = [hits + later[i], of + 1];
      return { hits, of };
    };
    const [withTrait, without] = [count(true), count(false)];
    return { name, trait, withTrait: shared(withTrait), without: shared(without), p: sameShare(withTrait, without) };
  });
  const adjusted = adjustedForMany(Float64Array.from(tests, ({ p }) => p));
  return { profiles, traits: tests.map((test, k) => ({ ...test, adjusted: adjusted[k] })) };
}

/**
 * Customers with at least, or at most, the median of the best; undefined for customers without the measure. For whole
 * numbers the bound is the equivalent whole number.
 */
function traitOf({ name, best: { median }, superiority }: MeasureProfile, { values, without }: Measure) {
  const more = superiority >= 0.5;
  const has = Array.from(values, (value, i) => {
    if (!Number.isNaN(value)) return more ? value >= median : value <= median;
    return without !== undefined && without[i] >= median ? more : undefined;
  });
  const whole = values.every((value) => Number.isNaN(value) || Number.isInteger(value));
  const [least, most] = whole ? [Math.ceil(median), Math.floor(median)] : [median, median];
  return { name, trait: more ? { atLeast: least } : { atMost: most }, has };
}
