import type { FurtherHorizon } from "../predict/further-horizon.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import type { SegmentTotals } from "../predict/segment-totals.ts";

/** The intervals of the totals: of all customers, and by repeat purchases. */
export interface IntervalTotals
  extends Pick<ScoreIntervals, "level" | "draws">,
    Pick<SegmentTotals, "estimate" | "outcome"> {
  readonly byFrequency: readonly SegmentTotals[];
  /** The same over further horizons. */
  readonly further?: readonly (IntervalTotals & FurtherHorizon)[];
}

/** Takes the totals out of the intervals of scores. */
export function intervalTotals(intervals: ScoreIntervals): IntervalTotals {
  const { level, draws, further } = intervals;
  const [all, ...byFrequency] = intervals.totals;
  return {
    ...{ level, draws, estimate: all.estimate, outcome: all.outcome, byFrequency },
    ...(further && {
      further: further.map(({ label, horizon, ...ahead }) => ({ label, horizon, ...intervalTotals(ahead) })),
    }),
  };
}
