import { open, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sepLine } from "../data/csv-delimiter.ts";
import { type CsvOptions, openCsv } from "../data/csv-table.ts";
import { ClvError } from "../errors.ts";
import { openInput } from "../io/input.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import { fileSql, partitionsSql, pathSql, relationSql } from "./duckdb-source.ts";
import { DATABASE, type Relation, type Source, type SourceColumn } from "./source.ts";

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

const HEAD = 1 << 16;
const SAMPLE = 1000;
const MARKS = { comma: ",", semicolon: ";", tab: "\t", blank: " " } as const;
const EXTENSIONS = /\.(csv|tsv|txt|parquet|ndjson|jsonl|json)(\.(gz|zst))?$/i;

/**
 * Finds out what lies at a path: a file, a folder of files or a pattern such as `logs/2025-*.parquet`; its format, told by the
 * first bytes and else by the name; its columns; and of a CSV file the layout, by the memory way's own reading of its head.
 *
 * @throws ClvError `usage` when nothing is there, or files of one source differ in format, columns or layout.
 */
export async function openSource(session: Session, path: string, options: SourceOptions = {}): Promise<OpenedSource> {
  const files = await filesAt(session, path);
  const heads = await Promise.all(files.map(headOf));
  const kinds = new Set(heads.map(({ kind }) => kind));
  if (kinds.size > 1) throw differing(path, "one format", [...kinds].join(" and "));
  const { kind } = heads[0]!;
  if (options.relation !== undefined && kind !== "database") {
    throw new ClvError("usage", { where: "--table, --query", expected: "a database file to read from", got: path });
  }
  if (kind === "csv") return openCsvFiles(session, path, files, heads, options.csv ?? {});
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

interface Head {
  readonly kind: Source["kind"];
  readonly compression: "none" | "gzip" | "zstd";
  readonly bytes: Uint8Array;
}

async function headOf(path: string): Promise<Head> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw new ClvError("usage", { where: path, expected: "a file that can be read", got: error.message });
  });
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  await handle.close();
  const bytes = buffer.subarray(0, bytesRead);
  const starts = (at: number, ...magic: number[]): boolean => magic.every((byte, k) => bytes[at + k] === byte);
  const compression = starts(0, 0x1f, 0x8b) ? "gzip" : starts(0, 0x28, 0xb5, 0x2f, 0xfd) ? "zstd" : "none";
  if (starts(0, ...Buffer.from("PAR1"))) return { kind: "parquet", compression, bytes };
  if (starts(8, ...Buffer.from("DUCK"))) return { kind: "database", compression, bytes };
  const json = /\.(ndjson|jsonl|json)(\.(gz|zst))?$/i.test(path);
  return { kind: json ? "json" : "csv", compression, bytes };
}

async function openCsvFiles(
  session: Session,
  path: string,
  files: readonly string[],
  heads: readonly Head[],
  csv: Omit<CsvOptions, "name">,
): Promise<OpenedSource> {
  const [first, ...others] = await Promise.all(files.map((file, k) => readCsvHead(session, file, heads[k]!, csv)));
  for (const other of others) {
    if (JSON.stringify(other.source.columns) !== JSON.stringify(first!.source.columns)) {
      throw differing(path, "the same columns in every file", other.source.files[0]!);
    }
    if (JSON.stringify(other.source.layout) !== JSON.stringify(first!.source.layout)) {
      throw differing(
        path,
        "the same delimiter, compression and first line (sep=) in every file",
        other.source.files[0]!,
      );
    }
  }
  const obstacle = [first!, ...others].find((one) => one.obstacle !== undefined)?.obstacle;
  return {
    source: { ...first!.source, files },
    sample: first!.sample,
    quoted: [first!, ...others].some(({ quoted }) => quoted),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

/** The layout, columns and first rows of a CSV file. */
async function readCsvHead(session: Session, file: string, head: Head, csv: Omit<CsvOptions, "name">) {
  const bytes = await wholeLines(session, file, head);
  const table = await openCsv([bytes], { ...csv, name: file });
  const sample: (readonly string[])[] = [];
  for await (const { records, broken } of table.batches) {
    sample.push(...records.filter((fields, k) => fields.length === table.columns.length && !broken.has(k)));
  }
  const header = csv.header ?? true;
  const text = Buffer.from(bytes)
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "");
  const layout = {
    delimiter: MARKS[table.delimiter],
    sepLine: sepLine(text) !== undefined,
    header,
    encoding: csv.encoding ?? ("utf-8" as const),
    compression: head.compression,
  };
  const obstacle = obstacleOf(text, table.delimiter, table.columns, header);
  const source = {
    kind: "csv" as const,
    files: [file],
    columns: table.columns.map((name) => ({ name, type: "text" as const })),
    layout,
    options: csv,
  };
  return {
    source,
    sample: sample.slice(0, SAMPLE),
    quoted: text.includes('"'),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

/** What in the head of a file DuckDB would read otherwise. */
function obstacleOf(head: string, delimiter: string, columns: readonly string[], header: boolean): string | undefined {
  if (delimiter === "blank") return "fields separated by runs of blanks";
  if (columns.length === 1) return "a single column";
  const sep = sepLine(head);
  // DuckDB then takes the skipped line for the whole file.
  if (sep !== undefined && !endAlike(head)) return "a first line sep= that ends otherwise than the next";
  if (/^[\r\n]/.test(head.slice(sep?.length))) return "blank lines before the header";
  if (header && columns.some((name) => /[\r\n]/.test(name))) return "a line break in the header";
  if (/[\r\n]\xef\xbb\xbf/.test(head)) return "a byte-order mark within the file";
  return undefined;
}

/** Whether the first two lines end alike. */
function endAlike(head: string): boolean {
  const [first, second = first] = head.match(/\r\n|\r|\n/g) ?? [];
  return first === second;
}

/** The first lines of a file, unpacked, none cut. */
async function wholeLines(session: Session, file: string, { compression, bytes }: Head): Promise<Uint8Array> {
  if (compression === "zstd") {
    const lines = await session.texts(
      `SELECT line FROM read_csv(${fileSql(file)}, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, ` +
        "delim = chr(31), quote = '', escape = '', compression = 'zstd') LIMIT 1000",
    );
    return new TextEncoder().encode(lines.map(([line]) => `${line ?? ""}\n`).join(""));
  }
  const head = compression === "gzip" ? await unzippedHead(file) : bytes;
  if (head.length < HEAD) return head;
  const end = Math.max(head.lastIndexOf(10), head.lastIndexOf(13));
  return end < 0 ? head : head.subarray(0, end + 1);
}

/** The first bytes of a gzip file, unpacked; throws where they do not unpack. */
async function unzippedHead(file: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (await openInput(file)).bytes) {
    parts.push(part);
    if ((size += part.length) >= HEAD) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD);
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

function differing(path: string, expected: string, got: string): ClvError {
  return new ClvError("usage", { where: path, expected, got });
}
