import { open, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CsvOptions } from "../data/csv-table.ts";
import { ClvError } from "../errors.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import { fileSql, partitionsSql, pathSql, relationSql } from "./duckdb-source.ts";
import { type CsvFile, openCsvFiles } from "./open-csv-files.ts";
import { DATABASE, type Relation, type Source, type SourceColumn } from "./source.ts";
import { requireWholeGzip } from "./structure.ts";
import { requireWholeZstd } from "./whole-zstd.ts";

const { identifier, literal } = DUCKDB;

/** What to open and how it is written. */
export interface SourceOptions {
  readonly csv?: Omit<CsvOptions, "name">;
  /** What to read of a database file. */
  readonly relation?: Relation;
}

/** A source, some of its first rows as text, and why DuckDB can't split it into fields as the memory way does, if so. */
export interface OpenedSource {
  readonly source: Source;
  readonly sample: readonly (readonly string[])[];
  readonly quoted: boolean;
  readonly obstacle?: string;
}

/** As many first bytes as tell a format. */
const MAGIC = 12;
const EXTENSIONS = /\.(csv|tsv|txt|parquet|ndjson|jsonl|json)(\.(gz|zst))?$/i;

/**
 * Finds out what lies at a path: a file, a folder of files or a pattern such as `logs/2025-*.parquet`; its format, told by the
 * first bytes and else by the name; its columns; and of a CSV file the layout, by the memory way's own reading of its head.
 *
 * @throws ClvError `usage` when nothing is there, or files of one source differ in format, columns or layout.
 */
export async function openSource(session: Session, path: string, options: SourceOptions = {}): Promise<OpenedSource> {
  const files = await filesAt(session, path);
  const formats: Awaited<ReturnType<typeof formatOf>>[] = [];
  // One after the other: a folder may hold more files than may be open at once.
  for (const file of files) formats.push(await formatOf(file));
  const kinds = new Set(formats.map(({ kind }) => kind));
  if (kinds.size > 1) {
    throw new ClvError("usage", { where: path, expected: "one format", got: [...kinds].join(" and ") });
  }
  const { kind } = formats[0]!;
  if (options.relation !== undefined && kind !== "database") {
    throw new ClvError("usage", { where: "--table, --query", expected: "a database file to read from", got: path });
  }
  for (const { file, compression } of formats) {
    if (compression === "zstd") await requireWholeZstd(file);
    if (compression === "gzip" && kind === "json") await requireWholeGzip(file);
  }
  if (kind === "csv") return openCsvFiles(session, path, formats, options.csv ?? {});
  const source =
    kind === "database"
      ? await described(session, path, await attach(session, path, options.relation))
      : await describedFiles(session, path, { kind, files, columns: [], partitioned: false });
  return { source, sample: [], quoted: true };
}

/** Columns that folders are called after (`date=2024-05-31/`) count where the files have none of the name. */
async function describedFiles(
  session: Session,
  path: string,
  source: Extract<Source, { partitioned: boolean }>,
): Promise<Source> {
  const own = await described(session, path, source);
  const names = new Set(own.columns.map(({ name }) => name.toLowerCase()));
  const keys = source.files.flatMap((file) =>
    dirname(file)
      .split("/")
      .flatMap((part) => /^(.+?)=/.exec(part)?.[1] ?? []),
  );
  if (keys.length === 0 || keys.some((key) => names.has(key.toLowerCase()))) return own;
  return described(session, path, { ...source, partitioned: true });
}

async function filesAt(session: Session, path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) return [path];
  const files = found === undefined ? await filesMatching(session, path) : await filesIn(path);
  if (files.length > 0) return files;
  throw new ClvError("usage", {
    where: path,
    expected: "a file, a folder of CSV, Parquet or newline JSON files, or a pattern such as logs/*.parquet",
    got: found === undefined ? "no such file" : "none of these in the folder",
  });
}

async function filesMatching(session: Session, pattern: string): Promise<string[]> {
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

/** What a file is, told by its first bytes and else by its name. */
async function formatOf(file: string): Promise<{ kind: Source["kind"] } & CsvFile> {
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

/** Attaches a database file and names what to read of it: the one asked for, or the only table. */
async function attach(session: Session, path: string, relation: Relation | undefined) {
  await session.run(`ATTACH ${pathSql(path)} AS ${identifier(DATABASE)} (READ_ONLY)`).catch((error: Error) => {
    throw new ClvError("usage", {
      where: path,
      expected: "a database file that can be read",
      got: error.message.split("\n")[0],
    });
  });
  const tables = await session.texts(
    `SELECT table_name FROM information_schema.tables WHERE table_catalog = ${literal(DATABASE)} AND table_schema = 'main' ORDER BY table_name`,
  );
  const names = tables.map(([name]) => name!);
  const only = names.length === 1 ? { table: names[0]! } : undefined;
  const chosen = relation ?? only;
  if (chosen === undefined || ("table" in chosen && !names.includes(chosen.table))) {
    throw new ClvError("usage", {
      where: path,
      expected: "the table to read",
      got: chosen && "table" in chosen ? chosen.table : undefined,
      wayOut: `Its tables are ${names.map((name) => JSON.stringify(name)).join(", ")}; name one by --table, or ask by --query.`,
    });
  }
  const source = { kind: "database" as const, files: [path], columns: [] as SourceColumn[] };
  if ("table" in chosen) return { ...source, relation: chosen };
  const query = await oneQuery(session, chosen.query);
  // Tables named in a query are looked for there, tables made are made in memory.
  await session.run(`SET search_path = 'memory.main,${DATABASE}.main'`);
  return { ...source, relation: { query } };
}

/** A query that only reads and ends where its text ends, so that it can stand between parentheses. */
async function oneQuery(session: Session, text: string): Promise<string> {
  const query = text.replace(/[;\s]+$/, "");
  const [[parsed]] = (await session.texts(`SELECT CAST(json_serialize_sql(${literal(query)}) AS VARCHAR)`)) as [
    [string],
  ];
  const { error_message: message, statements = [] }: { error_message?: string; statements?: unknown[] } =
    JSON.parse(parsed);
  if (statements.length === 1) return query;
  throw new ClvError("usage", {
    where: "--query",
    expected: "one query that reads, such as SELECT * FROM purchases",
    got: message ?? `${statements.length} queries`,
  });
}

/** A source with its columns. */
async function described(session: Session, path: string, source: Source): Promise<Source> {
  // Without columns of its own a JSON file is described by its first objects.
  const relation =
    source.kind === "json"
      ? `read_json([${source.files.map(fileSql).join(", ")}], format = 'newline_delimited'${partitionsSql(source)})`
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
      wayOut: "jq -c '.[]' writes the objects of an array on lines of their own.",
    });
  }
  const typed = ([name, type]: (string | null)[]): SourceColumn => ({
    name: name!,
    type: source.kind === "json" ? "text" : typeOf(type!),
  });
  return { ...source, columns: columns.map(typed) };
}

function typeOf(type: string): SourceColumn["type"] {
  if (type === "VARCHAR" || type.startsWith("ENUM")) return "text";
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) return "integer";
  if (type.startsWith("DECIMAL")) return "decimal";
  if (type === "DOUBLE") return "number";
  if (type === "DATE") return "date";
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) return "time";
  return type === "TIMESTAMP WITH TIME ZONE" ? "instant" : "other";
}
