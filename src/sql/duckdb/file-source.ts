import type { CsvOptions } from "../../data/csv/table.ts";
import type { SourceColumn } from "../source.ts";

/** How a CSV file is split into fields, known before DuckDB reads it. */
export interface CsvLayout {
  readonly delimiter: string;
  /** Whether the first line is `sep=;`, not a row. */
  readonly sepLine: boolean;
  readonly header: boolean;
  readonly encoding: "utf-8" | "latin1";
  readonly compression: "none" | "gzip" | "zstd";
}

/** Files that DuckDB reads as one source. */
export type FileSource =
  | {
      readonly kind: "csv";
      readonly files: readonly string[];
      readonly columns: readonly SourceColumn[];
      readonly layout: CsvLayout;
      /** How the memory engine opens the same files. */
      readonly options: Omit<CsvOptions, "name">;
    }
  | {
      readonly kind: "parquet" | "json";
      readonly files: readonly string[];
      readonly columns: readonly SourceColumn[];
      /** Whether folders called `column=value` give columns that the files do not have. */
      readonly partitioned: boolean;
    }
  | {
      readonly kind: "database";
      readonly files: readonly string[];
      readonly columns: readonly SourceColumn[];
      /** The table of the file attached under {@link DATABASE}: a table of the user, or {@link RESULT}. */
      readonly table: string;
      /** The file that is attached. */
      readonly attached: string;
      /** The decimal mark of its texts, if they come from CSV. */
      readonly decimal?: "point" | "comma";
    };

/** The relation to read from a database file or from files: a table, a view, or the result of a query. */
export type Relation = { readonly table: string } | { readonly query: string };

/** The name under which an input database file is attached. */
export const DATABASE = "source";

/** The table that holds the rows of a query or of a view. */
export const RESULT = "rows";
