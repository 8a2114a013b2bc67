import { ClvError } from "../../errors.ts";
import type { Source, SourceColumn } from "../source.ts";
import type { TrinoAddress } from "./address.ts";
import { TRINO } from "./dialect.ts";
import { TrinoError } from "./failure.ts";
import type { TrinoSession } from "./session.ts";

const { identifier, literal } = TRINO;

/** The part of a table to read. */
export interface TableReading {
  /** A query in place of the table. */
  readonly query?: string;
  /** Only rows for which this condition holds. */
  readonly where?: string;
}

/** A table of a cluster, or the result of a query, as a source whose rows stay in the cluster. */
export async function tableSource(
  session: TrinoSession,
  address: TrinoAddress,
  { query, where }: TableReading,
): Promise<Source & { readonly whereOf?: number }> {
  const whole = query === undefined ? await oneState(session, address) : await session.resultOf(query);
  const { from, whereOf } = where === undefined ? { from: whole } : await rowsWhere(session, whole, where);
  const columns = (await session.columnsOf(from)).map(
    ({ name, type }): SourceColumn => ({ name, ...typeOf(type), declared: type }),
  );
  const columnAt = (column: SourceColumn): string =>
    column.declared === "uuid" ? `CAST(${identifier(column.name)} AS VARCHAR)` : identifier(column.name);
  return {
    files: [address.text],
    columns,
    sample: [],
    quoted: true,
    isTable: true,
    relation: () => ({
      from,
      column: (name) => columnAt(columns.find((column) => column.name === name)!),
      columns,
      conditions: [],
    }),
    columnAt: (index) => columnAt(columns[index]!),
    requireStructure: async () => {},
    ...(whereOf !== undefined && { whereOf }),
  };
}

/** The table of an address as SQL, with every part of its name. */
export function tableSql({ catalog, schema, name }: TrinoAddress): string {
  return [catalog, schema, name!].map(identifier).join(".");
}

/** The connector of a catalog, such as `iceberg`; undefined where the user lacks the right to see it. */
export async function connectorOf(session: TrinoSession, catalog: string): Promise<string | undefined> {
  const sql = `SELECT connector_name FROM system.metadata.catalogs WHERE catalog_name = ${literal(catalog)}`;
  const [[connector] = []] = await session.outside(sql).catch(() => []);
  return connector ?? undefined;
}

/**
 * A table; for Iceberg, its present snapshot. Rows added during a run then appear in none of its statements, rather
 * than in some.
 */
async function oneState(session: TrinoSession, address: TrinoAddress): Promise<string> {
  if (address.name === undefined) {
    throw new ClvError("usage", {
      where: address.text,
      expected: "the address of a table, or a --query",
      got: "the address of a schema",
    });
  }
  const table = tableSql(address);
  if ((await connectorOf(session, address.catalog)) !== "iceberg") return table;
  const snapshot = await snapshotOf(session, address);
  return snapshot === undefined ? table : `${table} FOR VERSION AS OF ${snapshot}`;
}

/** The number of the present snapshot of a table of Iceberg, which has more than 53 bits; undefined for a view, which has none. */
export async function snapshotOf(session: TrinoSession, address: TrinoAddress): Promise<string | undefined> {
  const refs = tableSql({ ...address, name: `${address.name}$refs` });
  const found = session.outside(`SELECT CAST(snapshot_id AS VARCHAR) FROM ${refs} WHERE name = 'main'`);
  const [[snapshot] = []] = await found.catch((error: unknown) => {
    if (error instanceof TrinoError && error.errorType === "USER_ERROR") return [];
    throw error;
  });
  return snapshot ?? undefined;
}

/** The rows of a relation that meet a user's condition, and the number of rows before it. */
async function rowsWhere(
  session: TrinoSession,
  whole: string,
  where: string,
): Promise<{ from: string; whereOf: number }> {
  const rows = `SELECT * FROM ${whole} WHERE (${where}\n)`;
  const [[count] = []] = await session.outside(`SELECT CAST(count(*) AS VARCHAR) FROM ${whole}`);
  // A query within the condition could use one of our names.
  const from = /\bselect\b/i.test(where) ? await session.resultOf(rows) : `(${rows})`;
  return { from, whereOf: Number(count) };
}

function typeOf(type: string): Pick<SourceColumn, "type"> {
  if (/^varchar(\(\d+\))?$/.test(type) || type === "uuid") return { type: "text" };
  if (/^(tinyint|smallint|integer|bigint)$/.test(type)) return { type: "integer" };
  if (/^decimal\(/.test(type)) return { type: "decimal" };
  if (type === "double" || type === "real") return { type: "number" };
  if (type === "date") return { type: "date" };
  if (/^timestamp(\(\d+\))?$/.test(type)) return { type: "time" };
  // CHAR pads an id with blanks.
  return { type: /^timestamp(\(\d+\))? with time zone$/.test(type) ? "instant" : "other" };
}
