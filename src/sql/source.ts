import type { CsvOptions, CsvTable } from "../data/csv-table.ts";
import type { DateFormat } from "../data/date-text.ts";
import type { ReadOptions } from "../data/read-transactions.ts";
import type { LogReport, ReturnsPolicy } from "../data/transaction-log.ts";

/** A column of a source, as its database knows it. */
export interface SourceColumn {
  readonly name: string;
  /** What its values are; `other` can't be any part of a transaction. */
  readonly type: "text" | "integer" | "decimal" | "number" | "date" | "time" | "instant" | "other";
  /** The type by the name the database gives it, such as `FLOAT`; left out where every value is text. */
  readonly declared?: string;
  /** Whether its integers may have more than 64 bits. */
  readonly wide?: boolean;
}

/** A log or a base where the database can read it: all that the steps know of it. */
export interface Source {
  /** Its files, or what else its place is called in messages. */
  readonly files: readonly string[];
  readonly columns: readonly SourceColumn[];
  /** Some of its first rows as text; none where values have types. */
  readonly sample: readonly (readonly string[])[];
  /** Whether quotes are expected around fields. */
  readonly quoted: boolean;
  /** How its text is written, where it is CSV; absent where values have types. */
  readonly csv?: Omit<CsvOptions, "name">;
  /** Whether it is a table, in whose place the user can put a query. */
  readonly isTable: boolean;
  /** Why the database can't split it into fields as the memory way does, if so. */
  readonly obstacle?: string;
  /** The number of a row as SQL, where the source may be read again by column instead of being kept. */
  readonly rowNumber?: string;
  /**
   * The source as something to select from, with what must hold for its rows.
   *
   * @param customer - The column with the id.
   * @param checked - Columns in which a quote is found otherwise: no date or number has one.
   * @param quoted - Whether quotes mean something; without, the rows with one fail a condition.
   */
  relation(customer: string, checked: readonly string[], quoted: boolean): LogRelation;
  /** The column at an index as SQL. */
  columnAt(index: number): string;
  /** Throws unless the fields are where the memory way finds them, see {@link quoted}; a pass of its own beside the database. */
  requireStructure(quoted: boolean): Promise<void>;
  /** The rows one by one; absent where there are too many to come over, so that bad ones are found by a query. */
  readonly rows?: SourceRows;
}

/** The rows of a source one by one, for the memory way's reader. */
export interface SourceRows {
  /** The files as tables of text. */
  tables(): AsyncIterable<CsvTable>;
  /** Reads a log into a table of transactions `customer`, `instant` and `value`. */
  load(table: string, reading: ReadOptions): Promise<LogReport>;
}

/** A log as SQL sees it: its relation, how it names a column, and what must hold for every row of it. */
export interface LogRelation {
  readonly from: string;
  column(name: string): string;
  readonly columns: readonly SourceColumn[];
  /** Conditions on a row besides its own fields: no field missing, none too many, no stray quote. */
  readonly conditions: readonly string[];
}

/** Which columns a transaction is made of, and how they are written. */
export interface LogShape {
  readonly customer: string;
  readonly date: string;
  readonly dateFormat: DateFormat;
  readonly decimal: "point" | "comma";
  readonly returns: ReturnsPolicy;
  /** Whether words for a missing id are ids. */
  readonly anyId: boolean;
}
