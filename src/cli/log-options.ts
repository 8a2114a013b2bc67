import type { ReadOptions } from "../data/read-transactions.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import type { RejectedRows } from "../io/rejected-rows.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";

/** How a log is read, as the flags say; the rejected rows are put into `rejected`. */
export function readOptions(options: Options, rejected: RejectedRows): ReadOptions {
  const { onBadRow, dateFormat, timeZone, returns, customer, date, value } = options;
  return { onBadRow, onRejected: rejected.add, dateFormat, timeZone, returns, ...given({ customer, date, value }) };
}

/** How a log becomes a customer base, as the flags say. */
export function summarizeOptions({ unit = "day", grain, from, until, split }: Options): SummarizeOptions {
  return { unit, ...given({ grain, from, until, split }) };
}
