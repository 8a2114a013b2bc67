import type { Histories } from "../model.ts";
import type { Dialect } from "./dialect.ts";

/** The time observed, in ticks. */
export interface ObservedTicks {
  /** Milliseconds in a tick, and in the unit. */
  readonly tick: number;
  readonly ruler: number;
  /** Starts of the first grain with a purchase and of the last grain of the base. */
  readonly from: number;
  readonly until: number;
}

/** How customers of one history are told from others. */
export interface HistoryKey {
  /** Columns of the base, equal for customers of one history alone; their order is that of x, t_x, T. */
  readonly columns: readonly string[];
  /** x, t_x and T, read from these columns as doubles. */
  read(columns: readonly Float64Array[]): Pick<Histories, "frequency" | "recency" | "T">;
}

/** By x, t_x and T themselves. */
export function keyOfAges(dialect: Dialect): HistoryKey {
  return {
    columns: ["frequency", "recency", dialect.identifier("T")],
    read: ([frequency, recency, T]) => ({ frequency: frequency!, recency: recency!, T: T! }),
  };
}

/** The column of a base with the history of a customer as one whole number. */
const HISTORY = "history";

/**
 * By one whole number, (x·s + last − first)·s + until − first with s the ticks observed: it is grouped, sorted and joined in a third of
 * the time. Undefined where ticks are so many that a double does not hold it.
 */
export function keyInTicks({ from, until, tick, ruler }: ObservedTicks): HistoryKey | undefined {
  const span = until - from + 1;
  // Of days no more than one purchase each is counted: x < s.
  if (!(span ** 3 <= Number.MAX_SAFE_INTEGER)) return undefined;
  return {
    columns: [HISTORY],
    read: ([keys]) => {
      const length = keys!.length;
      const [frequency, recency, T] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
      for (let k = 0; k < length; k++) {
        const rest = Math.floor(keys![k]! / span);
        frequency[k] = Math.floor(rest / span);
        recency[k] = ((rest % span) * tick) / ruler;
        T[k] = ((keys![k]! % span) * tick) / ruler;
      }
      return { frequency, recency, T };
    },
  };
}

/** The same number of a customer as SQL, under its name. */
export function historySql({ types: { long } }: Dialect, { from, until }: ObservedTicks): string {
  const span = until - from + 1;
  return `((CAST(purchases - 1 AS ${long}) * ${span} + (last - first)) * ${span} + (${until} - first)) AS ${HISTORY}`;
}
