import type { Model, Parameters } from "../model.ts";
import type { StopReason } from "../optimize/stop-reason.ts";

/** What the engine noticed about a fit: a value on the result, never a side effect. */
export interface Notice {
  /** Stable key, e.g. `no-dropout`. */
  readonly name: string;
  /** `warning`: the numbers asked for may suffer. `note`: worth knowing. */
  readonly severity: "warning" | "note";
  /** One plain sentence: what is off. */
  readonly message: string;
  /** One plain sentence: what it means for the numbers, and what to try. */
  readonly advice: string;
}

/** One estimated parameter. */
export interface Estimate {
  readonly name: string;
  readonly value: number;
  /** False on a ridge or at a limit: then `value` serves the predictions but is not an estimate and is not printed as one. */
  readonly identified: boolean;
  /** Standard error on the natural scale (delta method); undefined when not identified. */
  readonly standardError: number | undefined;
  /** Standard error of ln θ. */
  readonly logStandardError: number | undefined;
}

/** A maximum-likelihood fit of one model to one data set, with its verdict. */
export interface Fit<M extends Model = Model> {
  /** The model whose parameters these are. */
  readonly model: M;
  readonly parameters: Parameters;
  readonly estimates: readonly Estimate[];
  readonly logLikelihood: number;
  /** Customers in the fit, and distinct histories they were compressed to. */
  readonly customers: number;
  readonly histories: number;
  readonly stop: StopReason;
  /** From the same row of the closed list as `stop`. */
  readonly converged: boolean;
  readonly message: string;
  /** Largest |∂ ln L/∂ ln θ| divided by the number of customers. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** Covariance on the natural scale and of ln θ, row by row, in the order of `estimates`; NaN rows for what is not identified. */
  readonly covariance: readonly (readonly number[])[];
  readonly logCovariance: readonly (readonly number[])[];
  readonly correlation: readonly (readonly number[])[];
  readonly aic: number;
  readonly bic: number;
  readonly notices: readonly Notice[];
}

/** A fit without its mathematics: the model by name. */
export interface FitNumbers extends Omit<Fit, "model"> {
  readonly model: string;
}
