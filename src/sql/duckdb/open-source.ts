import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CsvOptions } from "../../data/csv/table.ts";
import { ClvError } from "../../errors.ts";
import type { Source, SourceColumn } from "../source.ts";
import { DUCKDB } from "./dialect.ts";
import { engineFailure } from "./engine-failure.ts";
import { DATABASE, type FileSource, RESULT, type Relation } from "./file-source.ts";
import { type CsvFile, openCsvFiles } from "./open-csv-files.ts";
import { type FoundFiles, opened } from "./opened-source.ts";
import { type Answer, parsedQuery, queryFiles, rowsWhere } from "./queried-files.ts";
import type { DuckdbSession } from "./session.ts";
import { fileSql, partitionKeys, partitionsSql, pathSql, relationSql } from "./source-sql.ts";
import { requireWholeGzip } from "./structure.ts";
import { requireWholeZstd } from "./whole-zstd.ts";

const { identifier, literal } = DUCKDB;

/** The relation to open, and the format of its text. */
export interface SourceOptions {
  readonly csv?: Omit<CsvOptions, "name">;
  /** The table or the query to read from a database file, or a query over files. */
  readonly relation?: Relation;
  /** A condition of SQL on its rows; the others are left out. */
  readonly where?: string;
}

/** Files as a source, of which the steps know no more than {@link Source}. */
export interface OpenedSource extends FoundFiles, Source {}

/** The number of first bytes that identify a format. */
const MAGIC = 12;
const EXTENSIONS = /\.(csv|tsv|txt|parquet|ndjson|jsonl|json)(\.(gz|zst))?$/i;

/**
 * Opens a path: a file, a folder of files, or a pattern such as `logs/2025-*.parquet`. The first bytes identify the format, else the name
 * does. The reader of the memory engine finds the layout of a CSV file from its head.
 *
 * @throws ClvError `usage` when nothing is there, or files of one source differ in format, columns or layout.
 */
export async function openSource(
  session: DuckdbSession,
  path: string,
  options: SourceOptions = {},
): Promise<OpenedSource> {
  const { where } = options;
  const found = await foundFiles(session, path, options);
  if (where === undefined) return opened(session, found);
  const answer = await rowsWhere(session, found, where);
  const { source } = found;
  const decimal = source.kind === "csv" ? source.options.decimal : undefined;
  return opened(session, {
    ...(await answered(session, path, answer, decimal)),
    whereOf: answer.of,
    ...(source.kind === "csv" && { csv: source.options }),
  });
}

/** The rows of a query, as a source. */
async function answered(
  session: DuckdbSession,
  path: string,
  { path: result, files }: Answer,
  decimal?: "point" | "comma",
): Promise<FoundFiles> {
  await attach(session, result);
  const source = { kind: "database" as const, files, columns: [], table: RESULT, attached: result };
  return {
    source: await described(session, path, { ...source, ...(decimal && { decimal }) }),
    sample: [],
    quoted: true,
  };
}

async function foundFiles(session: DuckdbSession, path: string, options: SourceOptions): Promise<FoundFiles> {
  const { relation, csv = {} } = options;
  if (relation !== undefined && "query" in relation && !(await isDatabase(path))) {
    const query = await oneQuery(session, relation.query);
    // The format of the log may not apply to the other files.
    const open = (file: string) => foundFiles(session, file, file === path ? { csv } : {});
    return answered(session, path, await queryFiles(session, path, query, open));
  }
  const files = await filesAt(session, path);
  const formats: Awaited<ReturnType<typeof formatOf>>[] = [];
  // One after the other: a folder may have more files than a process may open at once.
  for (const file of files) formats.push(await formatOf(file));
  const kinds = new Set(formats.map(({ kind }) => kind));
  if (kinds.size > 1) {
    throw new ClvError("usage", { where: path, expected: "one format", got: [...kinds].join(" and ") });
  }
  const { kind } = formats[0]!;
  if (options.relation !== undefined && kind !== "database") {
    throw new ClvError("usage", { where: "--table", expected: "a database file to read from", got: path });
  }
  for (const { file, compression } of formats) {
    if (compression === "zstd") await requireWholeZstd(file);
    if (compression === "gzip" && kind === "json") await requireWholeGzip(file);
  }
  if (kind === "csv") return openCsvFiles(session, path, formats, csv);
  const source =
    kind === "database"
      ? await described(session, path, await openDatabase(session, path, options.relation))
      : await describedFiles(session, path, { kind, files, columns: [], partitioned: false });
  return { source, sample: [], quoted: true };
}

async function isDatabase(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && (await formatOf(path)).kind === "database";
}

/** A column in the names of folders (`date=2024-05-31/`) counts if the files have no column of this name. */
async function describedFiles(
  session: DuckdbSession,
  path: string,
  source: Extract<FileSource, { partitioned: boolean }>,
): Promise<FileSource> {
  const own = await described(session, path, source);
  const names = new Set(own.columns.map(({ name }) => name.toLowerCase()));
  const keys = partitionKeys(source.files);
  if (keys.length === 0 || keys.some((key) => names.has(key.toLowerCase()))) return own;
  return described(session, path, { ...source, partitioned: true });
}

async function filesAt(session: DuckdbSession, path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) return [path];
  const files = found === undefined ? await filesMatching(session, path) : await filesIn(path);
  if (files.length > 0) return files;
  throw new ClvError("usage", {
    where: path,
    expected: "a file, a folder of CSV, Parquet or newline JSON files, or a pattern such as logs/*.parquet",
    got: found === undefined ? "no such file" : "a folder without such a file",
  });
}

async function filesMatching(session: DuckdbSession, pattern: string): Promise<string[]> {
  const names = await session.texts(`SELECT file FROM glob(${pathSql(pattern)}) ORDER BY file`);
  return names.map(([file]) => file!);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  return names
    .filter((name) => EXTENSIONS.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** The format of a file, identified by its first bytes, else by its name. */
async function formatOf(file: string): Promise<{ kind: FileSource["kind"] } & CsvFile> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    throw new ClvError("usage", { where: file, expected: "a file that can be read", got: error.message });
  });
  const { buffer } = await handle.read(Buffer.alloc(MAGIC), 0, MAGIC, 0);
  await handle.close();
  const starts = (at: number, ...magic: number[]): boolean => magic.every((byte, k) => buffer[at + k] === byte);
  const compression = starts(0, 0x1f, 0x8b) ? "gzip" : starts(0, 0x28, 0xb5, 0x2f, 0xfd) ? "zstd" : "none";
  if (starts(0, ...Buffer.from("PAR1"))) return { kind: "parquet", file, compression };
  if (starts(8, ...Buffer.from("DUCK"))) return { kind: "database", file, compression };
  const json = /\.(ndjson|jsonl|json)(\.(gz|zst))?$/i.test(file);
  return { kind: json ? "json" : "csv", file, compression };
}

/**
 * Attaches a database file with the table to read. It is a table of the user, or a new table with the rows of a view or
 * a query.
 */
async function openDatabase(session: DuckdbSession, path: string, relation: Relation | undefined): Promise<FileSource> {
  await attach(session, path);
  const source = { kind: "database" as const, files: [path], columns: [], attached: path };
  const isQuery = relation !== undefined && "query" in relation;
  const [table, kind] = isQuery ? [] : await tableOf(session, path, relation);
  if (table !== undefined && kind !== "VIEW") return { ...source, table };
  const query = isQuery ? await oneQuery(session, relation.query) : `SELECT * FROM ${identifier(table!)}`;
  await session.run(`DETACH ${identifier(DATABASE)}`);
  const sight = { attached: [], database: path, views: [], paths: [] };
  const result = await session.resultOf(sight, query).catch((error: unknown) => {
    throw queryFailure(error, isQuery ? "--query" : `${path}, view ${table}`);
  });
  await attach(session, result);
  return { ...source, table: RESULT, attached: result };
}

/** A failure of a user's query or view. */
function queryFailure(error: unknown, where: string): ClvError {
  const { message } = error as Error;
  if (!message.startsWith("Permission")) return engineFailure(error, where);
  return new ClvError("usage", {
    where,
    expected: "only tables of the database, because a query or a view may read no other file",
    got: message.split("\n")[0],
    wayOut: "Bring the rows into the database first: CREATE TABLE … AS SELECT … .",
  });
}

async function attach(session: DuckdbSession, path: string): Promise<void> {
  await session.run(`ATTACH ${pathSql(path)} AS ${identifier(DATABASE)} (READ_ONLY)`).catch((error: Error) => {
    throw attachFailure(path, error);
  });
}

/**
 * The error for a database file that can't be attached. For a file of a newer DuckDB it has the storage version and a
 * way out.
 */
export function attachFailure(path: string, error: Error): ClvError {
  const newer = /database file with version number (\d+), but we can only read versions? between \d+ and (\d+)/.exec(
    error.message,
  );
  if (newer) return tooNew(path, newer);
  const [got] = error.message.split("\n");
  return new ClvError("usage", { where: path, expected: "a database file that can be read", got });
}

/** The error for a file of a newer DuckDB. It tells how to write the file so that our version can read it. */
function tooNew(path: string, [, version, newest]: RegExpExecArray): ClvError {
  return new ClvError("usage", {
    where: path,
    expected: `a database file of storage version ${newest} or older, as DuckDB 1 writes it`,
    got: `version ${version}, of a newer DuckDB`,
    wayOut:
      "Copy it with that DuckDB: ATTACH 'old.duckdb' (STORAGE_VERSION 'v1.0.0'); COPY FROM DATABASE name TO old; or write Parquet: " +
      "COPY purchases TO 'log.parquet'.",
  });
}

/** The requested table or view, or the only one, and its kind. */
async function tableOf(
  session: DuckdbSession,
  path: string,
  asked: { readonly table: string } | undefined,
): Promise<readonly [string, string]> {
  const tables = await session.texts(
    `SELECT table_name, table_type FROM information_schema.tables WHERE table_catalog = ${literal(DATABASE)} AND table_schema = 'main' ORDER BY table_name`,
  );
  const name = asked?.table ?? (tables.length === 1 ? tables[0]![0] : undefined);
  const found = tables.find(([table]) => table === name);
  if (found !== undefined) return found as [string, string];
  throw new ClvError("usage", {
    where: path,
    expected: "the table to read",
    got: asked?.table,
    ...(tables.length > 0 && { mend: { table: tables[0]![0]! } }),
    wayOut: `Its tables are ${tables.map(([table]) => JSON.stringify(table)).join(", ")}; name one with --table, or write a query with --query.`,
  });
}

/** Checks that a query only reads, and ends where its text ends, so that it can stand in parentheses. */
async function oneQuery(session: DuckdbSession, text: string): Promise<string> {
  const query = text.replace(/[;\s]+$/, "");
  await parsedQuery(session, query, "--query");
  return query;
}

/** A source with its columns. */
async function described(session: DuckdbSession, path: string, source: FileSource): Promise<FileSource> {
  const lines = source.files.map(fileSql).join(", ");
  // DuckDB describes a JSON file by its first objects. Fields that appear later are added below.
  const relation =
    source.kind === "json"
      ? `read_json([${lines}], format = 'newline_delimited', ignore_errors = true${partitionsSql(source)})`
      : relationSql(source, true);
  const columns = await session
    .texts(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`)
    .catch((error: Error) => {
      throw new ClvError("data", { where: path, expected: `a ${source.kind} file`, got: error.message.split("\n")[0] });
    });
  if (source.kind === "json" && columns.length === 1 && columns[0]![0] === "json") {
    throw new ClvError("data", {
      where: path,
      expected: "an object on each line",
      got: "none, or an array around them",
      wayOut: "jq -c '.[]' writes each object of an array on a separate line.",
    });
  }
  if (source.kind === "json") columns.push(...(await laterFields(session, lines, columns)));
  const typed = ([name, type]: (string | null)[]): SourceColumn => ({
    name: name!,
    ...(source.kind === "json" ? { type: "text" } : { type: typeOf(type!), declared: type! }),
    ...(/HUGEINT|BIGNUM/.test(type!) && { beyondLong: true }),
  });
  return { ...source, columns: columns.map(typed) };
}

/** The fields that occur only in later JSON objects, in the order of their names. */
async function laterFields(session: DuckdbSession, files: string, known: (string | null)[][]): Promise<string[][]> {
  const fields = await session.texts(
    `SELECT DISTINCT unnest(json_keys(json)) AS field FROM read_json_objects([${files}], format = 'newline_delimited', ` +
      "ignore_errors = true, hive_partitioning = false) ORDER BY field",
  );
  const names = new Set(known.map(([name]) => name!.toLowerCase()));
  return fields.flatMap(([name]) => (names.has(name!.toLowerCase()) ? [] : [[name!, "VARCHAR"]]));
}

function typeOf(type: string): SourceColumn["type"] {
  if (type === "VARCHAR" || type === "UUID" || /^ENUM\(/.test(type)) return /\[\d*\]$/.test(type) ? "other" : "text";
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM)$/.test(type)) return "integer";
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return "decimal";
  if (type === "DOUBLE" || type === "FLOAT") return "number";
  if (type === "DATE") return "date";
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) return "time";
  return type === "TIMESTAMP WITH TIME ZONE" ? "instant" : "other";
}
