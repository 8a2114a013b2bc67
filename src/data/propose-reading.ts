import { candidates, isQuantity, quotedName, type Role } from "./columns.ts";
import type { CsvTable } from "./csv/table.ts";
import { formatsThatRead } from "./date-hint.ts";
import { type DateFormat, dateReader } from "./date-text.ts";
import { parseDecimal } from "./decimal.ts";
import type { DecimalMark } from "./money-text.ts";

/** A column of a log, judged by its first rows. */
export interface ColumnLook {
  readonly name: string;
  /** Up to three different values. */
  readonly samples: readonly string[];
  /** Its proposed role. */
  readonly role: Role | undefined;
  readonly holds: "numbers" | "dates" | "text" | "nothing";
}

/** A proposal for reading a log, made from its first rows: the values of the flags. */
export interface ProposedReading {
  readonly columns: readonly ColumnLook[];
  readonly customer: string | undefined;
  readonly date: string | undefined;
  readonly dateFormat: DateFormat;
  /** The share of the first rows whose date this format reads, 0 to 1. */
  readonly datesRead: number;
  /** A column or an expression; `false` where no column holds numbers. */
  readonly value: string | false;
  readonly decimal: DecimalMark;
  /** Choices among several candidates, which may be wrong. */
  readonly doubts: readonly string[];
  /** The flags that a run needs beyond its own detection, as a shell takes them. */
  readonly flags: readonly string[];
}

/** The parts of a reading that are already known. */
export interface AskedReading {
  readonly customer?: string;
  readonly date?: string;
  readonly value?: string | false;
  readonly dateFormat?: DateFormat;
}

/** A column is of a kind if nine of ten of its fields are. */
const MOST = 0.9;
/** The share that suffices for dates where no column is cleaner. */
const HALF = 0.5;
const SAMPLES = 3;
/** An object or a list within a field, as JSON has them. */
const NESTED = /^[{[].*[}\]]$/s;
/**
 * The largest number of states of an order, such as paid, refunded or cancelled. A column with more words has another
 * meaning.
 */
const STATUS = /(?:^|[\s_])status$|^(?:order|payment)[\s_]?state$/i;
const MOST_STATES = 8;
const CLOCK = { toInstant: (clock: number): number => clock };

/**
 * Proposes how to read a log from its header and first rows. It chooses columns by their names, else by their contents.
 * It chooses the date format that reads most fields. The value is the product of quantity and price where both exist.
 *
 * @param asked the choices of the user, which are kept
 */
export function proposeReading(
  table: Pick<CsvTable, "columns" | "sample" | "decimal" | "decimalSaid">,
  asked: AskedReading = {},
): ProposedReading {
  const { columns, sample } = table;
  const fields = columns.map((_, at) => sample.map((row) => row[at]?.trim() ?? "").filter((field) => field !== ""));
  const formats = fields.map((column) => bestFormat(column));
  const decimal = table.decimalSaid ? table.decimal : likelyMark(fields);
  const numeric = fields.map((column) => shareOf(column, (field) => isNumber(field, decimal)) >= MOST);
  const fractional = fields.map((column, at) => numeric[at]! && column.some((field) => hasFraction(field, decimal)));
  const doubts: string[] = [];
  const readable = (at: number): boolean => (formats[at]?.share ?? 0) >= MOST;
  const pick = (role: "customer" | "date", fallback: () => number | undefined): number | undefined => {
    const own = asked[role];
    if (own !== undefined) return columns.includes(own) ? columns.indexOf(own) : undefined;
    const named = candidates(columns, role);
    const found = role === "date" ? named.filter(readable) : likelyIds(named);
    if (found.length > 1) {
      const names = found.map((at) => JSON.stringify(columns[at]));
      doubts.push(`The ${role} may be any of ${names.join(", ")}: clv takes the first.`);
    }
    return found[0] ?? fallback() ?? named[0];
  };
  // Amounts, dates and objects are not ids, under any name of the column: Square's column Card has the amounts paid by
  // card.
  const likelyIds = (named: number[]): number[] => {
    const ids = named.filter(
      (at) => !fractional[at] && !readable(at) && !fields[at]!.some((field) => NESTED.test(field)),
    );
    return ids.length > 0 ? ids : named;
  };
  const halfRead = (): number | undefined =>
    firstWhere(formats, (format, at) => !numeric[at] && (format?.share ?? 0) >= HALF);
  const date = pick("date", () => firstWhere(formats, (_, at) => readable(at)) ?? halfRead());
  const customer = pick("customer", () => likeliestId(fields, (at) => at !== date && !fractional[at]));
  if (customer !== undefined && asked.customer === undefined && candidates(columns, "customer").length === 0) {
    doubts.push(`The customer is taken from ${JSON.stringify(columns[customer])}, because its values repeat.`);
  }
  for (const [at, name] of columns.entries()) {
    const states = [...new Set(fields[at])];
    if (!STATUS.test(name) || states.length < 2 || states.length > MOST_STATES) continue;
    const often = (state: string): number => fields[at]!.filter((field) => field === state).length;
    const most = states.reduce((best, state) => (often(state) > often(best) ? state : best));
    const condition = `${quotedName(name)} = '${most.replaceAll("'", "''")}'`;
    doubts.push(
      `Rows of every ${JSON.stringify(name)} count: ${states.join(", ")}. To read only some of them: --where ${JSON.stringify(condition)}.`,
    );
  }
  const value =
    asked.value === undefined
      ? proposedValue(columns, { numeric, fractional }, [customer, date], doubts)
      : { text: asked.value, columns: typeof asked.value === "string" ? [columns.indexOf(asked.value)] : [] };
  const found = (date === undefined ? undefined : formats[date]) ?? { format: "iso" as DateFormat, share: 0 };
  const format = asked.dateFormat === undefined ? found : shareRead(fields[date ?? -1] ?? [], asked.dateFormat);
  if (date !== undefined && asked.dateFormat === undefined && format.share > 0 && isAmbiguous(fields[date]!, format)) {
    doubts.push(
      "Every date can be read with the day first or the month first: clv takes dmy. If the month comes first, use mdy.",
    );
  }
  const holds = (at: number): ColumnLook["holds"] => {
    if (fields[at]!.length === 0) return "nothing";
    if (at === date || readable(at)) return "dates";
    return numeric[at] ? "numbers" : "text";
  };
  const nameOf = (at: number | undefined): string | undefined => (at === undefined ? undefined : columns[at]);
  const roleOf = (at: number): Role | undefined =>
    at === customer ? "customer" : at === date ? "date" : value.columns.includes(at) ? "value" : undefined;
  const proposed = {
    columns: columns.map((name, at) => ({
      name,
      samples: [...new Set(fields[at])].slice(0, SAMPLES),
      role: roleOf(at),
      holds: holds(at),
    })),
    customer: nameOf(customer),
    date: nameOf(date),
    dateFormat: format.format,
    datesRead: format.share,
    value: value.text,
    decimal,
    doubts,
  };
  return { ...proposed, flags: flagsOf(columns, proposed) };
}

function flagsOf(columns: readonly string[], proposed: Omit<ProposedReading, "flags">): string[] {
  const { customer, date, value, dateFormat, decimal } = proposed;
  const needed = (role: Role, name: string | undefined): string[] => {
    const found = candidates(columns, role);
    if (name === undefined || (found.length === 1 && columns[found[0]!] === name)) return [];
    return [`--${role}`, shellText(name)];
  };
  return [
    ...needed("customer", customer),
    ...needed("date", date),
    ...(dateFormat === "iso" ? [] : ["--date-format", shellText(dateFormat)]),
    ...(value === false ? ["--value", "none"] : needed("value", value)),
    ...(decimal === "comma" ? ["--decimal", "comma"] : []),
  ];
}

/** A text as one word of a shell. */
export function shellText(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

interface FormatShare {
  readonly format: DateFormat;
  readonly share: number;
}

function shareRead(fields: readonly string[], format: DateFormat): FormatShare {
  const read = dateReader(format, CLOCK);
  return { format, share: shareOf(fields, (field) => !Number.isNaN(read(field))) };
}

/** Whether day and month could be exchanged in every date. */
function isAmbiguous(fields: readonly string[], { format, share }: FormatShare): boolean {
  return format === "dmy" && shareRead(fields, "mdy").share === share;
}

/** The format that reads most of the fields; on a tie, the likelier one. */
function bestFormat(fields: readonly string[]): FormatShare | undefined {
  let best: FormatShare | undefined;
  for (const format of new Set(fields.slice(0, 20).flatMap(formatsThatRead))) {
    const of = shareRead(fields, format);
    if (best === undefined || of.share > best.share) best = of;
  }
  return best;
}

/** The comma where more fields are numbers with it than with the point. */
function likelyMark(fields: readonly (readonly string[])[]): DecimalMark {
  const numbers = (mark: DecimalMark): number =>
    fields.reduce((sum, column) => sum + column.filter((field) => isNumber(field, mark)).length, 0);
  return numbers("comma") > numbers("point") ? "comma" : "point";
}

function isNumber(field: string, mark: DecimalMark): boolean {
  return Number.isFinite(parseDecimal(field, mark, mark === "comma"));
}

function hasFraction(field: string, mark: DecimalMark): boolean {
  return !Number.isInteger(parseDecimal(field, mark, mark === "comma"));
}

/**
 * Customers come back, so the customer column has repeated values, but more than a handful of different ones. Of the
 * columns that may hold ids and do, it is the one with the most values.
 */
function likeliestId(fields: readonly (readonly string[])[], mayHoldIds: (at: number) => boolean): number | undefined {
  const distinct = fields.map((column) => new Set(column).size);
  const places = fields.map((column, at) => ({ at, repeats: column.length - distinct[at]!, values: distinct[at]! }));
  return places
    .filter(({ at, repeats, values }) => mayHoldIds(at) && repeats > 0 && values > fields[at]!.length / 20)
    .sort((a, b) => b.values - a.values)[0]?.at;
}

/** Words in the names of columns with the value of a whole order, and words in the names of parts of that value. */
const TOTAL = /\b(?:total|amount|revenue|sales|turnover|gross|net|paid)\b/i;
const PART =
  /\b(?:sub-?total|tax|vat|discounts?|shipping|freight|refund(?:s|ed)?|fees?|tips?|costs?|commission|items?|quantity|count|rate)\b/i;

function proposedValue(
  columns: readonly string[],
  { numeric, fractional }: Record<"numeric" | "fractional", readonly boolean[]>,
  taken: readonly (number | undefined)[],
  doubts: string[],
): { readonly text: string | false; readonly columns: readonly number[] } {
  const named = candidates(columns, "value").filter((at) => !taken.includes(at));
  const found = named.some((at) => numeric[at]) ? named.filter((at) => numeric[at]) : named;
  const price = found.find((at) => /price$/i.test(columns[at]!.replace(/[\s_-]/g, "")));
  const quantity = columns.findIndex((name, at) => isQuantity(name) && numeric[at]);
  if (found.length === 1 && price !== undefined && quantity >= 0) {
    const text = `${quotedName(columns[quantity]!)} * ${quotedName(columns[price]!)}`;
    return { text, columns: [quantity, price] };
  }
  // Amounts have cents more often than numbers of orders or pieces.
  const [cents, any] = [fractional, numeric].map((has) => firstWhere(has, (is, k) => is && !taken.includes(k)));
  const total = firstWhere(
    columns,
    (name, k) =>
      numeric[k]! &&
      !taken.includes(k) &&
      TOTAL.test(name.replaceAll("_", " ")) &&
      !PART.test(name.replaceAll("_", " ")),
  );
  const at = found[0] ?? total ?? cents ?? any;
  if (at === undefined) return { text: false, columns: [] };
  if (found.length > 1) {
    const names = found.map((one) => JSON.stringify(columns[one]));
    doubts.push(`The value may be any of ${names.join(", ")}: clv takes the first.`);
  } else if (found.length === 0) {
    const why =
      at === total
        ? "by its name"
        : `the first column of ${cents === undefined ? "numbers" : "numbers with a fraction"}`;
    doubts.push(
      `The value is taken from ${JSON.stringify(columns[at])}, ${why}. If the log has no value, use --value none.`,
    );
  }
  return { text: columns[at]!, columns: [at] };
}

function shareOf(fields: readonly string[], is: (field: string) => boolean): number {
  return fields.length === 0 ? 0 : fields.filter(is).length / fields.length;
}

function firstWhere<T>(values: readonly T[], is: (value: T, at: number) => boolean): number | undefined {
  const at = values.findIndex(is);
  return at < 0 ? undefined : at;
}
