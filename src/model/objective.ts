/** Value, gradient and Hessian of a log-likelihood with respect to φ = link(θ). */
export interface Evaluation {
  value: number;
  readonly gradient: Float64Array;
  /** n × n, row-major, symmetric. */
  readonly hessian: Float64Array;
}

/**
 * The log-likelihood of a data set as a function of φ = link(θ), its tables laid out once.
 *
 * Parameters come and go in the order of the model's `parameters`. Neither evaluation allocates.
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

/** The log-likelihood of a data set that can be weighed anew. */
export interface DataObjective extends Objective {
  /** The same histories under other counts (≥ 0, not all 0), which stay as they are while it is in use: shares the layout, for the bootstrap. */
  reweighted(count: Float64Array): Objective;
}
