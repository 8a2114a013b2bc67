import { requireAccounted } from "./accounted.ts";
import { toMillionths } from "./decimal.ts";
import type { Rejection, RejectionReason, Rejector } from "./rejection.ts";
import type { TimeZone } from "./time-zone.ts";
import type { LogBuilder, ReadReport, TransactionLog } from "./transaction-log.ts";

/** What becomes of values below 0. `net`: they lower the value of their grain. `drop`: left out, counted. `stop`: bad rows. */
export type ReturnsPolicy = "net" | "drop" | "stop";

/** Where rows become a log, and every one of them is counted. */
export interface Intake {
  /**
   * Takes a row, or says why not. The instant and the value are NaN when they could not be read; the value is 0 in a log without
   * values.
   */
  take(customer: string, instant: number, value: number): RejectionReason | undefined;
  reject(rejection: Rejection, fields: readonly string[], wayOut?: string): void;
  /** The log, once `rows` rows have been taken or rejected. */
  finish(hasValues: boolean, found: Pick<ReadReport, "rows" | "blankLines" | "columns">): TransactionLog;
}

/** The instants a log may hold: from the first of year 1 to the last of year 9999. */
export const YEAR_1 = -62_135_596_800_000;
export const YEAR_10000 = 253_402_300_800_000;

/** An intake without rows, which puts those it takes into `builder`. */
export function intake(returns: ReturnsPolicy, zone: TimeZone, rejector: Rejector, builder: LogBuilder): Intake {
  const counts = { taken: 0, rejected: 0, returns: 0, returnsDropped: 0, zeroValues: 0 };
  return {
    take(customer, instant, value) {
      if (customer === "") return "no-customer";
      if (!(instant >= YEAR_1 && instant < YEAR_10000)) return "unreadable-date";
      if (!(Math.abs(value) < Number.POSITIVE_INFINITY)) return "unreadable-value";
      const millionths = toMillionths(value);
      if (Number.isNaN(millionths)) return "value-too-large";
      if (millionths < 0) {
        if (returns === "stop") return "return";
        if (returns === "drop") {
          counts.returnsDropped++;
          return undefined;
        }
        counts.returns++;
      } else if (millionths === 0) counts.zeroValues++;
      counts.taken++;
      builder.add(customer, instant, millionths);
      return undefined;
    },
    reject(rejection, fields, wayOut) {
      rejector.reject(rejection, fields, wayOut);
      counts.rejected++;
    },
    finish(hasValues, found) {
      const { taken, rejected, returns, returnsDropped } = counts;
      requireAccounted("transactions", found.rows, { taken, rejected, returnsDropped });
      const report = {
        rejected: rejector.report(),
        returns,
        returnsDropped,
        zeroValues: hasValues ? counts.zeroValues : 0,
        ...found,
      };
      return { ...builder.columns(hasValues), zone, report };
    },
  };
}
