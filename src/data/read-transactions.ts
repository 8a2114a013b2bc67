import { show } from "../errors.ts";
import { refuseBase } from "./base-columns.ts";
import { attributeAt, findColumn, findOrder, requireDistinct } from "./columns.ts";
import { type CopyCounter, copyCounter } from "./copies.ts";
import { type CsvTable, isBlank } from "./csv/table.ts";
import { dateHint } from "./date-hint.ts";
import { type DateFormat, dateReader } from "./date-text.ts";
import { type IntakeRules, intake } from "./intake.ts";
import { isMissingId, MISSING_ID_WAY_OUT } from "./missing-id.ts";
import { hasTwoMeanings } from "./money-text.ts";
import { noValue } from "./no-value.ts";
import { type BadRowOptions, type RejectionReason, rejector } from "./rejection.ts";
import { timeZone } from "./time-zone.ts";
import {
  type LogBuilder,
  logBuilder,
  type ReturnsPolicy,
  type Transaction,
  type TransactionLog,
} from "./transaction-log.ts";
import { valueReader } from "./value-reader.ts";

export interface ReadOptions extends BadRowOptions {
  /** Name of the customer column; found by its usual names when left out. */
  readonly customer?: string;
  /** Name of the date column; found by its usual names when left out. */
  readonly date?: string;
  /** Name of the value column, or an expression over columns such as `"Quantity * Price"`; `false`: purchases only. */
  readonly value?: string | false;
  /** Whether a log without a recognised value column is an error; otherwise it is a log without values. */
  readonly needsValue?: boolean;
  /**
   * Name of the column with the order of a row. It distinguishes equal lines of one order from copied orders. It joins
   * lines at different times where the grain is none or an hour.
   */
  readonly order?: string;
  /** Names of further columns to keep as text, such as the channel of an order. */
  readonly attributes?: readonly string[];
  readonly dateFormat?: DateFormat;
  /** IANA zone of dates without an offset, whose calendar cuts days; UTC when left out. */
  readonly timeZone?: string;
  /** Whether blank ids and usual words for a missing one (NULL, nan, None, N/A, …) are ids; bad rows when left out. */
  readonly anyId?: boolean;
  /** `net` when left out. */
  readonly returns?: ReturnsPolicy;
  /** Called about every 50 000 rows. */
  readonly onProgress?: (progress: { readonly rows: number; readonly bytes: number }) => void;
}

const PROGRESS = 50_000;

function rulesOf({ returns = "net", anyId = false }: ReadOptions): IntakeRules {
  return { returns, anyId };
}

/**
 * Reads a transaction log: an opened CSV file ({@link openCsv}), or transactions passed one by one.
 *
 * Every row is accounted for: `rows = log.length + rejected.count + returnsDropped` in the report. Values are rounded to
 * millionths of the money unit; ids are text, taken as they are.
 *
 * @param source - Read once, from its beginning to its end.
 * @returns The transactions in the order of the source.
 * @throws {ClvError} At the first bad row unless `onBadRow` is `skip`. Also where a column is missing or several fit,
 * and for a value expression that is more than arithmetic.
 *
 * @example
 * const file = [new TextEncoder().encode("Customer ID;date;qty;price\n007;31/01/2024;2;1,25\n7;01/02/2024;1;-3\n")];
 * const table = await openCsv(file, { decimal: "comma" });
 * const log = await readTransactions(table, { dateFormat: "dmy", value: "qty * price" });
 * log.customers; // ["007", "7"]
 * Array.from(log.value); // [2_500_000, -3_000_000]
 * log.report.returns; // 1
 */
export function readTransactions(
  source: CsvTable | AsyncIterable<Transaction> | Iterable<Transaction>,
  options: ReadOptions = {},
): Promise<TransactionLog> {
  return "batches" in source
    ? readTable(source, options, logBuilder(options.attributes, options.order !== undefined))
    : readIterable(source, options);
}

/**
 * Reads an opened CSV file into the given builder, for logs that exceed the memory. The returned log has the report and the columns of
 * the builder.
 */
export async function readTable(
  table: CsvTable,
  options: ReadOptions,
  builder: LogBuilder,
  copies: CopyCounter = copyCounter(),
): Promise<TransactionLog> {
  const { columns, name, brokenAs = "broken-quote" } = table;
  refuseBase(columns, options.date, name);
  const customerAt = findColumn(columns, "customer", options.customer, name);
  const dateAt = findColumn(columns, "date", options.date, name);
  const orderAt = findOrder(columns, options.order, name);
  const value = await valueReader(table, options.value);
  if (value === undefined && options.value !== false && options.needsValue) throw noValue(table, [customerAt, dateAt]);
  requireDistinct(columns, [columns[customerAt], columns[dateAt], ...(value?.columns ?? [])], name);
  const zone = timeZone(options.timeZone ?? "UTC");
  const attributesAt = (options.attributes ?? []).map((attribute) => attributeAt(columns, attribute, name));
  if (orderAt >= 0) attributesAt.push(orderAt);
  const dateFormat = options.dateFormat ?? "iso";
  const readDate = dateReader(dateFormat, zone);
  const log = intake(rulesOf(options), zone, rejector(name, options), builder);
  let [rows, blankLines, said, orderLines] = [0, 0, 0, 0];
  const orders = orderAt < 0 ? undefined : new Set<string>();
  // Shops write the total of an order only in its first line.
  const isLine = (fields: readonly string[], blank: string): boolean =>
    orders !== undefined && blank.trim() === "" && fields[orderAt] !== "" && orders.has(fields[orderAt]);
  const judge = (fields: readonly string[], broken: boolean): RejectionReason | undefined => {
    if (broken) return brokenAs;
    if (fields.length !== columns.length) return "field-count";
    return log.take(
      fields[customerAt],
      readDate(fields[dateAt].trim()),
      value === undefined ? 0 : value.read(fields),
      attributesAt.length === 0 ? undefined : attributesAt.map((at) => fields[at]),
    );
  };
  const blame = (reason: RejectionReason, fields: readonly string[]): { column: string; value: string } => {
    if (reason === "broken-quote") return { column: "any", value: fields.join(" ") };
    if (reason === "broken-object") return { column: "any", value: "another line" };
    if (reason === "field-count")
      return { column: "any", value: `${fields.length} fields for ${columns.length} columns` };
    if (reason === "no-customer") return { column: columns[customerAt], value: fields[customerAt] };
    if (reason === "unreadable-date") return { column: columns[dateAt], value: fields[dateAt] };
    return value!.blame(fields);
  };
  for await (const { records, rowOf, broken, bytes } of table.batches) {
    for (let k = 0; k < records.length; k++) {
      const fields = records[k];
      if (isBlank(fields) && !broken.has(k)) {
        blankLines++;
        continue;
      }
      rows++;
      if (fields.length === columns.length && !broken.has(k))
        copies.add(fields, orderAt < 0 ? undefined : fields[orderAt]);
      const reason = judge(fields, broken.has(k));
      if (reason === undefined) {
        orders?.add(fields[orderAt]);
        continue;
      }
      const { column, value: got } = blame(reason, fields);
      if (
        fields.length === columns.length &&
        !broken.has(k) &&
        isLine(fields, value ? value.blame(fields).value : got)
      ) {
        orderLines++;
        continue;
      }
      const worth = fields.length === columns.length && !broken.has(k) ? (value?.read(fields) ?? 0) : Number.NaN;
      const hint =
        got === "" && orderAt < 0 && (reason === "unreadable-value" || reason === "unreadable-date")
          ? ORDER_LINE
          : wayOut(reason, got, dateFormat, table.decimal);
      log.reject({ row: rowOf(k), reason, column, value: got }, fields, worth, hint);
    }
    if (rows >= said + PROGRESS) options.onProgress?.({ rows: (said = rows), bytes });
  }
  const found = { customer: columns[customerAt], date: columns[dateAt], value: value?.title };
  const counted = copies.report();
  return log.finish(value !== undefined, {
    ...{ rows, blankLines, columns: found },
    ...(counted && { copies: counted }),
    ...(orderLines > 0 && { orderLines }),
  });
}

async function readIterable(
  source: AsyncIterable<Transaction> | Iterable<Transaction>,
  options: ReadOptions,
): Promise<TransactionLog> {
  const zone = timeZone(options.timeZone ?? "UTC");
  const dateFormat = options.dateFormat ?? "iso";
  const readDate = dateReader(dateFormat, zone);
  const log = intake(rulesOf(options), zone, rejector("transactions", options), logBuilder());
  // The first transaction decides whether the log has values; a later one that differs has no readable value.
  let hasValues = options.value === false ? false : undefined;
  const amount = (value: unknown): number => {
    if (hasValues === true) return typeof value === "number" ? value : Number.NaN;
    return options.value === false || value === undefined || value === null ? 0 : Number.NaN;
  };
  const instant = (date: unknown): number => {
    if (typeof date === "string") return readDate(date.trim());
    return Math.trunc(date instanceof Date ? date.getTime() : typeof date === "number" ? date : Number.NaN);
  };
  let rows = 0;
  for await (const { customer, date, value } of source) {
    rows++;
    hasValues ??= value !== undefined && value !== null;
    const reason = log.take(typeof customer === "string" ? customer : "", instant(date), amount(value));
    if (reason !== undefined) {
      const column = reason === "no-customer" ? "customer" : reason === "unreadable-date" ? "date" : "value";
      const got = { customer, date, value }[column];
      const text = typeof got === "string" ? got : show(got);
      const fields = [customer, date, value].map(String);
      const hint = wayOut(reason, text, dateFormat, "point");
      log.reject({ row: rows, reason, column, value: text }, fields, amount(value), hint);
    }
    if (rows % PROGRESS === 0) options.onProgress?.({ rows, bytes: 0 });
  }
  return log.finish(hasValues ?? false, { rows, blankLines: 0 });
}

const ORDER_LINE =
  "If this row is a further line of an order whose first line has the total, name the column of the order: --order COLUMN.";

/** The way out for a bad row of this kind, where there is one. */
function wayOut(
  reason: RejectionReason,
  got: string,
  dateFormat: DateFormat,
  decimal: CsvTable["decimal"],
): string | undefined {
  switch (reason) {
    case "unreadable-date":
      return dateHint(got, dateFormat);
    case "unreadable-value":
      if (decimal === "comma") return "With --decimal comma, numbers look like 1234,5 or 1.234,5.";
      if (hasTwoMeanings(got))
        return "Use --decimal point if the comma separates thousands, --decimal comma if it is the decimal mark.";
      return got.includes(",") ? "If the comma is the decimal mark, use --decimal comma." : undefined;
    case "no-customer":
      return got === "" ? undefined : isMissingId(got) ? MISSING_ID_WAY_OUT : "Ids are text: String(id).";
    case "return":
      return "Let returns lower the value of their day (--returns net) or of earlier purchases too (--returns match), or leave them out (--returns drop).";
    default:
      return undefined;
  }
}
