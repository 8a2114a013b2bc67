/** Money of the rows that reading left out or marked as returns, in money units. */
export interface ReadValue {
  /** The value of rejected rows, where it could be read. */
  readonly rejected: number;
  /** The number of rejected rows whose value could not be read. */
  readonly rejectedWithout: number;
  /** Values below 0 in the log, as an amount above 0. */
  readonly returns: number;
  /** The value of returns left out, as an amount above 0. */
  readonly returnsDropped: number;
}

/**
 * Money of the rows of a log by their use, in money units. The money of all rows is
 * `before + after + used + newInHoldout − returnsUnused`.
 */
export interface SummaryValue {
  readonly before: number;
  readonly after: number;
  /** The value of the purchases of the base, with the holdout. */
  readonly used: number;
  /** The part of `used` in purchases merged from several rows. */
  readonly merged: number;
  readonly newInHoldout: number;
  /** The value of returns that lowered no purchase, as an amount above 0. */
  readonly returnsUnused: number;
  /** The number of customers of the base whose returns equal or exceed the value of all that they bought. */
  readonly customersReturningAll: number;
}
