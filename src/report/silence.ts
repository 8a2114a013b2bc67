import { NO_REPEAT } from "../validate/calibration.ts";
import type { CalibrationBin, Validation } from "../validate/validation.ts";

/** The quarter of the repeat buyers with the longest silence, of eight groups of similar size. */
const LONGEST = 2;

/**
 * The repeat buyers with the longest silence before the split, with the expected and the actual purchases of each after
 * it.
 */
export interface LongSilent {
  readonly customers: number;
  /** Least and greatest silence, in units of the base. */
  readonly from: number;
  readonly to: number;
  readonly expected: number;
  readonly actual: number;
}

/** The groups of the repeat buyers by silence. */
export function silentGroups({ purchases }: Validation): readonly CalibrationBin[] {
  return purchases.bySilence.filter(({ label }) => label !== NO_REPEAT);
}

/** The quarter with the longest silence; undefined without repeat buyers. */
export function longSilent(validation: Validation): LongSilent | undefined {
  const groups = silentGroups(validation).slice(-LONGEST);
  if (groups.length === 0) return undefined;
  const customers = groups.reduce((sum, bin) => sum + bin.customers, 0);
  const mean = (of: "expected" | "actual") => groups.reduce((sum, bin) => sum + bin.customers * bin[of], 0) / customers;
  return {
    customers,
    from: groups[0].from,
    to: groups[groups.length - 1].to,
    expected: mean("expected"),
    actual: mean("actual"),
  };
}
