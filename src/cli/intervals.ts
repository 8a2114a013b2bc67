import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import type { Estimate, Notice } from "../fit/fit-result.ts";
import { drawParameters, type ParameterDraw } from "../fit/parameter-draws.ts";
import { resampledParameters } from "../fit/resampled-parameters.ts";
import type { Parameter } from "../model.ts";
import { DRAWS, type IntervalOptions, type Segments } from "../predict/draw-options.ts";
import { type ScoreIntervals, scoreIntervals } from "../predict/score-intervals.ts";
import type { TotalInterval } from "../predict/segment-totals.ts";
import { seeded } from "../random/seeded.ts";
import { count, significant, table } from "./format.ts";
import type { ModelInUse } from "./models.ts";
import { section } from "./outcome.ts";

/**
 * Joint draws of the parameters: of the data the model was fitted on by the bootstrap, which holds where the covariance does
 * not (`bench/coverage`); of other data from the covariance in the model file, which is all there is.
 *
 * @param own whether the base is the one the model was fitted to
 */
export function jointDraws(
  base: CustomerBase,
  model: ModelInUse,
  seed: number,
  own: boolean,
): readonly ParameterDraw[] {
  const { purchase, spend, unit } = model.fitted;
  const resampled = own ? resampledParameters(convertBase(base, unit), model, DRAWS, seed) : undefined;
  return resampled ?? drawParameters(purchase, model.spend && spend, DRAWS, seeded(seed));
}

/** The intervals of scores, and of their totals: of all, and by repeat purchases. */
export function intervalsOf(
  base: CustomerBase,
  { fitted, purchase, spend }: ModelInUse,
  terms: IntervalOptions,
): ScoreIntervals {
  return scoreIntervals(base, fitted, purchase, spend, { ...terms, segments: byFrequency(base) });
}

/** Says when intervals rest on a covariance that leaves something out; `own` as above. */
export function intervalNotices(
  intervals: object | undefined,
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

/** The intervals of the totals for a program: of all, and by repeat purchases. */
export function intervalsInNumbers({ level, draws, totals: [all, ...segments] }: ScoreIntervals) {
  return { level, draws, estimate: all.estimate, outcome: all.outcome, byFrequency: segments };
}

/** The same as a person reads them. */
export function reportIntervals({ level, totals }: ScoreIntervals): string {
  const valued = totals[0].estimate.lifetimeValue !== undefined;
  const rows = totals.map(({ segment, customers, estimate, outcome }) => [
    segment,
    count(customers),
    range(estimate.alive, count),
    range(estimate.expectedPurchases, count),
    range(outcome.purchases, count),
    ...(valued ? [range(estimate.lifetimeValue!, count), range(outcome.value!, count)] : []),
  ]);
  const head = ["repeat purchases", "customers", "expected alive", "expected purchases", "purchases to come"];
  const values = valued ? ["lifetime value", "value to come"] : [];
  return section(
    `Intervals of the totals at ${significant(100 * level, 3)} %`,
    table([...head, ...values], rows, [1, 2, 3, 4, 5, 6]),
  );
}

function range({ low, high }: TotalInterval, amount: (value: number) => string): string {
  return `${amount(low)} to ${amount(high)}`;
}

/** Customers by repeat purchases before. */
function byFrequency({ frequency }: CustomerBase): Segments {
  const names = ["0", "1", "2 to 4", "5 and more"];
  return { names, of: Uint32Array.from(frequency, (x) => (x < 2 ? x : x < 5 ? 2 : 3)) };
}
