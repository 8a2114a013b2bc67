import type { ClvError } from "../errors.ts";
import type { Dialect } from "./dialect.ts";

/** A database that is open for one run, with its dialect. The steps know nothing else of the database. */
export interface Session {
  readonly dialect: Dialect;
  /** With more distinct (x, m) than this, only their points are fetched, see `spendPoints`. Absent: all are fetched. */
  readonly mostPairs?: number;
  /** Runs one statement. */
  run(sql: string): Promise<void>;
  /** Runs one statement in the background, while this thread computes. Resolves when the statement has begun. */
  begin(sql: string): Promise<{ readonly done: Promise<void> }>;
  /** The first row of a query, numbers by name. */
  numbers(sql: string): Promise<Record<string, number>>;
  /** The rows of a small query as text. */
  texts(sql: string): Promise<(string | null)[][]>;
  /**
   * The columns of a query, all doubles, fetched part by part, in memory that threads share. Throws if the query fails
   * on the way.
   */
  doubles(sql: string): Promise<Float64Array[]>;
  /**
   * The rows of a query of text columns, batch by batch. Throws if the query fails on the way. A byte-order mark at the beginning of a text
   * is lost.
   */
  batches(sql: string): AsyncGenerator<(string | null)[][]>;
  /** Loads columns of equal length into a new table: doubles, integers of 32 bits or text. Another statement may run at the same time. */
  load(table: string, names: readonly string[], columns: readonly LoadColumn[]): Promise<void>;
  /** Returns freed memory of this process to the system; absent where the database is another process. */
  trim?(): Promise<void>;
  /** The progress of the running statement, according to the database. */
  progress(): StatementProgress;
  /** A failure of the database as an error for the user. */
  failure(error: unknown, where?: string): ClvError;
  /** Interrupts the running statement, waits for its end, and closes the database. */
  close(): Promise<void>;
}

/** The progress of a statement: the share of the rows that the database expects its pipelines to read. */
export interface StatementProgress {
  /** −1 when unknown. */
  readonly percent: number;
  /** The rows expected. */
  readonly expected: number;
}

/** Values for a new column. */
export type LoadColumn = Float64Array | Int32Array | readonly string[];
