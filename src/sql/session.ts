import type { ClvError } from "../errors.ts";
import type { Dialect } from "./dialect.ts";

/** A database for the time of one run, with its dialect: all that the steps know of it. */
export interface Session {
  readonly dialect: Dialect;
  /** Runs one statement. */
  run(sql: string): Promise<void>;
  /** Runs one statement in the background: it goes on while this thread is busy computing. Resolves once it has begun. */
  begin(sql: string): Promise<{ readonly done: Promise<void> }>;
  /** The first row of a query, numbers by name. */
  numbers(sql: string): Promise<Record<string, number>>;
  /** The rows of a small query as text. */
  texts(sql: string): Promise<(string | null)[][]>;
  /** The columns of a query, all doubles, fetched part by part to its end; throws where the query fails on the way. */
  doubles(sql: string): Promise<Float64Array[]>;
  /** The rows of a query of text columns, batch by batch to its end; throws where the query fails on the way; a byte-order mark at the beginning of a text is lost. */
  batches(sql: string): AsyncGenerator<(string | null)[][]>;
  /** Loads columns of one length into a new table: doubles, integers of 32 bits or text; beside a statement that runs. */
  load(table: string, names: readonly string[], columns: readonly LoadColumn[]): Promise<void>;
  /** How far the running statement is, as the database tells. */
  progress(): StatementProgress;
  /** What a failure of the database means to the user. */
  failure(error: unknown, where?: string): ClvError;
  /** Stops what is running and closes, once that has stopped. */
  close(): Promise<void>;
}

/** How far a statement is: of the rows that the database expects from what its pipelines begin with, all told, the part that has come. */
export interface StatementProgress {
  /** −1 when unknown. */
  readonly percent: number;
  /** The rows expected. */
  readonly expected: number;
}

/** Values for a new column. */
export type LoadColumn = Float64Array | Int32Array | readonly string[];
