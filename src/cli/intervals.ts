import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import type { Estimate, Notice } from "../fit/fit-result.ts";
import { resampledParameters } from "../fit/resampled-parameters.ts";
import type { Parameter } from "../model.ts";
import type { ScoreOptions } from "../predict/score.ts";
import { DRAWS, type ScoreIntervals, scoreIntervals } from "../predict/score-intervals.ts";
import type { SegmentTotals, TotalInterval } from "../predict/segment-totals.ts";
import type { Options } from "./flags.ts";
import { count, list, money, significant } from "./format.ts";
import type { ModelInUse } from "./models.ts";
import { section } from "./outcome.ts";

/**
 * The intervals `--interval` asks for; undefined without it.
 *
 * Of the data the model was fitted on by the bootstrap, which holds in every world tried (`bench/coverage`); of other data from the
 * covariance in the model file, which is all there is.
 *
 * @param own whether the base is the one the model was fitted to
 */
export function intervalsOf(
  base: CustomerBase,
  model: ModelInUse,
  terms: ScoreOptions,
  { interval: level, seed }: Pick<Options, "interval" | "seed">,
  own: boolean,
): ScoreIntervals | undefined {
  if (level === undefined) return undefined;
  const { fitted, purchase, spend } = model;
  const parameters = own ? resampledParameters(convertBase(base, fitted.unit), model, DRAWS, seed) : undefined;
  return scoreIntervals(base, fitted, purchase, spend, { ...terms, level, seed, parameters });
}

/** Says when intervals rest on a covariance that leaves something out; `own` as above. */
export function intervalNotices(
  intervals: ScoreIntervals | undefined,
  { fitted, purchase, spend }: ModelInUse,
  own: boolean,
): Notice[] {
  if (own || intervals === undefined) return [];
  const unsure = [
    ...symbolsOfUnsure(fitted.purchase.estimates, purchase.parameters),
    ...symbolsOfUnsure(fitted.spend?.estimates ?? [], spend?.parameters ?? []),
  ];
  if (unsure.length === 0) return [];
  return [
    {
      name: "intervals-too-narrow",
      severity: "warning",
      message: `The model file says little of ${unsure.join(", ")}, so the intervals are too narrow.`,
      advice: "Ask for intervals of the data the model was fitted on: they are then made by the bootstrap.",
    },
  ];
}

/** A standard error of ln θ from which the likelihood is no parabola (`bench/coverage`). */
const UNSURE = 1;

function symbolsOfUnsure(estimates: readonly Estimate[], parameters: readonly Parameter[]): string[] {
  return estimates.flatMap(({ logStandardError }, i) =>
    logStandardError === undefined || logStandardError > UNSURE ? [parameters[i].symbol] : [],
  );
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
