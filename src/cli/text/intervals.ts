import { count, significant } from "../../number-words.ts";
import type { SegmentTotals, TotalInterval } from "../../predict/segment-totals.ts";
import type { IntervalTotals } from "../../run/interval-totals.ts";
import type { SegmentsInNumbers } from "../../run/segment-column.ts";
import { section, table } from "./format.ts";

/** Intervals of totals as text. */
export function reportIntervals({ level, estimate, outcome, byFrequency }: IntervalTotals, customers: number): string {
  const totals = [{ segment: "all", customers, estimate, outcome }, ...byFrequency];
  return section(
    `Intervals of the totals at ${significant(100 * level, 3)} %`,
    totalsTable("repeat purchases", totals),
  );
}

/** The same by segment. */
export function reportTotalsBySegment({ scheme, at, level, totals }: SegmentsInNumbers): string {
  const title = `Segments by ${scheme} in ${at}, with intervals of their totals at ${significant(100 * level, 3)} %`;
  return section(title, totalsTable("segment", totals));
}

function totalsTable(rowsAre: string, totals: readonly SegmentTotals[]): string {
  const valued = totals[0]!.estimate.equity !== undefined;
  const rows = totals.map(({ segment, customers, estimate, outcome }) => [
    segment,
    count(customers),
    range(estimate.alive, count),
    range(estimate.expectedPurchases, count),
    range(outcome.purchases, count),
    ...(valued ? [range(estimate.equity!, count), range(outcome.value!, count)] : []),
  ]);
  const head = [rowsAre, "customers", "expected alive", "expected purchases", "purchases to come"];
  const values = valued ? ["customer equity", "value to come"] : [];
  return table([...head, ...values], rows, [1, 2, 3, 4, 5, 6]);
}

function range({ low, high }: TotalInterval, amount: (value: number) => string): string {
  return `${amount(low)} to ${amount(high)}`;
}
