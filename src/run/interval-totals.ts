import type { ScoreIntervals } from "../predict/score-intervals.ts";
import type { SegmentTotals } from "../predict/segment-totals.ts";

/** The intervals of the totals: of all customers, and by repeat purchases. */
export interface IntervalTotals
  extends Pick<ScoreIntervals, "level" | "draws">,
    Pick<SegmentTotals, "estimate" | "outcome"> {
  readonly byFrequency: readonly SegmentTotals[];
}

/** Takes the totals out of the intervals of scores. */
export function intervalTotals({ level, draws, totals: [all, ...byFrequency] }: ScoreIntervals): IntervalTotals {
  return { level, draws, estimate: all.estimate, outcome: all.outcome, byFrequency };
}
