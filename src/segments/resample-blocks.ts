import type { Random } from "../random/random.ts";

/** Fills `weight` with how often each block is drawn in a resample of as many blocks, with replacement. */
export function resampleBlocks(random: Random, weight: Float64Array): void {
  const { length } = weight;
  weight.fill(0);
  for (let b = 0; b < length; b++) weight[Math.floor(random.uniform() * length)]++;
}
