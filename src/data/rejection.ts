import { ClvError } from "../errors.ts";
import { MILLION } from "./decimal.ts";
import { WholeSum } from "./whole-sum.ts";

/** The closed list of reasons to reject a row, each with the expected content. */
const REJECTIONS = {
  "field-count": "as many fields as columns",
  "broken-quote":
    'a quoted field that begins after a delimiter and ends before one, with each quote in it doubled ("")',
  "broken-object": "a JSON object on the line, each of its fields once",
  "no-customer": "a customer id",
  "unreadable-date": "a date",
  "unreadable-value": "a number",
  "value-too-large": "a value below 2^53 millionths (9.0e9)",
  return: "no value below 0",
} as const;

export type RejectionReason = keyof typeof REJECTIONS;

/** A row that is not in the log. */
export interface Rejection {
  /**
   * The line, as a text editor counts; for transactions passed by a program, their number from 1. Absent for rows of a
   * table, which have no number.
   */
  readonly row?: number;
  readonly reason: RejectionReason;
  /** Name of the column, or the expression. */
  readonly column: string;
  readonly value: string;
}

/** The rejected rows by reason: the number of rows and the first five of each. */
export interface RejectionReport {
  readonly count: number;
  readonly byReason: readonly {
    readonly reason: RejectionReason;
    readonly count: number;
    /** The value of rejected rows in money units, where it could be read. */
    readonly value: number;
    readonly first: readonly Rejection[];
  }[];
}

const SHOWN = 5;

/** The treatment of bad rows: `stop` throws at the first, `skip` counts them and passes each to `onRejected`. */
export interface BadRowOptions {
  readonly onBadRow?: "stop" | "skip";
  /** Receives every rejected row with its fields as they were read. */
  readonly onRejected?: (rejection: Rejection, fields: readonly string[]) => void;
}

/** Counts rejected rows, or throws at the first, according to the options. */
export interface Rejector {
  /** @param millionths the value of the row, NaN where it could not be read */
  reject(rejection: Rejection, fields: readonly string[], millionths: number, wayOut?: string): void;
  report(): RejectionReport;
}

/** A rejector for the source called `name` in messages. */
export function rejector(name: string, options: BadRowOptions): Rejector {
  const tally = new Map<RejectionReason, { count: number; value: WholeSum; first: Rejection[] }>();
  return {
    reject(rejection, fields, millionths, wayOut) {
      if (options.onBadRow !== "skip") {
        const skip = "Or leave out bad rows: --on-bad-row skip.";
        throw new ClvError("data", {
          where: `${name} row ${rejection.row}, column ${rejection.column}`,
          expected: REJECTIONS[rejection.reason],
          got: rejection.value,
          wayOut: wayOut === undefined ? skip : `${wayOut} ${skip}`,
        });
      }
      let entry = tally.get(rejection.reason);
      if (entry === undefined) tally.set(rejection.reason, (entry = { count: 0, value: new WholeSum(), first: [] }));
      entry.count++;
      if (!Number.isNaN(millionths)) entry.value.add(millionths);
      if (entry.first.length < SHOWN) entry.first.push(rejection);
      options.onRejected?.(rejection, fields);
    },
    report() {
      const byReason = [...tally].map(([reason, { count, value, first }]) => ({
        ...{ reason, count, value: value.value / MILLION, first },
      }));
      return { count: byReason.reduce((sum, { count }) => sum + count, 0), byReason };
    },
  };
}
