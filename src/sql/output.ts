/** A table to be written: the relation to select from, and the columns as SQL. */
export interface OutputTable {
  /** The name of the table in a database file. */
  readonly name: string;
  readonly from: string;
  readonly columns: readonly OutputColumn[];
  /** The column to sort by. Absent if the table is already sorted: threads keep the order, but a join does not. */
  readonly order?: string;
  /** Key-value pairs that are stored with the table, if the format allows that. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A column as SQL; a date in days and an instant in milliseconds since 1970. */
export interface OutputColumn {
  readonly name: string;
  readonly sql: string;
  readonly kind: "text" | "number" | "date" | "instant";
  /** Whether it is a column of the user. */
  readonly kept?: true;
}

/** A table that is being written. */
export interface Writing {
  /** A relation to read the rows again before the file is in its place. Undefined if that is no faster. */
  readonly done: Promise<WrittenRows | undefined>;
}

/** The written table as SQL: its relation, and in `most` the largest value of each column in each part, as text, by the column's `name`. */
export interface WrittenRows {
  readonly rows: string;
  readonly parts: string;
}
