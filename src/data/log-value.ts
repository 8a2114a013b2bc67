/** Money of the rows that reading left out or marked as returns, in money units. */
export interface ReadValue {
  /** Of rejected rows whose value could be read. */
  readonly rejected: number;
  /** Rejected rows whose value could not. */
  readonly rejectedWithout: number;
  /** Values below 0 in the log, as an amount above 0. */
  readonly returns: number;
  /** Of returns left out, as an amount above 0. */
  readonly returnsDropped: number;
}

/**
 * Money of the rows of a log by their use, in money units. The money of all rows is
 * `before + after + used + newInHoldout − returnsUnused`.
 */
export interface SummaryValue {
  readonly before: number;
  readonly after: number;
  /** Of the purchases of the base, holdout included. */
  readonly used: number;
  /** The part of it in purchases merged from several rows. */
  readonly merged: number;
  readonly newInHoldout: number;
  /** Of returns that lowered no purchase, as an amount above 0. */
  readonly returnsUnused: number;
  /** Customers of the base whose returns are worth as much as all they bought, or more. */
  readonly customersReturningAll: number;
}
