import type { Tier } from "../value/tiers.ts";

/** Bounds of P(a purchase within a year) at which the next band begins. */
const CHANCES = [0.2, 0.5] as const;
const BANDS = ["unlikely", "open", "likely"] as const;

/** Customers cut by a model: P(a purchase within a year) × expected value per purchase, below a cut that stays or not. */
export interface ModelSegments {
  readonly names: readonly string[];
  /** Of the expected value per purchase; absent without values. */
  readonly cut?: number;
  /** The segment of a customer. */
  of(probability: number, value: number | undefined): number;
}

/**
 * Segments by a model. P(purchase) ranks who comes back better than P(alive), which BG/NBD puts at 1 for everybody who bought once.
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
export function tierNames(tiers: readonly Pick<Tier, "above" | "upTo">[]): string[] {
  const percent = (share: number): string => String(Math.round(1000 * share) / 10);
  return tiers.map(({ above, upTo }) =>
    above === 0 ? `top ${percent(upTo)} %` : `${percent(above)} to ${percent(upTo)} %`,
  );
}

/** The tier of a value; a value that does not exist is in the last one. */
export function tierOf(value: number, tiers: readonly Pick<Tier, "threshold">[]): number {
  const found = tiers.findIndex(({ threshold }) => value >= threshold);
  return found < 0 ? tiers.length - 1 : found;
}
