import type { CustomerBase } from "../data/customer-base.ts";
import { jointRows } from "../fit/joint-histories.ts";
import { drawNormal } from "../random/draws.ts";
import { resampler } from "../random/multinomial.ts";
import { seeded } from "../random/seeded.ts";

/** Streams of the seed for the variation within a history, far from those of the replicates. */
const WITHIN = 0x40000000;

/**
 * The mean first value v₀ of the customers of each replicate of the bootstrap, so that v₀ and the parameters vary
 * together.
 *
 * Replicate k of the bootstrap of a seed ({@link replicator}) draws counts of the joint histories; the same stream
 * gives the same counts here. Within a history the customers differ in their first value. The mean of those drawn is
 * taken as normal around the history's mean, with the variance of that many draws with replacement. Summed over all
 * histories, this is as good as drawing customers, and takes no time per customer.
 *
 * @param base the base the bootstrap resamples
 * @param firstValue value of each customer's first purchase, in money
 * @returns v₀ of replicate k
 */
export function firstValueDraws(base: CustomerBase, firstValue: Float64Array, seed: number): (k: number) => number {
  const { count, index } = jointRows(base);
  const [mean, variance] = [new Float64Array(count.length), new Float64Array(count.length)];
  for (let i = 0; i < index.length; i++) mean[index[i]] += firstValue[i] / count[index[i]];
  for (let i = 0; i < index.length; i++) variance[index[i]] += (firstValue[i] - mean[index[i]]) ** 2 / count[index[i]];
  const draw = resampler(count);
  const drawn = new Float64Array(count.length);
  return (k) => {
    draw(seeded(seed, k), drawn);
    let [customers, total, spread] = [0, 0, 0];
    for (let row = 0; row < drawn.length; row++) {
      customers += drawn[row];
      total += drawn[row] * mean[row];
      spread += drawn[row] * variance[row];
    }
    return (total + Math.sqrt(spread) * drawNormal(seeded(seed, WITHIN + k))) / customers;
  };
}
