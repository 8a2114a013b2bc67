import { requireAccounted } from "./accounted.ts";
import { losesToRounding, MILLION, toMillionths } from "./decimal.ts";
import { isMissingId } from "./missing-id.ts";
import type { Rejection, RejectionReason, Rejector } from "./rejection.ts";
import type { TimeZone } from "./time-zone.ts";
import type { LogBuilder, ReadReport, ReturnsPolicy, TransactionLog } from "./transaction-log.ts";
import { WholeSum } from "./whole-sum.ts";

/** Turns rows into a log and counts every row. */
export interface Intake {
  /**
   * Takes a row, or returns the reason to reject it. The instant and the value are NaN when they could not be read. The
   * value is 0 in a log without values. `words` has the row's words for the attributes of the log.
   */
  take(customer: string, instant: number, value: number, words?: readonly string[]): RejectionReason | undefined;
  /** Records a rejected row; its value is NaN where it could not be read. */
  reject(rejection: Rejection, fields: readonly string[], value: number, wayOut?: string): void;
  /** The log, once `rows` rows have been taken or rejected. */
  finish(
    hasValues: boolean,
    found: Pick<ReadReport, "rows" | "blankLines" | "columns" | "copies" | "orderLines">,
  ): TransactionLog;
}

/** The instants a log may hold: from the first of year 1 to the last of year 9999. */
export const YEAR_1 = -62_135_596_800_000;
export const YEAR_10000 = 253_402_300_800_000;

const NO_WORDS: readonly string[] = [];

/** The rules by which an intake takes rows. */
export interface IntakeRules {
  readonly returns: ReturnsPolicy;
  /** Whether words such as NULL are ids. */
  readonly anyId: boolean;
}

/** An empty intake, which adds its rows to `builder`. */
export function intake(
  { returns, anyId }: IntakeRules,
  zone: TimeZone,
  rejector: Rejector,
  builder: LogBuilder,
): Intake {
  const counts = {
    taken: 0,
    rejected: 0,
    returns: 0,
    returnsDropped: 0,
    zeroValues: 0,
    roundedValues: 0,
    rejectedWithout: 0,
  };
  const sums = { rejected: new WholeSum(), returns: new WholeSum(), returnsDropped: new WholeSum() };
  return {
    take(customer, instant, value, words = NO_WORDS) {
      if (customer === "" || (!anyId && isMissingId(customer))) return "no-customer";
      if (!(instant >= YEAR_1 && instant < YEAR_10000)) return "unreadable-date";
      if (!(Math.abs(value) < Number.POSITIVE_INFINITY)) return "unreadable-value";
      const millionths = toMillionths(value);
      if (Number.isNaN(millionths)) return "value-too-large";
      if (millionths < 0) {
        if (returns === "stop") return "return";
        if (returns === "drop") {
          counts.returnsDropped++;
          sums.returnsDropped.add(-millionths);
          return undefined;
        }
        counts.returns++;
        sums.returns.add(-millionths);
      } else if (millionths === 0) counts.zeroValues++;
      if (losesToRounding(value)) counts.roundedValues++;
      counts.taken++;
      builder.add(customer, instant, millionths, words);
      return undefined;
    },
    reject(rejection, fields, value, wayOut) {
      const millionths = toMillionths(value);
      rejector.reject(rejection, fields, millionths, wayOut);
      counts.rejected++;
      if (Number.isNaN(millionths)) counts.rejectedWithout++;
      else sums.rejected.add(millionths);
    },
    finish(hasValues, found) {
      const { taken, rejected, returnsDropped } = counts;
      const { orderLines = 0 } = found;
      requireAccounted("transactions", found.rows, { taken, rejected, returnsDropped, orderLines });
      const report = {
        rejected: rejector.report(),
        returns: counts.returns,
        ...(returns === "match" && { matchedReturns: true }),
        returnsDropped,
        zeroValues: hasValues ? counts.zeroValues : 0,
        roundedValues: counts.roundedValues,
        ...(hasValues && {
          value: {
            rejected: sums.rejected.value / MILLION,
            rejectedWithout: counts.rejectedWithout,
            returns: sums.returns.value / MILLION,
            returnsDropped: sums.returnsDropped.value / MILLION,
          },
        }),
        ...found,
      };
      return { ...builder.columns(hasValues), zone, returns, report };
    },
  };
}
