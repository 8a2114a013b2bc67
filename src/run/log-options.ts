import { parseDelimiter } from "../data/csv/delimiter.ts";
import { parseEncoding } from "../data/csv/encoding.ts";
import type { CsvOptions } from "../data/csv/table.ts";
import { parseDateFormat } from "../data/date-text.ts";
import { instantsOf } from "../data/observation.ts";
import type { ReadOptions } from "../data/read-transactions.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import { timeZone } from "../data/time-zone.ts";
import { ClvError } from "../errors.ts";
import { given } from "../given.ts";
import type { RejectedRows } from "../io/rejected-rows.ts";
import type { InputOptions, TimeOptions } from "./options.ts";

/** The extra contents of a base, and the columns of the log to keep as text. */
export interface KeptFacts {
  /** Whether the value of each first purchase is kept. */
  readonly firstValue?: boolean;
  /** Columns of the log, or of the table beside it, whose words are needed. */
  readonly words?: readonly string[];
}

/** The options for reading the rows of a log; rejected rows go to `rejected`. */
export function readOptions(
  options: InputOptions,
  rejected: RejectedRows,
  attributes: readonly string[] = [],
): ReadOptions {
  const { onBadRow = "stop", dateFormat = "iso", timeZone = "UTC", returns = "net", anyId = false } = options;
  const { customer, date, value, order } = options;
  return {
    ...{ onBadRow, onRejected: rejected.add, dateFormat: parseDateFormat(dateFormat), timeZone, returns, anyId },
    needsValue: true,
    ...(attributes.length > 0 && { attributes }),
    ...given({ customer, date, value, order }),
  };
}

/** The options for making customers from a log, with the present time, after which no date should lie. */
export function summarizeOptions(options: TimeOptions & KeptFacts, split?: string): SummarizeOptions {
  const { from, until, litt, firstValue, discrete } = options;
  const { unit = "day", grain } = discrete ? opportunitiesOf(options) : options;
  const kept = given({ grain, from, until, split, litt, firstValue, discrete: discrete || undefined });
  return { unit, ...kept, now: Date.now() };
}

/**
 * Throws where the bounds of a log can't be used, before a row is read. So with both engines, errors in bounds come
 * before errors in rows.
 */
export function requireBounds(options: InputOptions & TimeOptions & KeptFacts & { readonly split?: string }): void {
  const bounds = summarizeOptions(options, options.split);
  instantsOf(bounds, bounds.grain ?? "day", timeZone(options.timeZone ?? "UTC"));
}

/**
 * Unit and grain of opportunities. One of them determines both. There is no default, because only the business knows
 * what an opportunity is.
 */
function opportunitiesOf({ unit, grain }: TimeOptions): Required<Pick<TimeOptions, "unit" | "grain">> {
  const asked = grain ?? unit;
  if (asked === undefined) {
    throw new ClvError("usage", {
      where: "--grain",
      expected: "the time from one opportunity to the next: day, week, month or year",
      got: undefined,
      wayOut: "For example --grain month: in each month a customer buys or does not.",
    });
  }
  return { grain: asked, unit: unit ?? (asked === "none" ? "hour" : asked) };
}

/** The style of written CSV files. */
export function csvOptions(options: InputOptions): Omit<CsvOptions, "name"> {
  const { noHeader = false, encoding = "utf-8", decimal, delimiter, columns, skipLines, comment } = options;
  if (columns !== undefined && !noHeader) {
    throw new ClvError("usage", {
      where: "--columns",
      expected: "--columns together with --no-header",
      got: columns.join(","),
      wayOut: "The header names the columns; choose columns with --customer, --date and --value.",
    });
  }
  const mark = delimiter === undefined ? undefined : parseDelimiter(delimiter);
  return {
    header: !noHeader,
    encoding: parseEncoding(encoding),
    ...given({ decimal, skipLines, comment, delimiter: mark, columns }),
  };
}
