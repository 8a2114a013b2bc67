import type { CsvOptions } from "../../data/csv/table.ts";
import type { Source } from "../source.ts";
import type { FileSource } from "./file-source.ts";
import { loadTransactions, tablesOf } from "./load-transactions.ts";
import { logRelation } from "./log-relation.ts";
import type { DuckdbSession } from "./session.ts";
import { columnAtSql, relationSql } from "./source-sql.ts";
import { requireStructure } from "./structure.ts";

/**
 * Files that are one source, and some of the first rows as text. If DuckDB would split them into other fields than the
 * memory engine, also the reason.
 */
export interface FoundFiles {
  readonly source: FileSource;
  readonly sample: readonly (readonly string[])[];
  readonly quoted: boolean;
  readonly obstacle?: string;
  /** The number of rows before `where`. */
  readonly whereOf?: number;
  /** The format of the CSV files from which the rows of a table come. */
  readonly csv?: Omit<CsvOptions, "name">;
}

/** Presents an opened file to the steps as a source. */
export function opened(session: DuckdbSession, found: FoundFiles): FoundFiles & Source {
  const { source } = found;
  return {
    ...found,
    files: source.files,
    columns: source.columns,
    ...(source.kind === "csv" && { csv: source.options }),
    ...(found.sample.length === 0 && { firstRows: () => firstRows(session, source) }),
    isTable: source.kind === "database",
    ...(isReadAgain(source) && { rowNumber: "file_row_number" }),
    relation: (customer, checked, quoted) => logRelation(source, customer, checked, quoted),
    columnAt: (index) => columnAtSql(source, index),
    requireStructure: (quoted) => requireStructure(source, quoted),
    rows: {
      tables: () => tablesOf(session, source),
      load: (table, reading) => loadTransactions(session, table, source, reading),
    },
  };
}

const FIRST = 1000;

/** The first rows as text, NULL as a blank. */
async function firstRows(session: DuckdbSession, source: FileSource): Promise<readonly (readonly string[])[]> {
  const fields = source.columns.map((_, k) => `CAST(${columnAtSql(source, k)} AS VARCHAR)`);
  const rows = await session.texts(`SELECT ${fields.join(", ")} FROM ${relationSql(source, true)} LIMIT ${FIRST}`);
  return rows.map((row) => row.map((field) => field ?? ""));
}

/** A single Parquet file is read again by column when needed; other sources are read once. */
function isReadAgain({ kind, files, columns }: FileSource): boolean {
  return kind === "parquet" && files.length === 1 && !columns.some(({ name }) => /^file_row_number$/i.test(name));
}
