import { ClvError } from "../../errors.ts";
import type { Placing } from "../../io/outputs.ts";
import { foreign } from "../../io/own-file.ts";
import { isOwnTable, ownComment } from "../../io/own-table.ts";
import type { OutputColumn, OutputTable } from "../output.ts";
import type { TrinoAddress } from "./address.ts";
import { TRINO } from "./dialect.ts";
import { TrinoError, trinoFailure } from "./failure.ts";
import type { TrinoSession } from "./session.ts";
import { connectorOf, tableSql } from "./source.ts";
import { columnsThere, hasOwnComment, restoreTable, stateOf, type TableState } from "./table-state.ts";

const { identifier, literal } = TRINO;

/** The connectors that replace a table atomically. */
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
 * @throws ClvError `usage` where another table is in the way, or one that can't be replaced atomically
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
  const there = await columnsThere(session, address).catch((error: unknown) => {
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
      expected: `no table of that name, because the connector ${connector} cannot replace a table in one step`,
      got: "a table",
      wayOut: "Drop the table, name another, or write to a catalog of Iceberg or Delta tables.",
    });
  }
  return { address, connector };
}

/**
 * Puts a table of the steps into its place atomically: the old table exists until the new one is complete.
 *
 * @param other - A session for restoring the table, which works after an interrupt too.
 */
export function placingOf(
  session: TrinoSession,
  other: TrinoSession,
  { address, connector }: TablePlace,
  table: OutputTable,
): Placing {
  const replace = connector === undefined || REPLACING.includes(connector) ? "OR REPLACE " : "";
  const columns = table.columns.map(({ name, sql, kind }) => `${typed(connector)[kind](sql)} AS ${identifier(name)}`);
  let before: TableState | undefined;
  let untouched = true;
  return {
    place: address.text,
    async put() {
      before = await stateOf(session, address, connector);
      const query = session.meant(`SELECT ${columns.join(", ")} FROM ${table.from}`);
      try {
        untouched = false;
        await session.change(
          `CREATE ${replace}TABLE ${tableSql(address)} COMMENT ${literal(ownComment(table.metadata))} AS ${query}`,
        );
      } catch (error) {
        // The cluster reports that it failed. If the connection is lost, or the query cancelled, the table may exist.
        untouched = error instanceof TrinoError;
        throw trinoFailure(error, address.text);
      }
    },
    async restore() {
      if (!untouched) await restoreTable(other, address, before);
    },
  };
}

/** A column, cast to its type. Instants have the precision and the zone that the connector supports. */
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
