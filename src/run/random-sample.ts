import type { CustomerBase } from "../data/customer-base.ts";
import { samplePlaces } from "../data/sample-customers.ts";
import { isFirm } from "../fit/firm-draws.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { count } from "../number-words.ts";
import { seeded } from "../random/seeded.ts";
import { note } from "./notice.ts";

/**
 * With more customers than `most`, a random sample of `size` stands for them, such as for the coverage of a holdout. A
 * smaller one of `totals` is enough for totals by repeat purchases. A larger one of `resampled` gives the draws of the
 * parameters, because all intervals rest on them.
 *
 * Totals were drawn for 30 samples of 200,000 customers. With 5,000 customers, the widths of the intervals of
 * expectations vary by 1 to 3 % (10,000: 1 to 2 %). Those of outcomes vary by 5 to 8 % with either number, because of the
 * 199 draws.
 */
export const SAMPLED = { most: 50_000, size: 10_000, totals: 5_000, resampled: 20_000 };

/** The stream of the seed that chooses the sample. Replicates and parts use the streams from 0 on. */
const SAMPLE_STREAM = 2 ** 32 - 1;

/**
 * The note that a random sample stands for the customers, because they are many.
 *
 * @param totals the size of the sample for the totals
 * @param held whether outcomes are compared with a holdout
 */
export function sampleNotices(
  customers: number,
  { totals, held }: { readonly totals: number; readonly held: boolean },
): Notice[] {
  if (customers <= SAMPLED.most) return [];
  const [ofTotals, ofHoldout] = ["the intervals of the totals", "the coverage in the holdout"];
  if (!held) return [note("random-sample", `${sampleText(totals, customers)} gives ${ofTotals}.`)];
  const message =
    totals === SAMPLED.size
      ? `${sampleText(totals, customers)} gives ${ofTotals} and ${ofHoldout}.`
      : `${sampleText(totals, customers)} gives ${ofTotals}, and one of ${count(SAMPLED.size)} gives ${ofHoldout}.`;
  return [note("random-sample", message)];
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

/** Whether a random sample stands for the customers of a base. */
export function isSampled({ length }: Pick<CustomerBase, "length">): boolean {
  return length > SAMPLED.most;
}

/** The places of the random sample of a base; undefined for a base that is small enough. */
export function sampleOf(base: CustomerBase, seed: number, size = SAMPLED.size): Uint32Array | undefined {
  return isSampled(base) ? samplePlaces(base.length, size, seeded(seed, SAMPLE_STREAM)) : undefined;
}
