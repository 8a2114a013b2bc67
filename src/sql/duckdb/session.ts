import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import type * as Api from "@duckdb/node-api";
import { roomToShare } from "../../io/threads.ts";
import type { LoadColumn, Session } from "../session.ts";
import { ORDER } from "../steps/transactions-sql.ts";
import { DUCKDB } from "./dialect.ts";
import { engineFailure } from "./engine-failure.ts";
import { type EngineLimits, openInstance } from "./open-instance.ts";
import { resultOf, type Sight } from "./result-of.ts";
import { openRunFolder, type RunFolder } from "./run-folder.ts";
import { setUp } from "./set-up.ts";
import { type StreamedRows, type Watch, wholeStream } from "./whole-stream.ts";

// As in `openInstance`.
const require = createRequire(import.meta.url);
const { DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } = require("@duckdb/node-api") as typeof Api;

/** A DuckDB in this process with one connection, private to a run. */
export interface DuckdbSession extends Session {
  readonly folder: RunFolder;
  /** Runs a user's query apart from our own tables, see {@link resultOf}. */
  resultOf(sight: Sight, query: string): Promise<string>;
  /**
   * Opens a new table `customer`, `instant`, `value` to which transactions are appended, with columns for attributes
   * and, if `ordered`, for the order.
   */
  appender(table: string, attributes: number, ordered?: boolean): Promise<TransactionAppender>;
  /** Opens a new table of an attached database, with columns `c0`, `c1`, … of text, to which rows are appended. */
  textAppender(catalog: string, table: string, columns: number): Promise<TextAppender>;
}

/** Appends rows of text to a table, one by one. */
interface TextAppender {
  add(fields: readonly string[]): void;
  close(): void;
}

/** Appends transactions to a table, one by one. */
export interface TransactionAppender {
  add(customer: string, instant: number, value: number, words: readonly string[]): void;
  close(): void;
}

const { identifier, literal } = DUCKDB;
const CHUNK = 2048;
/** The number of chunks filled without a pause, in some hundredths of a second. */
const TURN = 32;

/** Opens a DuckDB for one run. */
export async function openSession(limits: EngineLimits = {}): Promise<DuckdbSession> {
  const folder = await openRunFolder(limits.tempDirectory);
  const { instance, connection, memory } = await openInstance(limits, folder).catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  // A process waits for its threads at the end. So the exit interrupts the thread in which a statement runs.
  const interrupt = (): void => connection.interrupt();
  process.on("exit", interrupt);
  const running = watched();
  return {
    dialect: DUCKDB,
    failure: engineFailure,
    folder,
    ...queries(instance, connection, running.watch),
    /**
     * When its limit is set, DuckDB returns what it has freed to the system. It lets the C library do the same for the
     * whole process.
     */
    trim: () =>
      running.watch(async () => {
        // On a connection of its own: a query on the other may still be delivering rows. The end waits until it is closed.
        const own = await instance.connect();
        try {
          await own.run(`SET memory_limit = ${literal(memory)}`);
        } finally {
          own.closeSync();
        }
      }),
    resultOf: (sight, query) => running.watch(() => resultOf(limits, folder, sight, query)),
    async close() {
      process.off("exit", interrupt);
      // A connection closed during a statement would wait for itself for ever.
      await running.end(interrupt);
      connection.closeSync();
      instance.closeSync();
      folder.remove();
    },
  };
}

/** Keeps a list of the running statements. After the end no statement can begin. */
function watched(): { watch: Watch; end(interrupt: () => void): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  let ended = false;
  return {
    async watch(work) {
      if (ended) throw new Error("INTERRUPT Error: closed");
      const promise = work();
      running.add(promise);
      try {
        return await promise;
      } finally {
        running.delete(promise);
      }
    },
    async end(interrupt) {
      ended = true;
      if (running.size === 0) return;
      interrupt();
      // A statement that was about to begin missed the first interrupt.
      const again = setInterval(interrupt, 10);
      await Promise.allSettled(running);
      clearInterval(again);
    },
  };
}

function queries(
  instance: Api.DuckDBInstance,
  connection: Api.DuckDBConnection,
  watch: Watch,
): Omit<DuckdbSession, "dialect" | "failure" | "folder" | "trim" | "resultOf" | "close"> {
  const ready = setUp(connection, watch);
  // Watched: to connect to a closed database would crash the process.
  const connect = (): Promise<Api.DuckDBConnection> => watch(() => instance.connect());
  return {
    async run(sql) {
      await ready(sql);
      await watch(() => connection.run(sql));
    },
    async begin(sql) {
      await ready(sql);
      // Prepares first: each call into DuckDB returns to this thread before the next.
      const statement = await watch(() => connection.prepare(sql));
      const done = watch(async () => void (await statement.run()));
      // The caller sees the error when it awaits the promise. Until then the rejection is not reported as unhandled.
      done.catch(() => {});
      return { done };
    },
    async numbers(sql) {
      await ready(sql);
      const reader = await watch(() => connection.runAndReadAll(sql));
      const row = reader.getRows()[0]!;
      return Object.fromEntries(
        reader.columnNames().map((name, k) => [name, row[k] === null ? Number.NaN : Number(row[k])]),
      );
    },
    async texts(sql) {
      await ready(sql);
      return (await watch(() => connection.runAndReadAll(sql))).getRows() as (string | null)[][];
    },
    async doubles(sql) {
      await ready(sql);
      const parts: Float64Array[][] = [];
      let columns = 0;
      for await (const chunk of wholeStream(connection, watch, sql)) {
        columns = chunk.columns;
        if (chunk.rows > 0) parts.push(Array.from({ length: columns }, (_, k) => doublesOf(chunk, k)));
      }
      return Array.from({ length: columns }, (_, k) => joined(parts.map((part) => part[k]!)));
    },
    async *batches(sql) {
      await ready(sql);
      for await (const { rows, columns, chunk } of wholeStream(connection, watch, sql)) {
        const fields = chunk.getRows().slice(0, rows) as (string | null)[][];
        for (const row of fields) row.length = columns;
        if (rows > 0) yield fields;
      }
    },
    async load(table, names, columns) {
      const typed = names.map((name, k) => `${identifier(name)} ${typeOf(columns[k]!)}`);
      const own = await connect();
      await watch(() => own.run(`CREATE OR REPLACE TABLE ${identifier(table)} (${typed.join(", ")})`));
      const appender = await own.createAppender(table);
      const chunk = DuckDBDataChunk.create(columns.map(typeOf));
      const length = columns[0]?.length ?? 0;
      for (let from = 0; from < length; from += CHUNK) {
        // So that signals are handled in between.
        if (from % (TURN * CHUNK) === 0) await setImmediate();
        const count = Math.min(CHUNK, length - from);
        chunk.reset();
        chunk.rowCount = count;
        columns.forEach((column, k) => {
          if (isText(column)) chunk.setColumnValues(k, column.slice(from, from + count));
          else fillNumbers(chunk, k, column.subarray(from, from + count));
        });
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
      own.closeSync();
    },
    async appender(table, attributes, ordered = false) {
      const texts = Array.from({ length: attributes }, (_, k) => `, attribute_${k} VARCHAR`).join("");
      await watch(() =>
        connection.run(
          `CREATE OR REPLACE TABLE ${identifier(table)} (customer VARCHAR, instant BIGINT, value DOUBLE${texts}${ordered ? `, ${ORDER} VARCHAR` : ""})`,
        ),
      );
      // It needs a second connection, because a query on the first may still be delivering rows.
      const own = await connect();
      const appender = await own.createAppender(table);
      return {
        add(customer, instant, value, words) {
          appender.appendVarchar(customer);
          appender.appendBigInt(BigInt(instant));
          appender.appendDouble(value);
          for (const word of words) appender.appendVarchar(word);
          appender.endRow();
        },
        close() {
          appender.closeSync();
          own.closeSync();
        },
      };
    },
    async textAppender(catalog, table, columns) {
      const typed = Array.from({ length: columns }, (_, k) => `c${k} VARCHAR`);
      const name = `${identifier(catalog)}.main.${identifier(table)}`;
      await watch(() => connection.run(`CREATE OR REPLACE TABLE ${name} (${typed.join(", ")})`));
      const own = await connect();
      const appender = await own.createAppender(table, "main", catalog);
      return {
        add(fields) {
          for (const field of fields) appender.appendVarchar(field);
          appender.endRow();
        },
        close() {
          appender.closeSync();
          own.closeSync();
        },
      };
    },
    progress: () => {
      const { percentage, total_rows_to_process } = connection.progress;
      return { percent: percentage, expected: Number(total_rows_to_process) };
    },
  };
}

function isText(column: LoadColumn): column is readonly string[] {
  return Array.isArray(column);
}

function typeOf(column: LoadColumn): typeof VARCHAR | typeof DOUBLE | typeof INTEGER {
  if (isText(column)) return VARCHAR;
  return column instanceof Float64Array ? DOUBLE : INTEGER;
}

/** Fills a column of a chunk from an array in one call. */
function fillNumbers(chunk: Api.DuckDBDataChunk, column: number, values: Float64Array | Int32Array): void {
  const vector = chunk.getColumnVector(column) as unknown as { items: typeof values; flush(): void };
  vector.items.set(values);
  vector.flush();
}

function doublesOf({ chunk, rows }: StreamedRows, column: number): Float64Array {
  const vector = chunk.getColumnVector(column) as unknown as { items: Float64Array };
  return vector.items.slice(0, rows);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = roomToShare(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
