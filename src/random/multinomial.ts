import gammaln from "@stdlib/math-base-special-gammaln";
import type { Random } from "./random.ts";

/** A group of more customers than this is drawn as a whole. */
const LARGE = 8;
/** Expected successes below which a binomial is drawn by counting up. */
const FEW = 10;

/** Draws resamples of Σ counts things from groups of `counts` things: how many of each group. */
export type Resampler = (random: Random, out: Float64Array) => void;

/**
 * A resampler with replacement: the counts of the groups are multinomial with probabilities counts/Σ counts.
 *
 * Large groups are drawn one after the other as binomials of what is left; for the many small ones a binomial each would cost
 * more than drawing their things one by one, which is what is done. Both are exact, and so is their join.
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
    for (; left > 0; left--) out[places[Math.floor(random.uniform() * places.length)]]++;
  };
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
