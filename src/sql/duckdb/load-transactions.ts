import { copyCounter } from "../../data/copies.ts";
import { type CsvTable, openCsv } from "../../data/csv/table.ts";
import type { ReadValue } from "../../data/log-value.ts";
import { type ReadOptions, readTable } from "../../data/read-transactions.ts";
import type { RejectionReport } from "../../data/rejection.ts";
import type { LogReport } from "../../data/transaction-log.ts";
import { ClvError } from "../../errors.ts";
import { openInput } from "../../io/input.ts";
import { DUCKDB } from "./dialect.ts";
import { failureKind } from "./engine-failure.ts";
import type { CsvLayout, FileSource } from "./file-source.ts";
import type { DuckdbSession } from "./session.ts";
import { columnSql, fileSql, partitionKeys, partitionsSql, relationSql } from "./source-sql.ts";

const { identifier, literal } = DUCKDB;

/**
 * Reads a log row by row with the reader of the memory engine, into a table of transactions. It is used for logs with rows to reject, and
 * for logs that DuckDB might read differently. The table is in DuckDB and can spill to disk.
 */
export async function loadTransactions(
  session: DuckdbSession,
  table: string,
  source: FileSource,
  options: ReadOptions,
): Promise<LogReport> {
  const appender = await session.appender(table, options.attributes?.length ?? 0, options.order !== undefined);
  const reports: LogReport[] = [];
  const copies = copyCounter();
  try {
    const builder = { add: appender.add, columns: () => NO_COLUMNS };
    let before = 0;
    const inAll: ReadOptions = {
      ...options,
      onProgress: ({ rows, bytes }) => options.onProgress?.({ rows: before + rows, bytes }),
    };
    for await (const rows of tablesOf(session, source)) {
      const { blankLines: _, ...report } = (await readTable(rows, inAll, builder, copies)).report;
      reports.push(report);
      before += report.rows;
    }
  } finally {
    appender.close();
  }
  const { copies: _, ...report } = reports.reduce(added);
  const counted = copies.report();
  return { ...report, ...(counted && { copies: counted }) };
}

const NO_COLUMNS = { length: 0, customers: [], customer: new Int32Array(0), instant: new Float64Array(0) };

/** The files of a source as tables of text. */
export async function* tablesOf(session: DuckdbSession, source: FileSource): AsyncGenerator<CsvTable> {
  if (source.kind !== "csv") {
    yield { ...(await rowsOf(session, source)) };
    return;
  }
  for (const file of source.files) {
    const bytes = await csvBytes(session, file, source.layout.compression);
    yield await openCsv(bytes, { ...source.options, name: file });
  }
}

/** The bytes of a CSV file, unpacked. */
export async function csvBytes(
  session: DuckdbSession,
  file: string,
  compression: CsvLayout["compression"],
): Promise<AsyncIterable<Uint8Array>> {
  return compression === "zstd" ? linesOf(session, file) : (await openInput(file)).bytes;
}

/** A zstd file, which Node 20 can't unpack, unpacked by DuckDB line by line. */
async function* linesOf(session: DuckdbSession, file: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const lines = session.batches(
    `SELECT ${marked("line")} FROM read_csv(${fileSql(file)}, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, ` +
      "delim = chr(31), quote = '', escape = '', compression = 'zstd', parallel = false)",
  );
  try {
    for await (const batch of lines) yield encoder.encode(batch.map(([line]) => `${line?.slice(1) ?? ""}\n`).join(""));
  } catch (error) {
    if (!(error as Error).message.startsWith("Invalid Input")) throw error;
    throw new ClvError("data", {
      where: file,
      expected: "UTF-8 with the same line break throughout, as DuckDB needs to unpack it",
      got: (error as Error).message.split("\n")[0],
      wayOut: "Unpack it with zstd -d: clv reads any text that is not zstd.",
    });
  }
}

/** A source other than a CSV file as a table of text. NULL is an empty field; rows are counted from 1. */
async function rowsOf(session: DuckdbSession, source: Exclude<FileSource, { kind: "csv" }>): Promise<CsvTable> {
  const { columns } = source;
  const { from, valid, column } = source.kind === "json" ? jsonObjects(source) : typedRows(source);
  const selected = [valid, ...columns.map(({ name }) => marked(`CAST(${column(name)} AS VARCHAR)`))];
  async function* batches() {
    let rows = 0;
    try {
      for await (const batch of session.batches(`SELECT ${selected.join(", ")} FROM ${from}`)) {
        const before = rows;
        rows += batch.length;
        yield {
          records: batch.map(([, ...fields]) => fields.map((field) => field?.slice(1) ?? "")),
          rowOf: (k: number) => before + k + 1,
          broken: new Set(batch.flatMap(([validRow], k) => (validRow === "true" ? [] : [k]))),
          bytes: 0,
        };
      }
    } catch (error) {
      throw error instanceof ClvError || failureKind(error) !== "rows"
        ? error
        : unreadable(source, rows, error as Error);
    }
    await requireAllRows(session, source, rows);
  }
  return {
    name: source.files[0]!,
    columns: columns.map(({ name }) => name),
    delimiter: "comma",
    decimal: (source.kind === "database" && source.decimal) || "point",
    decimalSaid: source.kind === "database" && source.decimal !== undefined,
    sample: [],
    brokenAs: "broken-object",
    batches: batches(),
  };
}

function typedRows(source: FileSource) {
  return { from: relationSql(source, true), valid: "'true'", column: (name: string) => columnSql(source, name) };
}

/** Lines of JSON. A line that is not an object, or names a field twice, is an invalid row. */
function jsonObjects(source: Extract<FileSource, { kind: "parquet" | "json" }>) {
  const files = source.files.map(fileSql).join(", ");
  const keys = "json_keys(json)";
  const folders = new Set(source.partitioned ? partitionKeys(source.files) : []);
  return {
    from: `read_json_objects([${files}], format = 'newline_delimited', ignore_errors = true${partitionsSql(source)})`,
    valid: `CASE WHEN json_type(json) = 'OBJECT' AND len(${keys}) = len(list_distinct(${keys})) THEN 'true' ELSE 'false' END`,
    column: (name: string) =>
      folders.has(name)
        ? identifier(name)
        : `json_extract_string(json, ${literal(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`)})`,
  };
}

/** DuckDB can't deliver the rows of a damaged file. */
function unreadable(source: FileSource, rows: number, error: Error): ClvError {
  return new ClvError("data", {
    where: source.files.length === 1 ? source.files[0]! : `${source.files[0]} and ${source.files.length - 1} more`,
    expected: "rows that can be read to the end",
    got: `an error after row ${rows} or later: ${error.message.split("\n")[0]}`,
    wayOut: "Is the file damaged? Write or copy it again.",
  });
}

/** Throws unless the number of rows agrees with the metadata of the Parquet files or of the table. */
async function requireAllRows(session: DuckdbSession, source: FileSource, read: number): Promise<void> {
  const counts =
    source.kind === "parquet"
      ? `SELECT sum(num_rows) AS rows FROM parquet_file_metadata([${source.files.map(fileSql).join(", ")}])`
      : source.kind === "database"
        ? `SELECT count(*) AS rows FROM ${relationSql(source, true)}`
        : undefined;
  if (counts === undefined) return;
  const { rows } = await session.numbers(counts);
  if (rows === read) return;
  throw new ClvError("data", { where: source.files[0]!, expected: `all of its ${rows} rows`, got: `${read} rows` });
}

/** Text with a mark before it: a byte-order mark at its beginning would be lost on the way out of DuckDB. */
function marked(text: string): string {
  return `'>' || ${text}`;
}

/** Joins the counts of two files. */
function added(a: LogReport, b: LogReport): LogReport {
  const orderLines = (a.orderLines ?? 0) + (b.orderLines ?? 0);
  return {
    ...a,
    rows: a.rows + b.rows,
    rejected: addedRejections(a.rejected, b.rejected),
    returns: a.returns + b.returns,
    returnsDropped: a.returnsDropped + b.returnsDropped,
    zeroValues: a.zeroValues + b.zeroValues,
    roundedValues: a.roundedValues + b.roundedValues,
    ...(orderLines > 0 && { orderLines }),
    ...(a.value && b.value && { value: addedValues(a.value, b.value) }),
  };
}

function addedValues(a: ReadValue, b: ReadValue): ReadValue {
  return {
    rejected: a.rejected + b.rejected,
    rejectedWithout: a.rejectedWithout + b.rejectedWithout,
    returns: a.returns + b.returns,
    returnsDropped: a.returnsDropped + b.returnsDropped,
  };
}

function addedRejections(a: RejectionReport, b: RejectionReport): RejectionReport {
  const reasons = [...new Set([...a.byReason, ...b.byReason].map(({ reason }) => reason))];
  const byReason = reasons.map((reason) => {
    const entries = [a, b].flatMap((report) => report.byReason.filter((entry) => entry.reason === reason));
    return {
      reason,
      count: entries.reduce((sum, entry) => sum + entry.count, 0),
      value: entries.reduce((sum, entry) => sum + entry.value, 0),
      first: entries.flatMap((entry) => entry.first).slice(0, 5),
    };
  });
  return { count: a.count + b.count, byReason };
}
