import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import type { ScoreOptions } from "../predict/score.ts";
import { type ScoreIntervals, scoreIntervals } from "../predict/score-intervals.ts";
import type { SegmentTotals, TotalInterval } from "../predict/segment-totals.ts";
import type { Options } from "./flags.ts";
import { count, list, money, significant } from "./format.ts";
import type { ModelInUse } from "./models.ts";
import { section } from "./outcome.ts";

/** The intervals `--interval` asks for; undefined without it. */
export function intervalsOf(
  base: CustomerBase,
  { fitted, purchase, spend }: ModelInUse,
  terms: ScoreOptions,
  { interval: level, seed }: Options,
): ScoreIntervals | undefined {
  if (level === undefined) return undefined;
  return scoreIntervals(base, fitted, purchase, spend, { ...terms, level, seed });
}

/**
 * Intervals are made for customers in memory and written as CSV.
 *
 * @throws ClvError `usage` when --interval is asked for with another output
 */
export function requireCsvOutput({ interval, output = "", format }: Options): void {
  if (interval === undefined || (format === "csv" && !/\.(parquet|duckdb|ddb|db)$/i.test(output))) return;
  throw new ClvError("usage", {
    where: "--interval",
    expected: "scores to write as CSV",
    got: format === "csv" ? output : format,
    wayOut: "Write CSV, or leave --interval out.",
  });
}

/** The intervals of the totals for a program. */
export function intervalsInNumbers({ level, draws, totals: [all] }: ScoreIntervals) {
  return { level, draws, estimate: all.estimate, outcome: all.outcome };
}

/** The same as a person reads them. */
export function reportIntervals({ level, totals: [all] }: ScoreIntervals): string {
  return section(`Intervals of the totals at ${significant(100 * level, 3)} %`, list(rowsOf(all)));
}

function rowsOf({ estimate, outcome }: SegmentTotals): [string, string][] {
  const range = ({ low, high }: TotalInterval, amount: (value: number) => string) =>
    `${amount(low)} to ${amount(high)}`;
  return [
    ["expected alive", range(estimate.alive, count)],
    ["expected purchases", range(estimate.expectedPurchases, count)],
    ...(estimate.lifetimeValue
      ? ([["customer lifetime value", range(estimate.lifetimeValue, money)]] as [string, string][])
      : []),
    ["purchases that will be made", range(outcome.purchases, count)],
    ...(outcome.value ? ([["their value, not discounted", range(outcome.value, money)]] as [string, string][]) : []),
  ];
}
