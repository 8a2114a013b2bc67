/** A table to be written: what to select from, and its columns as SQL. */
export interface OutputTable {
  /** What it is called in a database file. */
  readonly name: string;
  readonly from: string;
  readonly columns: readonly OutputColumn[];
  /** The column to order by; left out where a table is in order, which no thread undoes. A join does. */
  readonly order?: string;
  /** Put beside the table, where it has room for that. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A column as SQL; a date in days and an instant in milliseconds since 1970. */
export interface OutputColumn {
  readonly name: string;
  readonly sql: string;
  readonly kind: "text" | "number" | "date" | "instant";
}

/** A table that is being written. */
export interface Writing {
  /** How to read the rows again before they are in their place; undefined where that is no faster. */
  readonly done: Promise<WrittenRows | undefined>;
}

/** What was written as SQL: what to select its rows from, and `most`, the largest value as text, of each column by `name` in each part. */
export interface WrittenRows {
  readonly rows: string;
  readonly parts: string;
}
