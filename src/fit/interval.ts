/** An interval with its ends. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How intervals of parameters are made. */
export type IntervalMethod = "wald" | "profile" | "bootstrap";

/** The interval of one parameter on its natural scale. */
export interface ParameterInterval {
  readonly name: string;
  /** undefined where the data set no bound: the likelihood never falls far enough, or the parameter is not identified. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** Intervals of the parameters of one fit. */
export interface ParameterIntervals {
  readonly model: string;
  readonly method: IntervalMethod;
  /** Probability, e.g. 0.9. */
  readonly level: number;
  readonly parameters: readonly ParameterInterval[];
}
