import { quantileSorted } from "simple-statistics";
import { spendCorrelation } from "../fit/spend-correlation.ts";
import type { SpendHistories } from "../model.ts";
import type { Independence } from "./goodness-of-fit.ts";

/** Frequencies from here on share a group. */
const MANY = 7;

/** Mean value per purchase by number of repeat purchases, with Spearman's correlation of the two; undefined where one is constant. */
export function independence(histories: SpendHistories): Independence | undefined {
  const rankCorrelation = spendCorrelation(histories);
  if (rankCorrelation === undefined) return undefined;
  const values: number[][] = Array.from({ length: MANY + 1 }, () => []);
  for (let k = 0; k < histories.length; k++) {
    const group = values[Math.min(histories.frequency[k], MANY)];
    for (let i = 0; i < histories.count[k]; i++) group.push(histories.monetaryValue[k]);
  }
  const bins = values.flatMap((group, x) => {
    if (group.length === 0) return [];
    const sorted = group.toSorted((a, b) => a - b);
    return [
      {
        label: x === MANY ? `${MANY}+` : String(x),
        customers: sorted.length,
        low: quantileSorted(sorted, 0.25),
        median: quantileSorted(sorted, 0.5),
        high: quantileSorted(sorted, 0.75),
        mean: sorted.reduce((sum, m) => sum + m, 0) / sorted.length,
      },
    ];
  });
  return { rankCorrelation, bins };
}
