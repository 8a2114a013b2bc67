import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { ClvError } from "../../errors.ts";
import { DUCKDB } from "./dialect.ts";
import { engineFailure } from "./engine-failure.ts";
import type { FoundFiles } from "./opened-source.ts";
import type { DuckdbSession } from "./session.ts";
import { relationSql } from "./source-sql.ts";
import { TEXTS, type TextTable, textTable, typedField } from "./text-table.ts";

const { identifier, literal } = DUCKDB;

/** The name of the log in a query over files. */
const LOG = "log";

/** The result of a query over files. */
export interface Answer {
  /** The database file of the run that holds the rows, in the table {@link RESULT}. */
  readonly path: string;
  /** All files that were read. */
  readonly files: readonly string[];
}

type Opens = (path: string) => Promise<FoundFiles>;

/**
 * Runs a user's query over files: `FROM 'orders.csv'`, or `FROM log` for the log itself. A CSV column gets a type only
 * if all its values have that type, so ids keep their text.
 *
 * The files must lie in the folder of the log. We open them; the query runs in a separate database that can reach only
 * these files.
 *
 * @param open opens a file or a pattern as a source
 */
export async function queryFiles(session: DuckdbSession, log: string, query: string, open: Opens): Promise<Answer> {
  const parsed = await parsedQuery(session, query, "--query");
  const folder = folderOf(log);
  const views: string[] = [];
  const attached: string[] = [];
  const paths: string[] = [];
  const read = new Set<string>();
  for (const name of tableNames(parsed)) {
    const path = name.toLowerCase() === LOG ? log : fileNamed(name, folder);
    if (path === undefined) continue;
    const found = await open(path);
    for (const file of found.source.files) read.add(file);
    if (found.source.kind !== "csv") {
      paths.push(...found.source.files.map((file) => resolve(file)));
      const source = { ...found.source, files: found.source.files.map((file) => resolve(file)) };
      views.push(`CREATE VIEW ${identifier(name)} AS SELECT * FROM ${relationSql(source, true)}`);
      continue;
    }
    const table = await textTable(session, found);
    const catalog = `texts${attached.length}`;
    attached.push(table.path);
    const decimal = found.source.options.decimal ?? "point";
    views.push(
      `CREATE VIEW ${identifier(name)} AS SELECT ${typedColumns(table, decimal)} FROM ${catalog}.main.${TEXTS}`,
    );
  }
  const path = await session
    .resultOf({ attached, views, paths }, query)
    .catch((error: unknown) => Promise.reject(failureOf(error, "--query", folder)));
  return { path, files: read.size === 0 ? [log] : [...read] };
}

/**
 * The rows of a log that meet a user's condition, and the number of rows before it. CSV stays text, which is read like
 * the file.
 */
export async function rowsWhere(
  session: DuckdbSession,
  found: FoundFiles,
  condition: string,
): Promise<Answer & { readonly of: number }> {
  const expression = condition.trim();
  await requireCondition(session, expression);
  const { source } = found;
  const fail = (error: unknown) => Promise.reject(failureOf(error, "--where", undefined));
  if (source.kind === "csv") {
    const table = await textTable(session, found);
    const decimal = source.options.decimal ?? "point";
    // The condition sees typed columns. The texts accompany them under names that a condition cannot use.
    const raw = (k: number): string => identifier(`\u0001${k}`);
    const kept = table.names.map((name, k) => `${raw(k)} AS ${identifier(name)}`);
    const texts = table.names.map((_, k) => `c${k} AS ${raw(k)}`);
    const from = `(SELECT ${[...texts, typedColumns(table, decimal)].join(", ")} FROM texts0.main.${TEXTS})`;
    const query = `SELECT ${kept.join(", ")} FROM ${from} WHERE (${expression}\n)`;
    const path = await session.resultOf({ attached: [table.path], views: [], paths: [] }, query).catch(fail);
    return { path, files: source.files, of: table.rows };
  }
  const inDatabase = source.kind === "database";
  const files = source.files.map((file) => resolve(file));
  const relation = inDatabase ? `texts0.main.${identifier(source.table)}` : relationSql({ ...source, files }, true);
  const attached = inDatabase ? [source.attached] : [];
  const { rows } = await session.numbers(`SELECT count(*) AS rows FROM ${relationSql(source, true)}`);
  const place = { attached, views: [], paths: inDatabase ? [] : files };
  if (inDatabase) await session.run(`DETACH "source"`);
  const path = await session.resultOf(place, `SELECT * FROM ${relation} WHERE (${expression}\n)`).catch(fail);
  return { path, files: source.files, of: rows! };
}

function typedColumns({ names, types }: TextTable, decimal: "point" | "comma"): string {
  return names.map((name, k) => `${typedField(k, types[k]!, decimal)} AS ${identifier(name)}`).join(", ");
}

/** The folder in which a query may read: that of the log, or the log itself if it is a folder. */
function folderOf(log: string): string {
  if (existsSync(log)) return realpathSync(statSync(log).isDirectory() ? log : dirname(resolve(log)));
  const before = resolve(log).split(sep);
  const at = before.findIndex((part) => /[*?[]/.test(part));
  const folder = before.slice(0, at < 0 ? -1 : at).join(sep) || sep;
  return existsSync(folder) ? realpathSync(folder) : folder;
}

/** The file that a table of a query names: relative to the working directory, else to the folder of the log. */
function fileNamed(name: string, folder: string): string | undefined {
  const places = isAbsolute(name) ? [name] : [resolve(name), join(folder, name)];
  const there = places.filter((path) => existsSync(path) || /[*?[]/.test(path));
  const within = there.find((path) => isWithin(path, folder));
  if (within !== undefined) return within;
  if (there.length === 0 && !/[./\\]/.test(name)) return undefined;
  throw new ClvError("usage", {
    where: `--query, ${name}`,
    expected: `a file in ${folder}, the folder of the log`,
    got: there.length === 0 ? "none there" : "a file elsewhere",
    wayOut:
      there.length === 0
        ? `A query names files such as '${basename(name)}', and ${LOG} for the log.`
        : "A query reads only the folder of the log: copy the file there.",
  });
}

/** Whether a file, or the folder in which a pattern begins, is inside a folder after links are followed. */
function isWithin(path: string, folder: string): boolean {
  const parts = path.split(sep);
  const at = parts.findIndex((part) => /[*?[]/.test(part));
  if (parts.slice(Math.max(0, at)).includes("..")) return false;
  const fixed = existsSync(path) ? path : parts.slice(0, at).join(sep) || sep;
  if (!existsSync(fixed)) return false;
  const real = realpathSync(fixed);
  return real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** A query as a tree. Only a query that reads has one. */
export async function parsedQuery(
  session: DuckdbSession,
  query: string,
  where: string,
  expected = "one query that reads, such as SELECT * FROM purchases",
): Promise<Json> {
  const [[text]] = (await session.texts(`SELECT CAST(json_serialize_sql(${literal(query)}) AS VARCHAR)`)) as [[string]];
  const parsed = JSON.parse(text) as { error_message?: string; statements?: Json[] };
  if (parsed.statements?.length === 1) return parsed.statements[0]!;
  throw new ClvError("usage", {
    where,
    expected,
    got: parsed.error_message ?? `${parsed.statements?.length ?? 0} queries`,
  });
}

/** The tables without a schema that a query names. */
function tableNames(tree: Json): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: Json): void => {
    if (typeof node !== "object" || node === null) return;
    if (!Array.isArray(node)) {
      const { type, table_name, schema_name } = node as { [key: string]: Json };
      if (type === "BASE_TABLE" && typeof table_name === "string" && schema_name === "") names.add(table_name);
    }
    for (const child of Object.values(node)) walk(child as Json);
  };
  walk(tree);
  return names;
}

/** Throws unless a text is one condition that can stand in parentheses and changes nothing outside them. */
async function requireCondition(session: DuckdbSession, condition: string): Promise<void> {
  const around = (text: string): string => `SELECT * FROM ${LOG} WHERE (${text}\n)`;
  const shape = (tree: Json): string =>
    JSON.stringify(tree, (key, value) => (/^(where_clause|query_location)$/.test(key) ? undefined : value));
  const expected = `one condition over the columns, such as "status = 'paid'"`;
  const asked = await parsedQuery(session, around(condition), "--where", expected);
  if (shape(asked) === shape(await parsedQuery(session, around("true"), "--where", expected))) return;
  throw new ClvError("usage", { where: "--where", expected, got: condition });
}

/** A failure of a user's query or condition. */
function failureOf(error: unknown, where: string, folder: string | undefined): ClvError {
  if (error instanceof ClvError) return error;
  const [message] = (error as Error).message.split("\n") as [string];
  if (message.startsWith("Permission")) {
    return new ClvError("usage", {
      where,
      expected: folder === undefined ? "a condition that uses only the log" : `files in ${folder}, by their names only`,
      got: message,
      wayOut:
        folder === undefined
          ? "To read other files too, use --query."
          : `Write FROM 'orders.csv' or FROM ${LOG}: functions that read files are not allowed.`,
    });
  }
  if (/^(Binder|Catalog|Conversion|Parser)/.test(message)) {
    const hints = (error as Error).message.split("\n").find((line) => /^(Candidate bindings|Did you mean)/i.test(line));
    return new ClvError("usage", {
      where,
      expected: "SQL that DuckDB understands",
      got: message,
      wayOut: `${hints === undefined ? "" : `${hints}. `}Put names with blanks in double quotes, and texts in single quotes.`,
    });
  }
  return engineFailure(error, where);
}
