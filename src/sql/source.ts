import type { CsvOptions } from "../data/csv-table.ts";
import type { DateFormat } from "../data/date-text.ts";
import type { ReturnsPolicy } from "../data/transaction-log.ts";

/** A column of a source, as its database knows it. */
export interface SourceColumn {
  readonly name: string;
  /** What its values are; `other` can't be any part of a transaction. */
  readonly type: "text" | "integer" | "decimal" | "number" | "date" | "time" | "instant" | "other";
  /** The type by the name the database gives it, such as `FLOAT`; left out where every value is text. */
  readonly declared?: string;
}

/** How a CSV file is split into fields, known before a database reads it. */
export interface CsvLayout {
  readonly delimiter: string;
  /** Whether the first line is no row, but `sep=;`. */
  readonly sepLine: boolean;
  readonly header: boolean;
  readonly encoding: "utf-8" | "latin1";
  readonly compression: "none" | "gzip" | "zstd";
}

/** Where a log or a base lies. */
export type Source =
  | {
      readonly kind: "csv";
      readonly files: readonly string[];
      readonly columns: readonly SourceColumn[];
      readonly layout: CsvLayout;
      /** How the memory way opens the same files. */
      readonly options: Omit<CsvOptions, "name">;
    }
  | {
      readonly kind: "parquet" | "json";
      readonly files: readonly string[];
      readonly columns: readonly SourceColumn[];
      /** Whether folders called `column=value` give columns, which the files do not have themselves. */
      readonly partitioned: boolean;
    }
  | {
      readonly kind: "database";
      readonly files: readonly string[];
      readonly columns: readonly SourceColumn[];
      /** The table of the file attached under {@link DATABASE}: one of the user's, or {@link RESULT}. */
      readonly table: string;
    };

/** What to read of a database file: a table, a view, or the result of a query. */
export type Relation = { readonly table: string } | { readonly query: string };

/** The name under which a database file that is read is attached. */
export const DATABASE = "source";

/** The table that holds the rows of a query or of a view. */
export const RESULT = "rows";

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
