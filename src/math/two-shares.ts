import { normalQuantile } from "./normal-quantile.ts";

/** A count and its total. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/**
 * The interval of a share, which covers it with probability of about `level` for any share and number. It is never
 * below 0 or above 1, and never empty.
 *
 * Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22.
 */
export function shareInterval({ hits, of }: Share, level: number): [low: number, high: number] {
  if (of === 0) return [0, 1];
  const z = normalQuantile((1 + level) / 2);
  const weight = z ** 2 / of;
  const middle = (hits / of + weight / 2) / (1 + weight);
  const half = (z / (1 + weight)) * Math.sqrt(((hits / of) * (1 - hits / of) + weight / 4) / of);
  // For no hit and for all hits the ends are exactly 0 and 1, without rounding errors.
  return [hits === 0 ? 0 : Math.max(0, middle - half), hits === of ? 1 : Math.min(1, middle + half)];
}

/** A probability equal to the observed one, up to rounding, counts as not larger. */
const EQUAL = 1 + 1e-7;

/**
 * The two-sided p-value of the hypothesis that two shares are equal: the probability, given the totals, of a table no likelier than the
 * observed one.
 *
 * Probabilities are taken relative to the likeliest table, outwards from it, so that none overflows.
 *
 * Fisher (1935), "The logic of inductive inference", J. R. Stat. Soc. 98(1).
 */
export function sameShare(a: Share, b: Share): number {
  const hits = a.hits + b.hits;
  const [least, most] = [Math.max(0, hits - b.of), Math.min(hits, a.of)];
  const mode = Math.min(most, Math.max(least, Math.floor(((hits + 1) * (a.of + 1)) / (a.of + b.of + 2))));
  // P(k + 1)/P(k).
  const ratio = (k: number): number => ((hits - k) * (a.of - k)) / ((k + 1) * (b.of - hits + k + 1));
  const walk = (visit: (k: number, weight: number) => void): void => {
    for (let k = mode, weight = 1; k <= most && weight > 0; weight *= ratio(k++)) visit(k, weight);
    for (let k = mode - 1, weight = 1 / ratio(k); k >= least && weight > 0; weight /= ratio(--k)) visit(k, weight);
  };
  let observed = 0;
  walk((k, weight) => {
    if (k === a.hits) observed = weight;
  });
  let [total, tail] = [0, 0];
  walk((_, weight) => {
    total += weight;
    if (weight <= observed * EQUAL) tail += weight;
  });
  return tail / total;
}
