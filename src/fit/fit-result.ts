import type { Model, Parameters } from "../model.ts";
import type { StopReason } from "../optimize/stop-reason.ts";

/** A remark about a fit or its data: a value on the result, never a side effect. */
export interface Notice {
  /** Stable key, e.g. `no-dropout`. */
  readonly name: string;
  /** `warning`: the requested numbers may be wrong. `note`: worth knowing. */
  readonly severity: "warning" | "note";
  /** One plain sentence: the fact. */
  readonly message: string;
  /** One plain sentence: its effect on the numbers, and a remedy. */
  readonly advice: string;
}

/** One estimated parameter. */
export interface Estimate {
  readonly name: string;
  readonly value: number;
  /** False at a limit. Then `value` stands for the limit in predictions; it is not an estimate and is never printed or written as one. */
  readonly identified: boolean;
  /** Standard error on the natural scale (delta method); undefined when not identified. */
  readonly standardError: number | undefined;
  /** Standard error of ln θ. */
  readonly logStandardError: number | undefined;
}

/** A combination of parameters that keeps its meaning at a limit where the parameters lose theirs. */
export interface KeptEstimate {
  /** E.g. `a/(a+b)`. */
  readonly name: string;
  readonly value: number;
  readonly standardError: number | undefined;
}

/** A limit of the model at which a fit ended. */
export interface FitLimit {
  /** E.g. `homogeneous-dropout`. */
  readonly name: string;
  /** Absent where nothing is kept. */
  readonly kept?: KeptEstimate;
}

/** A maximum-likelihood fit of one model to one data set, with its verdict. */
export interface Fit<M extends Model = Model> {
  /** The model whose parameters these are. */
  readonly model: M;
  readonly parameters: Parameters;
  readonly estimates: readonly Estimate[];
  /** The limits of the model at which the fit ended; absent at an interior maximum. */
  readonly limits?: readonly FitLimit[];
  /** NaN, and AIC and BIC too, at a limit where the likelihood has no bound. */
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
  /**
   * Length in ln θ of the Newton step that was left at the end. Undefined without a search, and in a fit read from a
   * file.
   */
  readonly newtonStep?: number | undefined;
  readonly iterations: number;
  readonly evaluations: number;
  /** Covariance on the natural scale and of ln θ, row by row, in the order of `estimates`; NaN rows for parameters not identified. */
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
