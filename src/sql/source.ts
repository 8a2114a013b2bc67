import type { CsvOptions, CsvTable } from "../data/csv/table.ts";
import type { DateFormat } from "../data/date-text.ts";
import type { ReadOptions } from "../data/read-transactions.ts";
import type { LogReport, ReturnsPolicy } from "../data/transaction-log.ts";

/** A column of a source as its database describes it. */
export interface SourceColumn {
  readonly name: string;
  /** The kind of its values. A column of the kind `other` is never part of a transaction. */
  readonly type: "text" | "integer" | "decimal" | "number" | "date" | "time" | "instant" | "other";
  /** The database's name of the type, such as `FLOAT`. Absent if every value is text. */
  readonly declared?: string;
  /** Whether its integers may have more than 64 bits. */
  readonly beyondLong?: boolean;
}

/** A log or a base that the database can read. The steps know nothing else of it. */
export interface Source {
  /** Its files, or the name of its place in messages. */
  readonly files: readonly string[];
  readonly columns: readonly SourceColumn[];
  /** Some of its first rows as text. Empty if the values have types. */
  readonly sample: readonly (readonly string[])[];
  /** Its first rows as text, where {@link sample} has none. */
  firstRows?(): Promise<readonly (readonly string[])[]>;
  /** Whether quotes are expected around fields. */
  readonly quoted: boolean;
  /** The layout of the CSV text. Absent if the values have types. */
  readonly csv?: Omit<CsvOptions, "name">;
  /** Whether it is a table, which the user can replace by a query. */
  readonly isTable: boolean;
  /** The reason why the database can't split the text into fields as the memory engine does, if there is one. */
  readonly obstacle?: string;
  /** The number of a row as SQL. Present if the source can be read again by column and need not be kept. */
  readonly rowNumber?: string;
  /**
   * The source as a relation, with the conditions that its rows must meet.
   *
   * @param customer - The column with the id.
   * @param checked - Columns in which another test finds a quote: no date or number contains one.
   * @param quoted - Whether quotes enclose fields. Otherwise rows with a quote fail a condition.
   */
  relation(customer: string, checked: readonly string[], quoted: boolean): LogRelation;
  /** The column at an index as SQL. */
  columnAt(index: number): string;
  /**
   * Throws unless the memory engine finds the same fields, see {@link quoted}. It reads the file once more, outside the
   * database.
   */
  requireStructure(quoted: boolean): Promise<void>;
  /** The rows one by one. Absent if there are too many to transfer; then a query finds the bad rows. */
  readonly rows?: SourceRows;
}

/** The rows of a source one by one, for the reader of the memory engine. */
export interface SourceRows {
  /** The files as tables of text. */
  tables(): AsyncIterable<CsvTable>;
  /** Reads a log into a table of transactions `customer`, `instant` and `value`. */
  load(table: string, reading: ReadOptions): Promise<LogReport>;
}

/** A log in SQL: its relation, the names of its columns, and the conditions on every row. */
export interface LogRelation {
  readonly from: string;
  column(name: string): string;
  readonly columns: readonly SourceColumn[];
  /** Conditions on a row besides its own fields: no field is missing, none is surplus, and no quote is stray. */
  readonly conditions: readonly string[];
}

/** The columns of a transaction and the formats of their text. */
export interface LogShape {
  readonly customer: string;
  readonly date: string;
  readonly dateFormat: DateFormat;
  readonly decimal: "point" | "comma";
  readonly returns: ReturnsPolicy;
  /** Whether words for a missing id are ids. */
  readonly anyId: boolean;
  /** Further columns to keep as text. */
  readonly attributes: readonly string[];
  /** The column with the order of a row. */
  readonly order?: string;
}
