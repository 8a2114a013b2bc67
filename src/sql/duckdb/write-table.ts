import { stat } from "node:fs/promises";
import { type CsvStyle, csvHeader } from "../../io/csv-text.ts";
import type { Outputs } from "../../io/outputs.ts";
import { foreign, requireReplaceable } from "../../io/own-file.ts";
import { isOwnComment, isOwnTable, ownComment } from "../../io/own-table.ts";
import { VERSION } from "../../io/version.ts";
import type { OutputColumn, OutputTable, Writing, WrittenRows } from "../output.ts";
import type { Session } from "../session.ts";
import { DUCKDB } from "./dialect.ts";
import { engineFailure } from "./engine-failure.ts";
import { numberTextSql } from "./number-text-sql.ts";
import { fileSql, pathSql } from "./source-sql.ts";

const { identifier, literal } = DUCKDB;

/** The format of a path, by its ending. */
export function formatOf(path: string): "csv" | "parquet" | "database" {
  if (/\.parquet$/i.test(path)) return "parquet";
  return /\.(duckdb|ddb|db)$/i.test(path) ? "database" : "csv";
}

/**
 * Writes a table to a CSV file, a Parquet file or a table in a database file, according to the ending of the path.
 *
 * CSV has the same bytes as from the memory engine. An existing database file keeps its other tables. The new table
 * replaces the old one in one transaction.
 */
export async function writeTable(
  session: Session,
  outputs: Outputs,
  path: string,
  table: OutputTable,
): Promise<WrittenRows | undefined> {
  return (await beginWriting(session, outputs, path, table)).done;
}

/** The same in the background, while this thread computes. */
export function beginWriting(session: Session, outputs: Outputs, path: string, table: OutputTable): Promise<Writing> {
  return new Promise((resolve, reject) => {
    const begin = async (sql: string): Promise<void> => {
      const statement = await session.begin(sql);
      resolve({ done });
      await statement.done;
    };
    const done = write(session, outputs, path, table, begin);
    done.catch(reject);
  });
}

async function write(
  session: Session,
  outputs: Outputs,
  path: string,
  table: OutputTable,
  begin: (sql: string) => Promise<void>,
): Promise<WrittenRows | undefined> {
  const run = (sql: string): Promise<void> =>
    begin(sql).catch((error: unknown) => {
      throw engineFailure(error, path);
    });
  const format = formatOf(path);
  if (format === "database") {
    await writeDatabase(session, outputs, path, table, run);
    return undefined;
  }
  let written: WrittenRows | undefined;
  await outputs.fill(path, async (file) => {
    await run(format === "csv" ? csvSql(table, file, outputs.csv) : parquetSql(table, file));
    if (format === "parquet") written = parquetRows(file);
  });
  return written;
}

/** The rows of a Parquet file, with the statistics of its parts. */
export function parquetRows(file: string): WrittenRows {
  return {
    rows: `read_parquet(${fileSql(file)}, hive_partitioning = false)`,
    parts: `(SELECT path_in_schema AS name, stats_max_value AS most FROM parquet_metadata(${fileSql(file)}))`,
  };
}

/** A column, cast to its type. */
const TYPED: Readonly<Record<OutputColumn["kind"], (sql: string) => string>> = {
  text: (sql) => sql,
  number: (sql) => sql,
  date: (sql) => `DATE '1970-01-01' + ${sql}`,
  instant: (sql) => `make_timestamp_ms(${sql})`,
};

function typedSql({ columns, ...table }: OutputTable): string {
  const selected = columns.map(({ name, sql, kind }) => `${TYPED[kind](sql)} AS ${identifier(name)}`);
  return `SELECT ${selected.join(", ")} FROM ${rowsSql(table)}`;
}

function rowsSql({ from, order }: Pick<OutputTable, "from" | "order">): string {
  return order === undefined ? from : `${from} ORDER BY ${order}`;
}

/**
 * The largest number of distinct values in a part for which a dictionary is tried. The days of eleven years stay below
 * it; longer columns would get none in the end. It saves a fifth of the time for a base and two fifths of that for
 * scores, with the same bytes.
 */
const DICTIONARY = 4096;

function parquetSql(table: OutputTable, file: string): string {
  const entries = Object.entries({ "clv.version": VERSION, ...table.metadata }).map(
    ([key, value]) => `${identifier(key)}: ${literal(value)}`,
  );
  const metadata = `, KV_METADATA {${entries.join(", ")}}`;
  return `COPY (${typedSql(table)}) TO ${literal(file)} (FORMAT parquet, USE_TMP_FILE false, DICTIONARY_SIZE_LIMIT ${DICTIONARY}${metadata})`;
}

/** Each line is one text made here, because DuckDB has other rules for quotes and numbers. */
function csvSql({ columns, ...table }: OutputTable, file: string, style: CsvStyle): string {
  const fields = columns.map(({ sql, kind }) => `coalesce(${FIELD[kind](TYPED[kind](sql), style)}, '')`);
  const header = csvHeader(columns, style);
  return (
    `COPY (SELECT ${fields.join(` || ${literal(style.delimiter)} || `)} AS ${identifier(header)} FROM ${rowsSql(table)}) TO ${literal(file)} ` +
    `(FORMAT csv, USE_TMP_FILE false, HEADER true, QUOTE '', ESCAPE '', DELIMITER '\x1f', NULLSTR '')`
  );
}

/** A delimiter in a character class, within a text of SQL. */
function inClass(delimiter: string): string {
  return /[\\\]^-]/.test(delimiter) ? `\\${delimiter}` : delimiter;
}

/** The characters that `\s` matches in JavaScript. */
const BLANK =
  "[\\t\\n\\x0b\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}]";

const FIELD: Readonly<Record<OutputColumn["kind"], (sql: string, style: CsvStyle) => string>> = {
  text: (sql, { delimiter }) =>
    `CASE WHEN regexp_matches(${sql}, '["${inClass(delimiter)}\\r\\n]|^${BLANK}|${BLANK}$') THEN '"' || replace(${sql}, '"', '""') || '"' ELSE ${sql} END`,
  number: (sql, { decimal }) => (decimal === "comma" ? `replace(${numberTextSql(sql)}, '.', ',')` : numberTextSql(sql)),
  date: (sql) => `CAST(${sql} AS VARCHAR)`,
  instant: (sql) => `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%gZ')`,
};

async function writeDatabase(
  session: Session,
  outputs: Outputs,
  path: string,
  table: OutputTable,
  run: (sql: string) => Promise<void>,
): Promise<void> {
  const write = async (file: string): Promise<void> => {
    await session.run(`ATTACH ${pathSql(file)} AS output`).catch((error: unknown) => {
      throw engineFailure(error, path);
    });
    try {
      if (!outputs.force) await requireOwnTable(session, path, table.name);
      await run(`CREATE OR REPLACE TABLE output.${identifier(table.name)} AS ${typedSql(table)}`);
      const comment = literal(ownComment(table.metadata));
      await session.run(`COMMENT ON TABLE output.${identifier(table.name)} IS ${comment}`);
    } finally {
      await session.run("DETACH output");
    }
  };
  const there = await stat(path).catch(() => undefined);
  if (!there?.isFile()) return outputs.fill(path, write);
  await outputs.requireNoInput(path);
  await requireReplaceable(path, outputs.force);
  return write(path);
}

/** Throws if the attached database has a table of that name without our comment and with other columns than ours. */
async function requireOwnTable(session: Session, path: string, name: string): Promise<void> {
  const columns = await session.texts(
    `SELECT column_name FROM duckdb_columns() WHERE database_name = 'output' AND schema_name = 'main' AND table_name = ${literal(name)} ORDER BY column_index`,
  );
  const names = columns.map(([column]) => ({ name: column! }));
  if (columns.length === 0 || isOwnTable(names)) return;
  const comments = await session.texts(
    `SELECT coalesce(comment, '') FROM duckdb_tables() WHERE database_name = 'output' AND schema_name = 'main' AND table_name = ${literal(name)}`,
  );
  if (!comments.some(([comment]) => isOwnComment(comment!))) throw foreign(`${path}, table ${name}`, "another table");
}
