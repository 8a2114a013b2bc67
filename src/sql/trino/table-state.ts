import { isOwnComment } from "../../io/own-table.ts";
import type { TrinoAddress } from "./address.ts";
import type { TrinoColumn } from "./client.ts";
import { TRINO } from "./dialect.ts";
import { TrinoError } from "./failure.ts";
import type { TrinoSession } from "./session.ts";
import { snapshotOf, tableSql } from "./source.ts";

const { literal } = TRINO;

/** The state of a table at one moment. */
export interface TableState {
  readonly columns: readonly TrinoColumn[];
  readonly comment: string | null;
  /** Undefined if the connector keeps none. */
  readonly snapshot: string | undefined;
}

/** The columns of a table; undefined where there is none. */
export async function columnsThere(
  session: TrinoSession,
  address: TrinoAddress,
): Promise<readonly TrinoColumn[] | undefined> {
  try {
    return await session.columnsOf(tableSql(address));
  } catch (error) {
    if (error instanceof TrinoError && error.errorName === "TABLE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Whether the table of an address has the comment of our tables; false where a connector keeps no comments. */
export async function hasOwnComment(session: TrinoSession, address: TrinoAddress): Promise<boolean> {
  return isOwnComment((await commentOf(session, address)) ?? "");
}

/** The state of a table; undefined where there is none. */
export async function stateOf(
  session: TrinoSession,
  address: TrinoAddress,
  connector: string | undefined,
): Promise<TableState | undefined> {
  const columns = await columnsThere(session, address);
  if (columns === undefined) return undefined;
  const snapshot = connector === "iceberg" ? await snapshotOf(session, address) : undefined;
  return { columns, comment: await commentOf(session, address), snapshot };
}

/**
 * Restores a table: a new table is dropped, a table of Iceberg goes back to its snapshot.
 *
 * @throws Error where the connector keeps no snapshots, or the cluster fails
 */
export async function restoreTable(
  session: TrinoSession,
  address: TrinoAddress,
  before: TableState | undefined,
): Promise<void> {
  const table = tableSql(address);
  const columns = await columnsThere(session, address);
  if (before === undefined) {
    if (columns !== undefined && (await hasOwnComment(session, address))) await session.change(`DROP TABLE ${table}`);
    return;
  }
  const { snapshot, comment } = before;
  if (snapshot === undefined) throw new Error("a table without snapshots does not go back");
  if (columns !== undefined && (await snapshotOf(session, address)) === snapshot) return;
  const said = comment === null ? undefined : literal(comment);
  if (JSON.stringify(columns) === JSON.stringify(before.columns)) {
    await session.change(`ALTER TABLE ${table} EXECUTE rollback_to_snapshot(${snapshot})`);
    await session.change(`COMMENT ON TABLE ${table} IS ${said ?? "NULL"}`);
    return;
  }
  // A table that goes back to its snapshot keeps its newer columns.
  await session.change(
    `CREATE OR REPLACE TABLE ${table}${said === undefined ? "" : ` COMMENT ${said}`} AS SELECT * FROM ${table} FOR VERSION AS OF ${snapshot}`,
  );
}

async function commentOf(session: TrinoSession, { catalog, schema, name }: TrinoAddress): Promise<string | null> {
  const [[comment] = []] = await session.outside(
    `SELECT comment FROM system.metadata.table_comments WHERE catalog_name = ${literal(catalog)} AND ` +
      `schema_name = ${literal(schema)} AND table_name = ${literal(name!)}`,
  );
  return comment ?? null;
}
