import { count, fixed, significant } from "../../number-words.ts";
import type { HoldoutInNumbers } from "../../run/holdout-in-numbers.ts";
import { section, table } from "./format.ts";

/** The comparison with a holdout as text. */
export function reportHoldout(numbers: HoldoutInNumbers, unit: string): string {
  const { split, until, fittedUntil, duration, expected, actual, byFrequency } = numbers;
  const off = significant((100 * (expected - actual)) / actual, 2);
  const rows = byFrequency.map((bin) => [
    bin.frequency,
    count(bin.customers),
    fixed(bin.expected, 3),
    fixed(bin.actual, 3),
  ]);
  return section(
    `Holdout from ${split} to ${until} (${significant(duration)} ${unit}s), models fitted up to ${fittedUntil}: ${count(expected)} purchases expected, ${count(actual)} actual (${expected > actual ? "+" : ""}${off} %)`,
    table(["repeat purchases before the split", "customers", "expected each", "actual each"], rows, [1, 2, 3]),
  );
}
