import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { ClvError } from "../../errors.ts";
import { DUCKDB } from "./dialect.ts";
import { failureKind } from "./engine-failure.ts";
import { tablesOf } from "./load-transactions.ts";
import { logConditions } from "./log-relation.ts";
import type { FoundFiles } from "./opened-source.ts";
import type { DuckdbSession } from "./session.ts";
import { columnAtSql, relationSql } from "./source-sql.ts";
import { requireStructure } from "./structure.ts";

const { identifier, literal } = DUCKDB;

/** The rows of CSV files as text, in a database file of the run. */
export interface TextTable {
  readonly path: string;
  /** The name of each column as a query finds it: no two are equal but for case, and none is empty. */
  readonly names: readonly string[];
  /** For each column, the type that all its values have and from which their text can be restored. */
  readonly types: readonly TextType[];
  readonly rows: number;
}

/** The table of the file, whose columns are `c0`, `c1`, … */
export const TEXTS = "texts";

/** The kind of all values of a column. */
export type TextType = "BIGINT" | "DOUBLE" | "DATE" | "TIMESTAMP" | "VARCHAR";

/**
 * The types to try. The column gets the first one that fits every value. A number with leading zeros, such as an id
 * `007`, is text, so that no two ids become one.
 */
const SHAPES: readonly (readonly [Exclude<TextType, "VARCHAR">, string])[] = [
  ["BIGINT", "-?(0|[1-9][0-9]{0,17})"],
  ["DOUBLE", "-?(0|[1-9][0-9]{0,14})([.][0-9]{1,12})?"],
  ["DATE", "[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]"],
  ["TIMESTAMP", "[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"],
];

/** Reads CSV files into a database file of the run, with the same fields as in the memory engine. */
export async function textTable(session: DuckdbSession, found: FoundFiles): Promise<TextTable> {
  const path = join(session.folder.path, `texts-${randomBytes(6).toString("hex")}.duckdb`);
  const catalog = `texts_${randomBytes(6).toString("hex")}`;
  await session.run(`ATTACH ${literal(path)} AS ${catalog}`);
  const { columns } = found.source;
  try {
    const table = `${catalog}.main.${identifier(TEXTS)}`;
    if (!(await copied(session, found, table))) await loaded(session, found, catalog);
    const decimal = found.source.kind === "csv" ? (found.source.options.decimal ?? "point") : "point";
    const types = await typesOf(session, table, columns.length, decimal);
    const { rows } = await session.numbers(`SELECT count(*) AS rows FROM ${table}`);
    return { path, names: distinctNames(columns.map(({ name }) => name)), types, rows: rows! };
  } finally {
    await session.run(`DETACH ${catalog}`);
  }
}

/** Copies the rows with DuckDB. Returns false where it might split a row into other fields than the memory engine. */
async function copied(session: DuckdbSession, found: FoundFiles, table: string): Promise<boolean> {
  const { source, quoted, obstacle } = found;
  if (source.kind !== "csv" || obstacle !== undefined) return false;
  const conditions = logConditions(source, quoted);
  const first = `CASE WHEN ${conditions.join(" AND ")} THEN ${columnAtSql(source, 0)} ELSE error('a row in doubt') END`;
  const rest = source.columns.map((_, k) => `${k === 0 ? first : columnAtSql(source, k)} AS c${k}`);
  const sql = `CREATE OR REPLACE TABLE ${table} AS SELECT ${rest.join(", ")} FROM ${relationSql(source, quoted)}`;
  const outcomes = await Promise.allSettled([session.run(sql), requireStructure(source, quoted)]);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed === undefined) return true;
  if (failed.reason instanceof ClvError || failureKind(failed.reason) !== "rows") throw session.failure(failed.reason);
  return false;
}

/** Loads the rows one by one. */
async function loaded(session: DuckdbSession, { source }: FoundFiles, catalog: string): Promise<void> {
  const appender = await session.textAppender(catalog, TEXTS, source.columns.length);
  try {
    for await (const { name, batches, columns } of tablesOf(session, source)) {
      for await (const { records, rowOf, broken } of batches) {
        for (let k = 0; k < records.length; k++) {
          const fields = records[k]!;
          if (fields.length <= 1 && (fields[0] ?? "") === "" && !broken.has(k)) continue;
          if (broken.has(k) || fields.length !== columns.length)
            throw brokenRow(name, rowOf(k), fields, columns.length);
          appender.add(fields);
        }
      }
    }
  } finally {
    appender.close();
  }
}

function brokenRow(name: string, row: number, fields: readonly string[], columns: number): ClvError {
  return new ClvError("data", {
    where: `${name} row ${row}`,
    expected: "rows that a query can read: as many fields as columns, and quotes at both ends of a quoted field",
    got: fields.length === columns ? fields.join(" ") : `${fields.length} fields for ${columns} columns`,
    wayOut: "Correct the row, or leave out --where and --query, which cannot skip it.",
  });
}

async function typesOf(
  session: DuckdbSession,
  table: string,
  columns: number,
  decimal: "point" | "comma",
): Promise<TextType[]> {
  const fits = Array.from({ length: columns }, (_, k) =>
    SHAPES.map(([type, shape]) => {
      const field = decimal === "comma" && type === "DOUBLE" ? `replace(c${k}, ',', '.')` : `c${k}`;
      const real = type === "DATE" || type === "TIMESTAMP" ? ` AND TRY_CAST(${field} AS ${type}) IS NOT NULL` : "";
      return `coalesce(bool_and(c${k} = '' OR (regexp_full_match(${field}, '${shape}')${real})), false)`;
    }),
  ).flat();
  const some = Array.from({ length: columns }, (_, k) => `coalesce(bool_or(c${k} <> ''), false)`);
  const selected = [...fits, ...some].map((sql) => `CAST(${sql} AS VARCHAR)`);
  const [row] = (await session.texts(`SELECT ${selected.join(", ")} FROM ${table}`)) as [string[]];
  return Array.from({ length: columns }, (_, k) => {
    if (row[fits.length + k] !== "true") return "VARCHAR";
    const at = SHAPES.findIndex((_, n) => row[k * SHAPES.length + n] === "true");
    return at < 0 ? "VARCHAR" : SHAPES[at]![0];
  });
}

/** A field of the table under its type; blank is NULL. */
export function typedField(k: number, type: TextType, decimal: "point" | "comma"): string {
  const field = decimal === "comma" && type === "DOUBLE" ? `replace(c${k}, ',', '.')` : `c${k}`;
  return `CAST(nullif(${field}, '') AS ${type})`;
}

/** Distinct names: equal names get a number each, and an empty name gets the position of its column. */
function distinctNames(names: readonly string[]): string[] {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const given: string[] = [];
  names.forEach((name, k) => {
    const whole = name === "" ? `column ${k + 1}` : name;
    const twice = names.filter((other) => same(other, name)).length > 1 && name !== "";
    let own = twice ? `${whole} (${names.slice(0, k + 1).filter((other) => same(other, name)).length})` : whole;
    while (given.some((other) => same(other, own))) own = `${own}_`;
    given.push(own);
  });
  return given;
}
