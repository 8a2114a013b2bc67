import { ClvError } from "../errors.ts";

/** An interval with its ends. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The method of an interval of parameters. */
export type IntervalMethod = "wald" | "profile" | "bootstrap";

/** The interval of one parameter on its natural scale. */
export interface ParameterInterval {
  readonly name: string;
  /** Undefined where there is no bound: the likelihood never falls far enough, or the parameter is not identified. */
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

/** Throws unless `level` is a probability between 0 and 1. NaN fails. */
export function requireLevel(level: number): void {
  if (level > 0 && level < 1) return;
  throw new ClvError("usage", { where: "interval", expected: "a probability between 0 and 1", got: level });
}
