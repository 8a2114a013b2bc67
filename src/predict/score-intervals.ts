/** Low and high ends, one per customer. */
export interface IntervalColumns {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A total with its interval, from joint draws. */
export interface TotalInterval {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How sure the scores are, in two kinds that answer two questions.
 *
 * `estimate`: how well is the expectation known? Only the parameters are uncertain; it narrows with more customers.
 * `outcome`: what will this customer do? The parameters and the future are uncertain; it never narrows to nothing.
 */
export interface ScoreIntervals {
  /** Probability, e.g. 0.9; ends are at (1 ∓ level)/2. */
  readonly level: number;
  readonly draws: number;
  readonly estimate: {
    readonly probabilityAlive: IntervalColumns;
    readonly expectedPurchases: IntervalColumns;
    /** Absent without a spend model, or where its mean does not exist. */
    readonly expectedSpend?: IntervalColumns;
    readonly lifetimeValue?: IntervalColumns;
  };
  readonly outcome: {
    /** Whole numbers; the closed interval holds at least `level`. */
    readonly purchases: IntervalColumns;
    /** Undiscounted value of those purchases, times the margin. */
    readonly value?: IntervalColumns;
  };
  /** One row per segment, the first of all customers. */
  readonly totals: readonly SegmentTotals[];
}

/** Totals of a group of customers: ends of joint draws, not sums of ends. */
export interface SegmentTotals {
  readonly segment: string;
  readonly customers: number;
  readonly estimate: {
    readonly alive: TotalInterval;
    readonly expectedPurchases: TotalInterval;
    readonly lifetimeValue?: TotalInterval;
  };
  readonly outcome: {
    readonly purchases: TotalInterval;
    readonly value?: TotalInterval;
  };
}
