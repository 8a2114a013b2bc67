import { count, significant } from "../../number-words.ts";
import type { TotalInterval } from "../../predict/segment-totals.ts";
import type { IntervalTotals } from "../../run/interval-totals.ts";
import { section, table } from "./format.ts";

/** Intervals of totals as a person reads them. */
export function reportIntervals({ level, estimate, outcome, byFrequency }: IntervalTotals, customers: number): string {
  const totals = [{ segment: "all", customers, estimate, outcome }, ...byFrequency];
  const valued = totals[0].estimate.equity !== undefined;
  const rows = totals.map(({ segment, customers, estimate, outcome }) => [
    segment,
    count(customers),
    range(estimate.alive, count),
    range(estimate.expectedPurchases, count),
    range(outcome.purchases, count),
    ...(valued ? [range(estimate.equity!, count), range(outcome.value!, count)] : []),
  ]);
  const head = ["repeat purchases", "customers", "expected alive", "expected purchases", "purchases to come"];
  const values = valued ? ["customer equity", "value to come"] : [];
  return section(
    `Intervals of the totals at ${significant(100 * level, 3)} %`,
    table([...head, ...values], rows, [1, 2, 3, 4, 5, 6]),
  );
}

function range({ low, high }: TotalInterval, amount: (value: number) => string): string {
  return `${amount(low)} to ${amount(high)}`;
}
