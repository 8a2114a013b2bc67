import { descending } from "./ranks.ts";

/**
 * Adjusted p-values: those of at most q are significant at a false discovery rate of q, for any number of tests.
 *
 *     p̃_(i) = min over j ≥ i of p_(j)·m/j
 *
 * Benjamini & Hochberg (1995), "Controlling the false discovery rate", J. R. Stat. Soc. B 57(1).
 *
 * @returns in the order of `p`
 */
export function adjustedForMany(p: Float64Array): Float64Array {
  const order = descending(p);
  const adjusted = new Float64Array(p.length);
  let least = 1;
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    least = Math.min(least, (p[i] * p.length) / (p.length - k));
    adjusted[i] = least;
  }
  return adjusted;
}
