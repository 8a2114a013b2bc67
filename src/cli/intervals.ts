import type { Estimate, Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { Parameter } from "../model.ts";
import type { IntervalColumns, IntervalEnds } from "../predict/interval-ends.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import type { TotalInterval } from "../predict/segment-totals.ts";
import { count, counted, significant, table } from "./format.ts";
import { section } from "./outcome.ts";

/**
 * Says when intervals have no end, or rest on a covariance that leaves something out.
 *
 * @param own whether the base is the one the model was fitted to
 */
export function intervalNotices(
  intervals: { readonly estimate: Pick<IntervalEnds["estimate"], "clv"> } | undefined,
  { purchase, spend }: FittedModel,
  own: boolean,
): Notice[] {
  if (intervals === undefined) return [];
  const notices = noticesOfEndless(intervals.estimate.clv);
  if (own) return notices;
  const unsure = [
    ...symbolsOfUnsure(purchase.estimates, purchase.model.parameters),
    ...symbolsOfUnsure(spend?.estimates ?? [], spend?.model.parameters ?? []),
  ];
  if (unsure.length === 0) return notices;
  return [
    ...notices,
    {
      name: "intervals-too-narrow",
      severity: "warning",
      message: `The model file says little of ${unsure.join(", ")}, so the intervals are too narrow.`,
      advice: "Ask for intervals of the data the model was fitted on: they are then made by the bootstrap.",
    },
  ];
}

function noticesOfEndless(clv: IntervalColumns | undefined): Notice[] {
  const endless = clv ? clv.high.length - countFinite(clv.high) : 0;
  if (endless === 0) return [];
  return [
    {
      name: "interval-without-end",
      severity: "warning",
      message: `For ${counted(endless, "customer")} the interval of the CLV has no upper end.`,
      advice: "The mean value per purchase is infinite under some draws of the parameters. The field is left empty.",
    },
  ];
}

function countFinite(column: Float64Array): number {
  return column.reduce((count, value) => (Number.isFinite(value) ? count + 1 : count), 0);
}

/** A standard error of ln θ from which the likelihood is no parabola (`bench/coverage`). */
const UNSURE = 1;

function symbolsOfUnsure(estimates: readonly Estimate[], parameters: readonly Parameter[]): string[] {
  return estimates.flatMap(({ logStandardError }, i) =>
    logStandardError === undefined || logStandardError > UNSURE ? [parameters[i].symbol] : [],
  );
}

/** The intervals of the totals for a program: of all, and by repeat purchases. */
export function intervalsInNumbers({ level, draws, totals: [all, ...segments] }: ScoreIntervals) {
  return { level, draws, estimate: all.estimate, outcome: all.outcome, byFrequency: segments };
}

/** The same as a person reads them. */
export function reportIntervals({ level, totals }: ScoreIntervals): string {
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
