/** Value, gradient and Hessian of a log-likelihood with respect to φ = link(θ). */
export interface Evaluation {
  value: number;
  readonly gradient: Float64Array;
  /** n × n, row-major, symmetric. */
  readonly hessian: Float64Array;
}

/**
 * The log-likelihood of a data set as a function of φ = link(θ), with tables that are made once.
 *
 * Parameters have the order of the model's `parameters`. Neither evaluation allocates.
 */
export interface Objective {
  /** Number of parameters n. */
  readonly dimension: number;
  /** Customers: Σ count. */
  readonly observations: number;
  /** The log-likelihood at φ. */
  value(phi: Float64Array): number;
  /** Value, gradient and Hessian at φ, written into `out`. */
  evaluate(phi: Float64Array, out: Evaluation): void;
}

/** The log-likelihood of a data set whose counts can be replaced. */
export interface DataObjective extends Objective {
  /**
   * The same histories under other counts (≥ 0, not all 0), which must not change while it is in use. It shares the
   * tables, for the bootstrap.
   */
  reweighted(count: Float64Array): Objective;
}
