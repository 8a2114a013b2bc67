import { type Tier, tiersByRank } from "../value/tiers.ts";

/** Bounds of P(a purchase within a year) at which the next band begins. */
const CHANCES = [0.2, 0.5] as const;
const BANDS = ["unlikely", "open", "likely"] as const;

/** Segments by a model: P(a purchase within a year) × expected value per purchase, below or above a fixed cut. */
export interface ModelSegments {
  readonly names: readonly string[];
  /** Of the expected value per purchase; absent without values. */
  readonly cut?: number;
  /** The segment of a customer. */
  of(probability: number, value: number | undefined): number;
}

/**
 * Segments by a model. P(purchase) ranks returning customers better than P(alive), which is 1 in BG/NBD for every
 * customer who bought once.
 *
 * @param expected values per purchase at the first of the moments, whose median is the cut at all of them
 */
export function modelSegments(expected: Float64Array | undefined): ModelSegments {
  const known = expected?.filter((value) => !Number.isNaN(value)).sort();
  const cut = known && known.length > 0 ? known[Math.floor(known.length / 2)] : undefined;
  const sizes = cut === undefined ? [""] : [", small orders", ", large orders"];
  return {
    names: BANDS.flatMap((band) => sizes.map((size) => `${band}${size}`)),
    ...(cut !== undefined && { cut }),
    of(probability, value) {
      const band = CHANCES.filter((chance) => probability >= chance).length;
      return band * sizes.length + (cut !== undefined && value !== undefined && value >= cut ? 1 : 0);
    },
  };
}

/** The names of tiers: `top 1 %`, `1 to 5 %`. */
function tierNames(tiers: readonly Pick<Tier, "above" | "upTo">[]): string[] {
  const percent = (share: number): string => String(Math.round(1000 * share) / 10);
  return tiers.map(({ above, upTo }) =>
    above === 0 ? `top ${percent(upTo)} %` : `${percent(above)} to ${percent(upTo)} %`,
  );
}

/** The tier of a value; a value that does not exist is in the last one. */
function tierOf(value: number, tiers: readonly Pick<Tier, "threshold">[]): number {
  const found = tiers.findIndex(({ threshold }) => value >= threshold);
  return found < 0 ? tiers.length - 1 : found;
}

/** The name of the scheme of tiers. */
export const TIERS_NAME = "tiers";

/** The possible tiers. A tier that ties have emptied is missing at that moment. */
export const TIERS = tierNames(
  [0.01, 0.05, 0.1, 0.25, 0.5, 1].map((upTo, k, all) => ({ above: k === 0 ? 0 : all[k - 1], upTo })),
);

/** The place in {@link TIERS} of each customer, by the rank of the value. */
export function tierPlaces(worth: Float64Array): Int32Array {
  const tiers = tiersByRank(worth);
  const names = tierNames(tiers);
  return Int32Array.from(worth, (value) => TIERS.indexOf(names[tierOf(value, tiers)]));
}
