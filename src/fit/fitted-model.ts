import type { Grain, TimeUnit } from "../data/time-unit.ts";
import type { Fit } from "./fit-result.ts";

/** What a fitted model remembers of the data it was fitted on. */
export interface Fingerprint {
  readonly customers: number;
  readonly repeatPurchases: number;
  /** First and last day observed, ISO dates; absent for a base without dates. */
  readonly from?: string;
  readonly until?: string;
  /** SHA-256 over the sorted histories the fitter saw and what was spent in x repeat purchases, by x. */
  readonly sha256: string;
}

/** What predictions need of a fitted model. */
export interface FittedParameters {
  readonly purchase: Pick<Fit, "parameters">;
  readonly spend?: Pick<Fit, "parameters">;
  /** The time unit of every parameter that carries time. */
  readonly unit: TimeUnit;
}

/** A purchase model and, when the log has values, a spend model, fitted to one customer base. */
export interface FittedModel extends FittedParameters {
  readonly purchase: Fit;
  readonly spend?: Fit;
  readonly grain: Grain;
  readonly data: Fingerprint;
}
