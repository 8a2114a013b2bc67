import { dirname, sep } from "node:path";
import { ClvError } from "../../errors.ts";
import { DUCKDB } from "./dialect.ts";
import { DATABASE, type FileSource } from "./file-source.ts";

const { identifier, literal } = DUCKDB;

/** A text that no field of a CSV file can be. */
const NO_FIELD = "[chr(1)]";
/** The name of the column for the surplus fields of a row. */
export const SURPLUS = identifier("surplus");

/** A path that DuckDB reads as a file, even if it begins like a URL (`s3:`, `sqlite:`) or a home folder (`~`). */
export function pathSql(path: string): string {
  return literal(/^(~|[\w+.-]{2,}:)/.test(path) ? `./${path}` : path);
}

/** The same for a name that DuckDB would read as a pattern, with other files that match it. */
export function fileSql(path: string): string {
  const letters = path.replace(/[*?[]/g, "[$&]");
  if (letters !== path && sep === "/" && path.includes("\\")) {
    throw new ClvError("usage", {
      where: path,
      expected: "no backslash in a path with *, ? or [, because DuckDB would take it for a pattern",
      got: path,
      wayOut: "Rename it, or use --engine memory.",
    });
  }
  return pathSql(letters);
}

/**
 * A source as a relation to select from.
 *
 * CSV files are read as text only, with the layout that we found; DuckDB detects nothing. Short rows are padded with
 * NULL. One extra column takes the surplus fields of long rows, because DuckDB would ignore an empty field at the end.
 *
 * @param quoted - Whether quotes enclose fields. If not, a quote is an ordinary character, and the rows with one are
 * found.
 */
export function relationSql(source: FileSource, quoted: boolean): string {
  const files = `[${source.files.map(fileSql).join(", ")}]`;
  switch (source.kind) {
    case "csv": {
      const { delimiter, sepLine, header, encoding } = source.layout;
      const columns = [...source.columns.map((_, k) => csvColumn(k)), SURPLUS].map((name) => `${name}: 'VARCHAR'`);
      const quote = literal(quoted ? '"' : "");
      return (
        `read_csv(${files}, columns = {${columns.join(", ")}}, auto_detect = false, skip = ${sepLine ? 1 : 0}, header = ${header}, ` +
        `delim = ${literal(delimiter)}, quote = ${quote}, escape = ${quote}, nullstr = ${NO_FIELD}, strict_mode = true, ` +
        `null_padding = true, encoding = ${literal(encoding === "latin1" ? "latin-1" : "utf-8")}, ` +
        `compression = ${literal(source.layout.compression)}, hive_partitioning = false)`
      );
    }
    case "parquet":
      return `read_parquet(${files}${partitionsSql(source)})`;
    case "json": {
      const columns = source.columns.map(({ name }) => `${identifier(name)}: 'VARCHAR'`);
      return `read_json(${files}, format = 'newline_delimited', columns = {${columns.join(", ")}}${partitionsSql(source)})`;
    }
    case "database":
      return `${identifier(DATABASE)}.main.${identifier(source.table)}`;
  }
}

/** The columns in the names of folders (`date=2024-05-31/`). */
export function partitionKeys(files: readonly string[]): string[] {
  return files.flatMap((file) =>
    dirname(file)
      .split("/")
      .flatMap((part) => /^(.+?)=/.exec(part)?.[1] ?? []),
  );
}

/**
 * Reads folders called `column=value` as a column: as text (JSON) or typed (Parquet). They are ignored if they would
 * hide a column of the files.
 */
export function partitionsSql({ kind, partitioned }: Extract<FileSource, { partitioned: boolean }>): string {
  if (!partitioned) return ", hive_partitioning = false";
  return kind === "json" ? ", hive_types_autocast = false" : "";
}

/**
 * A column of a source as SQL, of a type that keeps the texts and numbers of the column. Enumerations and UUIDs become text. Floats of 32
 * bits, and whole numbers of more than 64, become doubles through their decimal digits, so that 0.1 is 0.1.
 */
export function columnSql(source: FileSource, name: string): string {
  const at = source.columns.findIndex((column) => column.name === name);
  return columnAtSql(source, at);
}

/** The same for the column at an index. */
export function columnAtSql(source: FileSource, at: number): string {
  if (source.kind === "csv") return csvColumn(at);
  const { name, type, declared = "VARCHAR" } = source.columns[at]!;
  const column = identifier(name);
  if (type === "text") return declared === "VARCHAR" ? column : `CAST(${column} AS VARCHAR)`;
  return declared === "FLOAT" ? `CAST(CAST(${column} AS VARCHAR) AS DOUBLE)` : column;
}

function csvColumn(k: number): string {
  return identifier(`c${k}`);
}
