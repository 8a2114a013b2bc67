import type { CustomerBase } from "../data/customer-base.ts";
import { samplePlaces } from "../data/sample-customers.ts";
import { isFirm } from "../fit/firm-draws.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { count } from "../number-words.ts";
import { seeded } from "../random/seeded.ts";
import { note } from "./notice.ts";

/**
 * With more customers than `most`, a random sample of `size` gives the totals of a page and the coverage of a holdout.
 * A larger one of `resampled` gives the draws of the parameters, because all intervals rest on them.
 */
export const SAMPLED = { most: 50_000, size: 10_000, resampled: 20_000 };

/** The stream of the seed that chooses the sample. Replicates and parts use the streams from 0 on. */
const SAMPLE_STREAM = 2 ** 32 - 1;

/** The note that a random sample stands for the customers, because they are many. */
export function sampleNotices(customers: number): Notice[] {
  if (customers <= SAMPLED.most) return [];
  return [
    note(
      "random-sample",
      `${sampleText(SAMPLED.size, customers)} gives the intervals of the totals and the coverage in the holdout.`,
    ),
  ];
}

/**
 * The note that the draws of the parameters behind the intervals of all these customers come from a random sample
 * (`jointDraws`).
 */
export function drawNotices(customers: number, fitted: FittedModel, own: boolean): Notice[] {
  if (!own || customers <= SAMPLED.most || !isFirm(fitted, customers / SAMPLED.resampled)) return [];
  return [
    note(
      "sampled-draws",
      `${sampleText(SAMPLED.resampled, customers)} gives the uncertainty of the parameters. All customers have intervals.`,
    ),
  ];
}

function sampleText(size: number, customers: number): string {
  return `A random sample of ${count(size)} of the ${count(customers)} customers`;
}

/** The places of the random sample of a base; undefined for a base that is small enough. */
export function sampleOf({ length }: CustomerBase, seed: number, size = SAMPLED.size): Uint32Array | undefined {
  return length > SAMPLED.most ? samplePlaces(length, size, seeded(seed, SAMPLE_STREAM)) : undefined;
}
