import { readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { runCommand } from "../../src/cli/run-command.ts";
import { openCsv } from "../../src/data/csv/table.ts";
import { trinoAddress } from "../../src/sql/trino/address.ts";
import { type TrinoClient, trinoClient } from "../../src/sql/trino/client.ts";
import { TRINO } from "../../src/sql/trino/dialect.ts";
import { loadSql, rowsAtOnce } from "../../src/sql/trino/load-sql.ts";
import type { RunOptions } from "../support/clv.ts";

/** The port of the cluster of the tests, and the schema of Iceberg tables in it. */
export const PORT = Number(process.env["CLV_TRINO_PORT"] ?? 8089);
export const CLUSTER = `trino://clv@127.0.0.1:${PORT}`;

/** Runs the command from source in this process; several may run beside each other, since a cluster mostly lets them wait. */
export async function clvBeside(
  args: readonly string[],
  { cwd, env = {}, signal }: RunOptions = {},
): Promise<{ code: number; stderr: string }> {
  const written: string[] = [];
  const kept = (into: string[]): Writable =>
    new Writable({
      write(piece, _, done) {
        into.push(String(piece));
        done();
      },
    });
  const world = { stdin: Readable.from([]), stdout: kept([]), stderr: kept(written), env: { ...process.env, ...env } };
  const code = await runCommand(args, { ...world, ...(cwd && { cwd }), ...(signal && { signal }) });
  return { code, stderr: written.join("") };
}

/** A client of the cluster of the tests. */
export function client(address = `${CLUSTER}/ice/shop`): TrinoClient {
  const at = trinoAddress(address);
  return trinoClient({ address: at, user: at.user ?? "clv" });
}

/** The rows of a query. */
export async function rows(sql: string, asked = client()): Promise<unknown[][]> {
  const found: unknown[][] = [];
  for await (const page of asked.pages(sql)) for (const row of page.rows) found.push([...row]);
  return found;
}

/** The working tables that are there. */
export function workingTables(): Promise<unknown[][]> {
  return rows(
    `SELECT table_name FROM ice.information_schema.tables WHERE table_schema = 'shop' AND table_name LIKE 'clv\\_%' ESCAPE '\\'`,
  );
}

/** The queries of a user that go on. */
export function goingOn(user: string): Promise<unknown[][]> {
  return rows(
    `SELECT query FROM system.runtime.queries WHERE "user" = '${user}' AND state NOT IN ('FINISHED', 'FAILED')`,
  );
}

/** Keeps the names of the working tables that a run makes, from its statements; hands over those that are still there. */
export function watchedTables(): { note(sql: string): void; left(): Promise<unknown[]> } {
  const made = new Set<unknown>();
  return {
    note(sql) {
      const name = /^CREATE TABLE \S+"(clv_\w+)"/.exec(sql)?.[1];
      if (name !== undefined) made.add(name);
    },
    left: async () => (await workingTables()).flat().filter((name) => made.has(name)),
  };
}

/** Makes a table of a CSV file; of each column a type and how it is made of the text. */
export async function tableOf(table: string, csv: string, types: Readonly<Record<string, string>> = {}): Promise<void> {
  const { columns, batches } = await openCsv([readFileSync(csv)]);
  const values: string[][] = columns.map(() => []);
  for await (const { records } of batches)
    for (const record of records) for (const [k, field] of record.entries()) values[k]!.push(field);
  const named = columns.map((name, k) => ({ name, values: values[k]! }));
  const typed = columns.map((name) => {
    const column = TRINO.identifier(name);
    return `CAST(${types[name] ? `nullif(${column}, '')` : column} AS ${types[name] ?? "VARCHAR"}) AS ${column}`;
  });
  await rows(`DROP TABLE IF EXISTS ${table}`);
  const most = rowsAtOnce(named);
  for (let from = 0; from < values[0]!.length; from += most) {
    const query = `SELECT ${typed.join(", ")} FROM (${loadSql(named, from, Math.min(values[0]!.length, from + most))})`;
    await rows(from === 0 ? `CREATE TABLE ${table} AS ${query}` : `INSERT INTO ${table} ${query}`);
  }
}
