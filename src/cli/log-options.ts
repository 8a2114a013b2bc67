import { parseDateFormat } from "../data/date-text.ts";
import type { ReadOptions } from "../data/read-transactions.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import type { RejectedRows } from "../io/rejected-rows.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";

/** How a log is read, as the flags say; the rejected rows are put into `rejected`. */
export function readOptions(options: Options, rejected: RejectedRows): ReadOptions {
  const { onBadRow, dateFormat, timeZone, returns, anyId, customer, date, value: asked, order } = options;
  const value = asked === "none" ? false : asked;
  return {
    onBadRow,
    onRejected: rejected.add,
    dateFormat: parseDateFormat(dateFormat),
    timeZone,
    returns,
    anyId,
    needsValue: true,
    ...given({ customer, date, value, order }),
  };
}

/** How a log becomes a customer base, as the flags say. */
export function summarizeOptions({ unit = "day", grain, from, until, split }: Options): SummarizeOptions {
  return { unit, ...given({ grain, from, until, split }), now: Date.now() };
}
