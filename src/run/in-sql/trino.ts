import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { ClvError } from "../../errors.ts";
import { given } from "../../given.ts";
import type { Outputs } from "../../io/outputs.ts";
import { openSession } from "../../sql/duckdb/session.ts";
import { beginWriting } from "../../sql/duckdb/write-table.ts";
import type { OutputTable, Writing } from "../../sql/output.ts";
import {
  isSameCluster,
  isTrinoAddress,
  scratchPlace,
  type TrinoAddress,
  trinoAddress,
} from "../../sql/trino/address.ts";
import type { TrinoAccess } from "../../sql/trino/client.ts";
import { TrinoError, trinoFailure } from "../../sql/trino/failure.ts";
import { openTrino, type TrinoSession } from "../../sql/trino/session.ts";
import { tableSource } from "../../sql/trino/source.ts";
import { placingOf, requireTablePlace, type TablePlace } from "../../sql/trino/write-table.ts";
import type { InputOptions, MachineOptions, OutputOptions } from "../options.ts";
import type { Database } from "./database.ts";

type Asked = InputOptions & MachineOptions & Pick<OutputOptions, "force">;

/** The demands of a run on a cluster. */
interface Asks {
  /** The tables to be written. */
  readonly outputs?: readonly string[];
  /** Whether the ids of the most valuable customers are fetched. */
  readonly named?: boolean;
  /** Whether every id is fetched. */
  readonly ids?: boolean;
}

/**
 * Opens a cluster for a run over one of its tables.
 *
 * @param how the tables to be written, and the ids to be fetched
 */
export async function openCluster(
  path: string,
  options: Asked,
  { outputs = [], named = false, ids = false }: Asks,
): Promise<Database> {
  const address = trinoAddress(path);
  refuseOfFiles(options);
  const access = await accessTo(address, options);
  const written = outputs.filter(isTrinoAddress).map(trinoAddress);
  for (const other of written) {
    if (isSameCluster(address, other)) continue;
    throw new ClvError("usage", {
      where: other.text,
      expected: `a place on the cluster of ${address.text}`,
      got: other.text,
    });
  }
  const scratch = options.scratch === undefined ? (written[0] ?? address) : scratchPlace(options.scratch);
  const session = openTrino(access, scratch);
  const failure = (error: unknown): unknown =>
    error instanceof TrinoError ? trinoFailure(error, address.text) : error;
  const places = new Map<string, TablePlace>();
  try {
    // A long run should not learn only at its end that it may not write.
    for (const other of written)
      places.set(other.text, await requireTablePlace(session, other, options.force ?? false));
  } catch (error) {
    await session.close();
    throw failure(error);
  }
  return {
    engine: "trino",
    session,
    open: (_, { query, where }) => tableSource(session, address, given({ query, where })),
    async wordsBeside() {
      throw new ClvError("usage", {
        where: "--attributes",
        expected: "a log in files",
        got: "a table of a cluster",
        wayOut: "Join them there: --query 'SELECT … FROM log JOIN attributes …'.",
      });
    },
    async write(files, to, table) {
      const place = places.get(to);
      if (place === undefined) return writeHere(session, files, to, table, options);
      files.atCommit(placingOf(session, openTrino(access, scratch), place, table));
      return { done: Promise.resolve(undefined) };
    },
    readsBack: () => false,
    rowsRead: async () => undefined,
    idsStay: !ids,
    namesBest: named || ids,
    // The tables of the cluster are not written yet; at the end the output tables are made from them.
    release: async () => {},
    failure,
    close: session.close,
  };
}

/** The access to a cluster. Secrets come from the environment alone. */
async function accessTo(address: TrinoAddress, { ca, env = process.env }: MachineOptions): Promise<TrinoAccess> {
  const { CLV_TRINO_PASSWORD: password, CLV_TRINO_TOKEN: token } = env;
  const certificate = ca === undefined ? undefined : await readCertificate(ca);
  return {
    address,
    user: address.user ?? userInfo().username,
    ...given({ password: password || undefined, token: token || undefined, ca: certificate }),
  };
}

async function readCertificate(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: Error) => error);
  if (typeof text === "string" && text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new ClvError("usage", {
    where: "--ca",
    expected: "a file with a PEM certificate",
    got: typeof text === "string" ? path : text.message,
  });
}

const OF_FILES = ["table", "noHeader", "columns", "delimiter", "decimal", "skipLines", "comment"] as const;

/** Refuses options for reading files, and options that need ids here. */
function refuseOfFiles(options: Asked & { readonly history?: string }): void {
  if (options.history !== undefined) {
    throw new ClvError("usage", {
      where: "--history",
      expected: "a log in files",
      got: "a table of a cluster, where the ids stay",
      wayOut: "Leave it out: the page shows the first of the customers slipping away.",
    });
  }
  for (const name of OF_FILES) {
    if (options[name] === undefined || options[name] === false) continue;
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new ClvError("usage", {
      where: `--${flag}`,
      expected: "a file to apply it to",
      got: "a table of a cluster",
      wayOut: "Leave it out. To change how rows are read, write SQL: --query.",
    });
  }
}

/** Fetches a table and writes it to a file here, in the order of the ids, with the same bytes as from DuckDB. */
async function writeHere(
  session: TrinoSession,
  outputs: Outputs,
  path: string,
  { columns, order = "customer_id", ...table }: OutputTable,
  { memoryLimit, threads, tempDirectory }: MachineOptions,
): Promise<Writing> {
  const write = async (): Promise<undefined> => {
    const here = await openSession(given({ memoryLimit, threads, tempDirectory }));
    try {
      const fetched = [{ name: order, sql: order, kind: order === "customer_id" ? "text" : "number" }, ...columns];
      const names = fetched.map((_, k) => `c${k}`);
      let created = false;
      for await (const rows of session.batches(
        `SELECT ${fetched.map(({ sql }) => sql).join(", ")} FROM ${table.from}`,
      )) {
        const page = fetched.map(({ kind }, k) =>
          kind === "text"
            ? rows.map((row) => row[k] ?? "")
            : Float64Array.from(rows, (row) => (row[k] === null ? Number.NaN : Number(row[k]))),
        );
        await here.load("page", names, page);
        await here.run(
          created ? "INSERT INTO fetched SELECT * FROM page" : "CREATE TABLE fetched AS SELECT * FROM page",
        );
        created = true;
      }
      if (!created) throw new ClvError("data", { where: path, expected: "rows from the cluster", got: 0 });
      const CAST = { text: "VARCHAR", number: "DOUBLE", date: "INTEGER", instant: "BIGINT" } as const;
      const local = columns.map((column, k) => ({
        ...column,
        sql:
          column.kind === "text"
            ? `c${k + 1}`
            : `CAST(CASE WHEN NOT isnan(c${k + 1}) THEN c${k + 1} END AS ${CAST[column.kind]})`,
      }));
      const { done } = await beginWriting(here, outputs, path, {
        ...table,
        from: "fetched",
        columns: local,
        order: "c0",
      });
      await done;
    } finally {
      await here.close();
    }
  };
  const done = write();
  // The caller sees the error when it awaits the promise. Until then the rejection is not reported as unhandled.
  done.catch(() => {});
  return { done };
}
