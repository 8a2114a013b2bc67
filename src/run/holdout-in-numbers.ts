import type { Histories } from "../model.ts";
import { type HoldoutGroup, MANY } from "./customers.ts";

/** Purchases expected in the holdout beside the actual ones: in total, and by repeat purchases before the split. */
export interface HoldoutInNumbers {
  /** First and last day of the holdout, ISO. */
  readonly split: string;
  readonly until: string;
  /** Last day of the data to which the compared models were fitted, ISO. */
  readonly fittedUntil: string;
  /** Length of the holdout, in units of the base. */
  readonly duration: number;
  /** The number of customers first seen in the holdout. No other number here includes them. */
  readonly newCustomers?: number;
  readonly expected: number;
  readonly actual: number;
  readonly byFrequency: readonly HoldoutBin[];
}

/** Customers of similar frequency: purchases in the holdout per customer. */
export interface HoldoutBin {
  /** Repeat purchases: `0` … `6`, `7+`. */
  readonly frequency: string;
  readonly customers: number;
  readonly expected: number;
  readonly actual: number;
}

/**
 * Compares the actual purchases with the expected ones.
 *
 * @param expected purchases of a customer in the holdout, by history
 */
export function holdoutInNumbers(
  groups: readonly HoldoutGroup[],
  { frequency, count }: Histories,
  expected: Float64Array,
  about: Omit<HoldoutInNumbers, "expected" | "actual" | "byFrequency">,
): HoldoutInNumbers {
  const sums = new Float64Array(MANY + 1);
  for (let k = 0; k < count.length; k++) sums[Math.min(frequency[k]!, MANY)]! += expected[k]! * count[k]!;
  return {
    ...about,
    expected: sums.reduce((sum, of) => sum + of, 0),
    actual: groups.reduce((sum, { actual }) => sum + actual, 0),
    byFrequency: groups.map((group) => ({
      frequency: group.frequency === MANY ? `${MANY}+` : String(group.frequency),
      customers: group.customers,
      expected: sums[group.frequency]! / group.customers,
      actual: group.actual / group.customers,
    })),
  };
}
