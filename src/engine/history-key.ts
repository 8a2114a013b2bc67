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
 *
 * @param most The largest x; in a base of grains there is no more than one purchase in each.
 */
export function keyInTicks(ticks: ObservedTicks, most: number = ticks.until - ticks.from): HistoryKey | undefined {
  const { from, until, tick, ruler } = ticks;
  const span = until - from + 1;
  if (!((most + 1) * span ** 2 <= Number.MAX_SAFE_INTEGER)) return undefined;
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

/** The same number of a customer with x repeat purchases as SQL, under its name. */
export function historySql(dialect: Dialect, { from, until }: ObservedTicks, x: string): string {
  const span = until - from + 1;
  const [first, last] = ["first", "last"].map(dialect.identifier);
  return `((CAST(${x} AS ${dialect.types.long}) * ${span} + (${last} - ${first})) * ${span} + (${until} - ${first})) AS ${HISTORY}`;
}
