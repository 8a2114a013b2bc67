import gammaln from "@stdlib/math-base-special-gammaln";
import type { Random } from "./random.ts";

/** A group of more customers than this is drawn as a whole. */
const LARGE = 8;
/** Expected successes below which a binomial is drawn by counting up. */
const FEW = 10;

/** With this many things in small groups, the table for single draws no longer fits into the cache of a processor. */
const MANY = 1 << 16;

/** Draws resamples of Σ counts things from groups of `counts` things; gives the number from each group. */
export type Resampler = (random: Random, out: Float64Array) => void;

/**
 * A resampler with replacement: the counts of the groups are multinomial with probabilities counts/Σ counts.
 *
 * Large groups are drawn one after the other, each as a binomial of the rest. For the many small groups a binomial each would cost more than
 * drawing single things, so single things are drawn. If they are very many, all but the last few are drawn by group
 * ({@link poissonResampler}). All three methods are exact, and so is their combination.
 *
 * @param counts whole numbers ≥ 0
 */
export function resampler(counts: Float64Array): Resampler {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const large: number[] = [];
  const small: number[] = [];
  counts.forEach((count, k) => {
    if (count > LARGE) large.push(k);
    else for (let i = 0; i < count; i++) small.push(k);
  });
  const places = Uint32Array.from(small);
  const drawMost = places.length >= MANY ? poissonResampler(counts, places) : () => 0;
  return (random, out) => {
    out.fill(0);
    let left = total;
    let pool = total;
    for (const k of large) {
      const count = counts[k];
      const drawn = count >= pool ? left : drawBinomial(random, left, count / pool);
      out[k] = drawn;
      left -= drawn;
      pool -= count;
    }
    for (left -= drawMost(random, left, out); left > 0; left--)
      out[places[Math.floor(random.uniform() * places.length)]]++;
  };
}

/**
 * The target is lower than the required number by this many standard deviations, so it is exceeded once in three
 * million times.
 */
const SAFETY = 5;
/** Slices of (0, 1): within a slice all uniforms give the same number of things, unless a step of the distribution lies in it. */
const SLICES = 1024;
const UNSURE = 255;

/**
 * Draws nearly all required things from small groups, a Poisson number from each. Given their sum, these numbers are
 * multinomial. So a sum above the required number is drawn again, and the missing things can be drawn in any other way.
 * Memory is read in order.
 *
 * @returns the number of things drawn
 */
function poissonResampler(counts: Float64Array, places: Uint32Array) {
  const groups = places.filter((k, i) => k !== places[i - 1]);
  const size = Uint8Array.from(groups, (k) => counts[k]);
  return (random: Random, wanted: number, out: Float64Array): number => {
    const aim = wanted - SAFETY * Math.sqrt(wanted);
    if (!(aim > 0)) return 0;
    const tables = Array.from({ length: LARGE + 1 }, (_, count) => poissonTable((count * aim) / places.length));
    for (;;) {
      const drawn = drawPoissons(random, groups, size, tables, out);
      if (drawn <= wanted) return drawn;
    }
  };
}

/** Puts a Poisson number into the place of every group, by the table of its size; returns their sum. */
function drawPoissons(
  random: Random,
  groups: Uint32Array,
  size: Uint8Array,
  tables: readonly PoissonTable[],
  out: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < groups.length; i++) {
    const u = random.uniform();
    const { known, search } = tables[size[i]];
    const n = known[Math.floor(u * SLICES)];
    const things = n === UNSURE ? search(u) : n;
    out[groups[i]] = things;
    sum += things;
  }
  return sum;
}

/** The quantiles of a Poisson distribution: by slice of (0, 1), and by searching. */
interface PoissonTable {
  readonly known: Uint8Array;
  readonly search: (u: number) => number;
}

/** Right to the last bit of a uniform. */
function poissonTable(mean: number): PoissonTable {
  const cumulative: number[] = [];
  for (let n = 0, p = Math.exp(-mean), sum = 0; n <= mean || p > Number.EPSILON / 4; n++, p *= mean / n) {
    cumulative.push((sum += p));
  }
  const search = (u: number): number => {
    let n = 0;
    while (n < cumulative.length - 1 && u > cumulative[n]) n++;
    return n;
  };
  const known = Uint8Array.from({ length: SLICES }, (_, slice) => {
    const n = search(slice / SLICES);
    return n === search((slice + 1) / SLICES) ? n : UNSURE;
  });
  return { known, search };
}

/**
 * Binomial(n, p): successes in n trials.
 *
 * Below ten expected by counting up the distribution; else by transformed rejection with a squeeze. p > ½ is drawn as the
 * failures of 1 − p.
 *
 * @param n a whole number ≥ 0
 * @param p in [0, 1]
 *
 * Hörmann (1993), "The generation of binomial random variates", J. Stat. Comput. Simul. 46, algorithm BTRS.
 */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p);
  return n * p < FEW ? countUp(random, n, p) : transformedRejection(random, n, p);
}

function countUp(random: Random, n: number, p: number): number {
  const odds = p / (1 - p);
  let probability = Math.exp(n * Math.log1p(-p));
  let left = random.uniform();
  let k = 0;
  while (left > probability && k < n) {
    left -= probability;
    probability *= ((n - k) / (k + 1)) * odds;
    k++;
  }
  return k;
}

function transformedRejection(random: Random, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  const logOdds = Math.log(p / (1 - p));
  const atMode = gammaln(mode + 1) + gammaln(n - mode + 1);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    const accepted = atMode - gammaln(k + 1) - gammaln(n - k + 1) + (k - mode) * logOdds;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= accepted) return k;
  }
}
