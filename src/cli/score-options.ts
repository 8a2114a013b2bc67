import type { CustomerBase } from "../data/customer-base.ts";
import { type Horizon, parseHorizon } from "../predict/horizon.ts";
import type { Options } from "./flags.ts";

interface HasHoldout {
  readonly holdout?: { readonly duration: number };
}

/** As asked; else as far as the holdout, to be compared with it; else a year. */
export function horizonOf(base: Pick<CustomerBase, "unit"> & HasHoldout, options: Options): Horizon {
  if (options.horizon !== undefined) return parseHorizon(options.horizon);
  return base.holdout ? { amount: base.holdout.duration, unit: base.unit } : { amount: 1, unit: "year" };
}

/** The columns of scores to write: of a file with a header `--columns` names these, not what to read. */
export function chosenColumns({ columns, noHeader }: Options): readonly string[] | undefined {
  return noHeader ? undefined : columns?.split(",").map((name) => name.trim());
}
