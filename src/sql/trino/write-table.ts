import { ClvError } from "../../errors.ts";
import { foreign } from "../../io/own-file.ts";
import { isOwnComment, isOwnTable, ownComment } from "../../io/own-table.ts";
import type { OutputColumn, OutputTable } from "../output.ts";
import type { TrinoAddress } from "./address.ts";
import { TRINO } from "./dialect.ts";
import { TrinoError, trinoFailure } from "./failure.ts";
import type { TrinoSession } from "./session.ts";
import { connectorOf, tableSql } from "./source.ts";

const { identifier, literal } = TRINO;

/** The connectors that replace a table at one stroke. */
const REPLACING = ["iceberg", "delta_lake"];

/** A place on a cluster for a table. */
export interface TablePlace {
  readonly address: TrinoAddress;
  readonly connector: string | undefined;
}

/**
 * Finds out whether a table may be written to an address.
 *
 * @param force - Whether a table that `clv` did not write may be replaced.
 * @throws ClvError `usage` where another table is in the way, or one that can't be replaced at one stroke
 */
export async function requireTablePlace(
  session: TrinoSession,
  address: TrinoAddress,
  force: boolean,
): Promise<TablePlace> {
  if (address.name === undefined) {
    throw new ClvError("usage", {
      where: address.text,
      expected: "the address of a table to write",
      got: "the address of a schema",
    });
  }
  const connector = await connectorOf(session, address.catalog);
  const there = await session.columnsOf(tableSql(address)).catch((error: unknown) => {
    if (error instanceof TrinoError && error.errorName === "TABLE_NOT_FOUND") return undefined;
    throw trinoFailure(error, address.text);
  });
  if (there === undefined) return { address, connector };
  // A table of a cluster has `t` for T.
  const columns = there.map(({ name }) => ({ name: name === "t" ? "T" : name }));
  if (!force && !isOwnTable(columns) && !(await hasOwnComment(session, address)))
    throw foreign(address.text, "another table");
  if (connector !== undefined && !REPLACING.includes(connector)) {
    throw new ClvError("usage", {
      where: address.text,
      expected: `no table of that name, since the connector ${connector} can't replace one at one stroke`,
      got: "a table",
      wayOut: "Drop it, name another, or write to a catalog of Iceberg or Delta tables.",
    });
  }
  return { address, connector };
}

/** Whether the table of an address has the comment of our tables; no where a connector keeps none. */
async function hasOwnComment(session: TrinoSession, { catalog, schema, name }: TrinoAddress): Promise<boolean> {
  const comments = await session.texts(
    `SELECT coalesce(comment, '') FROM system.metadata.table_comments WHERE catalog_name = ${literal(catalog)} AND ` +
      `schema_name = ${literal(schema)} AND table_name = ${literal(name!)}`,
  );
  return comments.some(([comment]) => isOwnComment(comment!));
}

/** Writes a table of the steps to its place, at one stroke: the old one is there until the new one is whole. */
export async function writeToCluster(session: TrinoSession, place: TablePlace, table: OutputTable): Promise<void> {
  const { address, connector } = place;
  const replace = connector === undefined || REPLACING.includes(connector) ? "OR REPLACE " : "";
  const columns = table.columns.map(({ name, sql, kind }) => `${typed(connector)[kind](sql)} AS ${identifier(name)}`);
  const query = session.meant(`SELECT ${columns.join(", ")} FROM ${table.from}`);
  try {
    await session.change(
      `CREATE ${replace}TABLE ${tableSql(address)} COMMENT ${literal(ownComment(table.metadata))} AS ${query}`,
    );
  } catch (error) {
    throw trinoFailure(error, address.text);
  }
}

/** A column as its type; instants have the precision, and the zone, that the connector knows. */
function typed(connector: string | undefined): Readonly<Record<OutputColumn["kind"], (sql: string) => string>> {
  const instant = (sql: string): string => `from_unixtime_nanos(CAST(${sql} AS BIGINT) * 1000000)`;
  const type =
    connector === undefined || REPLACING.includes(connector) ? "TIMESTAMP(6) WITH TIME ZONE" : "TIMESTAMP(3)";
  return {
    text: (sql) => sql,
    number: (sql) => sql,
    date: (sql) => `date_add('day', ${sql}, DATE '1970-01-01')`,
    instant: (sql) => `CAST(${instant(sql)} AS ${type})`,
  };
}
