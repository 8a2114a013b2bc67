import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import { requireLevel } from "../fit/interval.ts";
import { type Horizon, parseHorizon } from "../predict/horizon.ts";
import type { ScoreOptions } from "../predict/score.ts";
import { worthOf } from "../predict/worth.ts";
import type { Options } from "./flags.ts";

interface HasHoldout {
  readonly holdout?: { readonly duration: number };
}

/** As asked; else as far as the holdout, to be compared with it; else a year. */
export function horizonOf(base: Pick<CustomerBase, "unit"> & HasHoldout, options: Options): Horizon {
  if (options.horizon !== undefined) return parseHorizon(options.horizon);
  return base.holdout ? { amount: base.holdout.duration, unit: base.unit } : { amount: 1, unit: "year" };
}

/** What a run expects over which time, at which worth. */
export function termsOf(base: Pick<CustomerBase, "unit"> & HasHoldout, options: Options): Required<ScoreOptions> {
  const { margin, discountRate } = options;
  return { horizon: horizonOf(base, options), margin, discountRate };
}

/** The columns of scores to write: of a file with a header `--columns` names these, not what to read. */
export function chosenColumns({ columns, noHeader }: Options): readonly string[] | undefined {
  return noHeader ? undefined : columns?.split(",").map((name) => name.trim());
}

/** Throws when --interval is no probability, or --margin or --discount-rate is none that is clear. */
export function requireTerms(options: Options): void {
  if (options.interval !== undefined) requireLevel(options.interval);
  worthOf(options);
}

/** Throws unless the page's tables have a row. */
export function requireTop({ top }: Pick<Options, "top">): void {
  if (Number.isInteger(top) && top > 0) return;
  throw new ClvError("usage", { where: "--top", expected: "a whole number greater than 0", got: top });
}
