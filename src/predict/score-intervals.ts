import type { CustomerBase } from "../data/customer-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { HoldoutCoverage } from "./coverage.ts";
import { drawOptions, hasNet, type IntervalOptions } from "./draw-options.ts";
import { drawAll } from "./draw-parts.ts";
import type { FurtherHorizon } from "./further-horizon.ts";
import { type IntervalEnds, roomForEnds } from "./interval-ends.ts";
import { groupsOf } from "./score-sheet.ts";
import type { SegmentTotals } from "./segment-totals.ts";

/** The uncertainty of the scores of every customer, and of their totals. */
export interface ScoreIntervals extends IntervalEnds {
  /** Probability, e.g. 0.9; ends are at (1 ∓ level)/2. */
  readonly level: number;
  /** Joint draws of the parameters. */
  readonly draws: number;
  /** The first row has all customers; one row for each segment follows. */
  readonly totals: readonly SegmentTotals[];
  /** Present if the actual numbers are known. */
  readonly inHoldout?: HoldoutCoverage;
  readonly further?: readonly (ScoreIntervals & FurtherHorizon)[];
}

/**
 * Intervals of the scores of every customer, and of their totals, from joint draws of the parameters.
 *
 * An estimate interval is the range of the expectation over the draws. An outcome interval has the quantiles of the
 * predictive distribution, with the parameters averaged out. For value it is the distribution of that many purchases
 * given x and m. The ends are computed, not drawn, so equal customers have equal ends, with an error of about 1 %.
 * Customers share the parameters, so totals are formed over all customers under each draw, and their quantiles are
 * taken. The ends of a total are not the totals of the ends.
 *
 * 199 draws place the ends of estimates with a standard error of 1.5 % in probability. CDNOW's sample takes 0.2 s, a million customers
 * (375 000 histories) take 11 to 15 s, in one thread.
 *
 * @param base the customers at the end of observation
 * @param fitted the parameters, their covariance and their time unit
 * @throws ClvError `usage` when the level is not in (0, 1)
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 *   value: 10 + (k % 7),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week" });
 * const fitted = await fitBase(base, bgNbd, gammaGamma);
 * const parameters = resampledParameters(base, fitted, 199, 1);
 * const options = { horizon: parseHorizon("12w"), level: 0.9, parameters };
 * const { totals } = scoreIntervals(base, fitted, options);
 * totals[0].customers; // 97
 */
export function scoreIntervals(base: CustomerBase, fitted: FittedModel, options: IntervalOptions): ScoreIntervals {
  const { further = [] } = options;
  const intervals = intervalsOver(base, fitted, options);
  if (further.length === 0) return intervals;
  return {
    ...intervals,
    further: further.map(({ label, horizon }) => ({
      ...intervalsOver(base, fitted, { ...options, horizon }),
      ...{ label, horizon },
    })),
  };
}

function intervalsOver(base: CustomerBase, fitted: FittedModel, options: IntervalOptions): ScoreIntervals {
  const asked = drawOptions(base, fitted, options);
  const ends = roomForEnds(base.length, groupsOf(asked.spend !== undefined, hasNet(asked)));
  const { sums: _, all: __, ...drawn } = drawAll(asked, ends);
  return { level: asked.level, draws: asked.draws.length, ...drawn, ...ends };
}
