import type { Outputs } from "../../io/outputs.ts";
import type { OutputTable, Writing } from "../../sql/output.ts";
import type { Session } from "../../sql/session.ts";
import type { Source } from "../../sql/source.ts";
import type { Engine } from "../choose-engine.ts";
import type { InputOptions } from "../options.ts";
import type { WordTable } from "./words.ts";

/** A log or a base that is open in a database. */
export interface OpenedRows extends Source {
  /** The number of rows before `where`. */
  readonly whereOf?: number;
}

/** A database for one run: its session, and the operations of a run besides statements. */
export interface Database {
  readonly engine: Engine;
  readonly session: Session;
  /** Opens the log or the base at a path. */
  open(path: string, options: InputOptions): Promise<OpenedRows>;
  /** Loads the requested columns that a table beside the log has, see {@link WordTable}. */
  wordsBeside(path: string, options: InputOptions, asked: readonly string[]): Promise<WordTable>;
  /** Begins to write a table. Resolves once writing has begun. */
  write(outputs: Outputs, path: string, table: OutputTable): Promise<Writing>;
  /** Whether the rows written to a path are read faster than their source. */
  readsBack(path: string): boolean;
  /** Counts the rows of a source as the running statement reads them; undefined where that is impossible. */
  rowsRead(source: Source): Promise<(() => number) | undefined>;
  /** Where the text of rejected rows is collected; in memory when absent. */
  readonly rejectedFile?: string;
  /** Whether customers are known here only by their places, and their ids stay in the database. */
  readonly idsStay: boolean;
  /** Whether the ids of the most valuable customers may be shown all the same. */
  readonly namesBest: boolean;
  /** Frees memory that is not needed after the customers, but not the kept log. */
  release(): Promise<void>;
  /** An error of the database as an error for the user. Any other error stays unchanged. */
  failure(error: unknown): unknown;
  close(): Promise<void>;
}
