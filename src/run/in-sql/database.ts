import type { Outputs } from "../../io/outputs.ts";
import type { OutputTable, Writing } from "../../sql/output.ts";
import type { Session } from "../../sql/session.ts";
import type { Source } from "../../sql/source.ts";
import type { Engine } from "../choose-engine.ts";
import type { InputOptions } from "../options.ts";
import type { WordTable } from "./words.ts";

/** A log or a base that is open in a database. */
export interface OpenedRows extends Source {
  /** How many rows there were before `where`. */
  readonly whereOf?: number;
}

/** A database for one run: its session, and what a run asks of it besides statements. */
export interface Database {
  readonly engine: Engine;
  readonly session: Session;
  /** Opens the log or the base at a path. */
  open(path: string, options: InputOptions): Promise<OpenedRows>;
  /** Loads the columns asked for that a table beside the log has, see {@link WordTable}. */
  wordsBeside(path: string, options: InputOptions, asked: readonly string[]): Promise<WordTable>;
  /** Begins to write a table. Resolves once it has begun. */
  write(outputs: Outputs, path: string, table: OutputTable): Promise<Writing>;
  /** Whether the rows written to a path are read faster than what they come from. */
  readsBack(path: string): boolean;
  /** Counts the rows of a source as the running statement reads them; undefined where nobody can. */
  rowsRead(source: Source): Promise<(() => number) | undefined>;
  /** Where the text of rejected rows is collected; in memory when absent. */
  readonly rejectedFile?: string;
  /** Whether customers are known here by their places alone, and their ids stay where they lie. */
  readonly idsStay: boolean;
  /** Whether the customers worth most may be named all the same. */
  readonly namesBest: boolean;
  /** Gives up what takes memory here and is not needed after the customers, but not the kept log. */
  release(): Promise<void>;
  /** What an error of the database means to the user; any other comes back as it is. */
  failure(error: unknown): unknown;
  close(): Promise<void>;
}
