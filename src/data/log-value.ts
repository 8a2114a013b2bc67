/** Money of the rows that are no purchase as they were read, in money units. */
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
 * Money of the rows of a log by what became of them, in money units. That of all rows is
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
  /** Of returns that found no purchase to be taken from, as an amount above 0: they lowered nothing. */
  readonly returnsUnused: number;
  /** Customers of the base whose returns are worth as much as all they bought, or more. */
  readonly customersReturningAll: number;
}
