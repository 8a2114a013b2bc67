import { LeftBehind } from "../../errors.ts";
import { roomToShare } from "../../io/threads.ts";
import type { Session } from "../session.ts";
import type { TrinoAddress } from "./address.ts";
import { type TrinoAccess, type TrinoColumn, trinoClient } from "./client.ts";
import { TRINO } from "./dialect.ts";
import { isPassing, trinoFailure } from "./failure.ts";
import { loadSql, loadType, type NamedColumn, rowsAtOnce } from "./load-sql.ts";
import { planned, WorkingTables } from "./working-tables.ts";

/** A cluster for the time of one run. */
export interface TrinoSession extends Session {
  readonly address: TrinoAddress;
  /** The columns of a relation of the cluster, as SQL. It can't use the names of the steps. */
  columnsOf(relation: string): Promise<readonly TrinoColumn[]>;
  /** The rows of a small query of the cluster's own tables. It can't use the names of the steps. */
  outside(sql: string): Promise<(string | null)[][]>;
  /** Makes a table from a user's query, which can't use our names. Returns its name as SQL. */
  resultOf(query: string): Promise<string>;
  /** A query of the steps, with the definitions of their names, for a statement outside the steps. */
  meant(query: string): string;
  /** Runs a statement with visible effects: never twice. */
  change(sql: string): Promise<void>;
  /** Stops running queries, drops every working table and closes. Returns the tables that could not be dropped. */
  close(): Promise<void>;
}

/** Twenty seconds for the transfer, and 120 MB here. */
const MOST_PAIRS = 5_000_000;
/** The number of statements of one load that run at the same time. */
const STREAMS = 4;

/** Opens a cluster for one run, with its working tables in a schema. */
export function openTrino(access: TrinoAccess, scratch: Pick<TrinoAddress, "catalog" | "schema">): TrinoSession {
  const client = trinoClient(access);
  const working = new WorkingTables(scratch);
  const { address } = access;
  let closed: Promise<void> | undefined;

  const finish = async (sql: string): Promise<void> => {
    for await (const _ of client.pages(sql));
  };
  const rowsOf = async (sql: string): Promise<{ columns: readonly TrinoColumn[]; rows: (readonly unknown[])[] }> => {
    const rows: (readonly unknown[])[] = [];
    let columns: readonly TrinoColumn[] = [];
    for await (const page of client.pages(sql)) {
      columns = page.columns;
      for (const row of page.rows) rows.push(row);
    }
    return { columns, rows };
  };
  const drop = async (table: string): Promise<void> => {
    await again(() => finish(`DROP TABLE IF EXISTS ${table}`));
    working.gone(table);
  };
  /** Makes a new table; if the cluster fails, another one in its place. */
  const make = (name: string, define: string, query: string): Promise<string> =>
    again(async () => {
      const table = working.newTable(name);
      try {
        await finish(`CREATE TABLE ${table}${define}${query}`);
        return table;
      } catch (error) {
        // Any remains of it are dropped at the end.
        await drop(table).catch(() => {});
        throw error;
      }
    });
  const run = async (sql: string): Promise<void> => {
    const plan = planned(sql);
    if (plan.kind === "view") return working.knowView(plan.name, plan.query);
    if (plan.kind === "drop") {
      for (const table of working.forget(plan.name)) await drop(table);
      return;
    }
    if (plan.kind === "other") return again(() => finish(working.meant(plan.sql)));
    const table = await make(plan.name, " AS ", working.meant(plan.query));
    for (const old of working.know(plan.name, table, plan.more)) await drop(old);
  };
  const ask = (sql: string) => again(() => rowsOf(working.meant(sql)));
  const texts = async (sql: string): Promise<(string | null)[][]> =>
    sql === TRINO.ownTables ? working.names().map((name) => [name]) : asTexts((await ask(sql)).rows);

  return {
    dialect: TRINO,
    mostPairs: MOST_PAIRS,
    address,
    run,
    async begin(sql) {
      const done = run(sql);
      // The caller sees the error when it awaits the promise. Until then the rejection is not reported as unhandled.
      done.catch(() => {});
      return { done };
    },
    async numbers(sql) {
      const { columns, rows } = await ask(sql);
      return Object.fromEntries(columns.map(({ name }, k) => [name, asNumber(rows[0]?.[k])]));
    },
    texts,
    doubles: (sql) => again(() => doublesOf(client.pages(working.meant(sql)))),
    async *batches(sql) {
      for await (const { rows } of client.pages(working.meant(sql))) if (rows.length > 0) yield asTexts(rows);
    },
    async load(name, names, columns) {
      const named = names.map((column, k): NamedColumn => ({ name: column, values: columns[k]! }));
      const define = ` (${named.map((column) => `${TRINO.identifier(column.name)} ${loadType(column.values)}`).join(", ")})`;
      await again(async () => {
        const table = await make(name, define, "");
        await fill(finish, table, named);
        const [[count] = []] = (await rowsOf(`SELECT count(*) FROM ${table}`)).rows;
        const expected = columns[0]?.length ?? 0;
        // Rows may exist twice when a proxy sent a statement again.
        if (Number(count) !== expected) throw new MiscountError(name, expected, Number(count));
        for (const old of working.know(name, table, false)) await drop(old);
      });
    },
    progress: () => ({ percent: client.progress(), expected: 0 }),
    failure: (error, where = address.text) => trinoFailure(error, where),
    async columnsOf(relation) {
      return (await again(() => rowsOf(`SELECT * FROM ${relation} LIMIT 0`))).columns;
    },
    outside: async (sql) => asTexts((await again(() => rowsOf(sql))).rows),
    async resultOf(query) {
      return make("query", " AS ", `SELECT * FROM (${query}\n)`);
    },
    meant: (query) => working.meant(query),
    change: finish,
    close: () =>
      (closed ??= (async () => {
        await client.cancel();
        client.reopen();
        await Promise.all(working.left().map((table) => drop(table).catch(() => {})));
        const left = working.left();
        await client.cancel();
        if (left.length === 0) return;
        throw new LeftBehind("data", {
          where: address.text,
          expected: "to drop the working tables",
          got: "a failure of the cluster",
          wayOut: `Drop them: ${left.map((table) => `DROP TABLE IF EXISTS ${table};`).join(" ")}`,
        });
      })()),
  };
}

/** The error if rows did not arrive exactly once. */
class MiscountError extends Error {
  readonly errorType = "EXTERNAL";
  readonly errorName = "MISCOUNT";

  constructor(name: string, expected: number, got: number) {
    super(`${got} rows in ${name}, instead of ${expected}`);
  }
}

/**
 * Does work that changes nothing, or whose results can be abandoned. Repeats it once if the cluster or its storage
 * failed.
 */
async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPassing(error)) throw error;
    return work();
  }
}

async function fill(
  finish: (sql: string) => Promise<void>,
  table: string,
  columns: readonly NamedColumn[],
): Promise<void> {
  const length = columns[0]?.values.length ?? 0;
  const most = rowsAtOnce(columns);
  const names = columns.map(({ name }) => TRINO.identifier(name)).join(", ");
  let next = 0;
  const stream = async (): Promise<void> => {
    while (next < length) {
      const from = next;
      next = Math.min(length, from + most);
      await finish(`INSERT INTO ${table} (${names}) ${loadSql(columns, from, next)}`);
    }
  };
  const streams = await Promise.allSettled(Array.from({ length: STREAMS }, stream));
  const failed = streams.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
}

async function doublesOf(
  pages: AsyncIterable<{ columns: readonly TrinoColumn[]; rows: readonly (readonly unknown[])[] }>,
): Promise<Float64Array[]> {
  let columns: Float64Array[] = [];
  let length = 0;
  for await (const { columns: names, rows } of pages) {
    if (columns.length === 0) columns = names.map(() => new Float64Array(1024));
    if (length + rows.length > columns[0]!.length) {
      const capacity = Math.max(2 * columns[0]!.length, length + rows.length);
      columns = columns.map((old) => {
        const wider = new Float64Array(capacity);
        wider.set(old);
        return wider;
      });
    }
    columns.forEach((column, c) => {
      for (let k = 0; k < rows.length; k++) column[length + k] = asNumber(rows[k]![c]);
    });
    length += rows.length;
  }
  return columns.map((column) => {
    const whole = roomToShare(length);
    whole.set(column.subarray(0, length));
    return whole;
  });
}

/** A number of JSON, or text for a number; NaN for NULL. */
function asNumber(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}

function asTexts(rows: readonly (readonly unknown[])[]): (string | null)[][] {
  return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
}
