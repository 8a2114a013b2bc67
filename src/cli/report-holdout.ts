import type { CustomerBase, Holdout } from "../data/customer-base.ts";
import type { TimeUnit } from "../data/time-unit.ts";
import { type Horizon, horizonIn } from "../predict/horizon.ts";
import type { Scores } from "../predict/score.ts";
import { count, fixed, significant, table } from "./format.ts";
import { section } from "./outcome.ts";

/** What was expected of the holdout and what came, in total and by repeat purchases before the split. */
export interface HoldoutInNumbers {
  readonly expected: number;
  readonly actual: number;
  readonly byFrequency: readonly HoldoutBin[];
}

/** Customers of like frequency: purchases in the holdout per customer. */
export interface HoldoutBin {
  /** Repeat purchases: `0` … `6`, `7+`. */
  readonly frequency: string;
  readonly customers: number;
  readonly expected: number;
  readonly actual: number;
}

/** Bins as in Fader, Hardie & Lee (2005), figure 6: seven and more are one. */
const LAST = 7;

/** Compares scores with the holdout; undefined unless they look exactly as far ahead as it lasts. */
export function holdoutInNumbers(base: CustomerBase, scores: Scores): HoldoutInNumbers | undefined {
  const { holdout } = base;
  if (!holdout) return undefined;
  const bins = Array.from({ length: LAST + 1 }, (_, frequency) => ({
    frequency,
    customers: 0,
    expected: 0,
    actual: 0,
  }));
  for (let k = 0; k < base.length; k++) {
    const bin = bins[Math.min(base.frequency[k], LAST)];
    bin.customers++;
    bin.expected += scores.expectedPurchases[k];
    bin.actual += holdout.frequency[k];
  }
  return holdoutOf(holdout.duration, base.unit, scores.horizon, bins);
}

/** Customers of like frequency and the sums over them; the last bin is of all with {@link LAST} and more. */
interface BinOfSums {
  readonly frequency: number;
  readonly customers: number;
  readonly expected: number;
  readonly actual: number;
}

/** The comparison from sums by frequency. */
export function holdoutOf(
  duration: number,
  unit: TimeUnit,
  horizon: Horizon,
  bins: readonly BinOfSums[],
): HoldoutInNumbers | undefined {
  if (horizonIn(horizon, unit) !== duration) return undefined;
  const total = (key: "expected" | "actual"): number => bins.reduce((sum, bin) => sum + bin[key], 0);
  return {
    expected: total("expected"),
    actual: total("actual"),
    byFrequency: bins
      .filter(({ customers }) => customers > 0)
      .map(({ frequency, customers, expected, actual }) => ({
        frequency: frequency === LAST ? `${frequency}+` : String(frequency),
        customers,
        expected: expected / customers,
        actual: actual / customers,
      })),
  };
}

/** The same as a person reads it. */
export function reportHoldout(
  numbers: HoldoutInNumbers,
  { duration }: Pick<Holdout, "duration">,
  unit: string,
): string {
  const { expected, actual, byFrequency } = numbers;
  const off = significant((100 * (expected - actual)) / actual, 2);
  return section(
    `Holdout of ${significant(duration)} ${unit}s: ${count(expected)} purchases expected, ${count(actual)} came (${expected > actual ? "+" : ""}${off} %)`,
    table(
      ["repeat purchases before", "customers", "expected each", "came each"],
      byFrequency.map((bin) => [bin.frequency, count(bin.customers), fixed(bin.expected, 3), fixed(bin.actual, 3)]),
      [1, 2, 3],
    ),
  );
}
