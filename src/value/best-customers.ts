import { adjustedForMany } from "../math/benjamini-hochberg.ts";
import { quantilePair } from "../math/quantile-pair.ts";
import { ranked } from "../math/ranks.ts";
import { type Share, sameShare, shareInterval } from "../math/two-shares.ts";
import type { Segments } from "../predict/draw-options.ts";
import { topCustomers } from "./tiers.ts";

/** Something known early of each customer, as a number; NaN where it isn't known. */
export interface Measure {
  readonly name: string;
  readonly values: Float64Array;
  /** Of a time until something: how long each customer whose value is NaN has lived without it. A shorter time than the trait's says nothing. */
  readonly without?: Float64Array;
}

/** Something known early of each customer, as one of a few words. */
export interface Feature extends Segments {
  readonly name: string;
}

/** A measure of the best customers beside that of the others. */
export interface MeasureProfile {
  readonly name: string;
  /** Customers of whom it is known. */
  readonly best: { readonly customers: number; readonly median: number };
  readonly others: { readonly customers: number; readonly median: number };
  /** P(a best one has more than another) + ½ P(as much): 0.5 says nothing. */
  readonly superiority: number;
}

/** What the holdout says of a trait: were later top customers more often among those with it? */
export interface TraitTest {
  /** The measure or feature. */
  readonly name: string;
  /** `at least` or `at most` a value of a measure; the word of a feature. */
  readonly trait: { readonly atLeast: number } | { readonly atMost: number } | { readonly is: string };
  readonly withTrait: Share & Ends;
  readonly without: Share & Ends;
  /** Of the two shares being one (Fisher's exact test). */
  readonly p: number;
  /** The same, adjusted for all traits asked (Benjamini-Hochberg). */
  readonly adjusted: number;
}

interface Ends {
  /** The interval of the share. */
  readonly low: number;
  readonly high: number;
}

/** What is asked of the best customers. */
export interface BestOptions {
  /** Net CLV at the split. */
  readonly value: Float64Array;
  /** What came from each customer in the holdout. */
  readonly actual: Float64Array;
  /** Share of the customers that is best, now and later, e.g. 0.05. */
  readonly top: number;
  /** Known early: orders to date are no such thing, since best customers are best by them. */
  readonly measures: readonly Measure[];
  readonly features: readonly Feature[];
  /** Probability of the intervals. */
  readonly level: number;
}

/** Compares a measure of the best customers with that of the others; undefined where it is known of none of either. */
export function profileOf({ name, values }: Measure, best: Uint8Array): MeasureProfile | undefined {
  const of = (flag: 0 | 1): Float64Array => values.filter((value, i) => best[i] === flag && !Number.isNaN(value));
  const [ours, theirs] = [of(1), of(0)];
  if (ours.length === 0 || theirs.length === 0) return undefined;
  const all = new Float64Array(ours.length + theirs.length);
  all.set(ours);
  all.set(theirs, ours.length);
  const { ranks } = ranked(all);
  // Ranks run from 1 for the greatest: the less they add up to, the more pairs are won.
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
 * The best customers, and how to find more: what was known early of them, and whether it pointed to the top customers of later.
 *
 * Traits come from the past (the median of the best, on the side where they lie) and are held against the holdout, so that nothing is found in the very data
 * it was looked for in. All traits asked are counted in the adjustment.
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
 * Customers with at least, or at most, the median of the best; undefined of whom the measure isn't known. Of whole numbers the bound is the
 * whole one that says the same.
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
