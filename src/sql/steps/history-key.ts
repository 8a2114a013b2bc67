import type { Histories } from "../../model.ts";
import type { Dialect } from "../dialect.ts";

/** The time observed, in ticks. */
export interface ObservedTicks {
  /** Milliseconds in a tick, and in the unit. */
  readonly tick: number;
  readonly unitLength: number;
  /** Whether grains of one unit are counted, so that ages of different ticks are equal. */
  readonly discrete?: boolean | undefined;
  /** Start of the last grain of the base. */
  readonly until: number;
  /** A number above the ticks from any purchase to the end of observation. */
  readonly span: number;
}

/** The key that identifies a history. */
export interface HistoryKey {
  /**
   * Names of columns of the base. They are equal only for customers of one history, and have the order of x, t_x, T.
   */
  readonly columns: readonly string[];
  readonly type: "long" | "double";
  /** x, t_x and T, read from these columns as doubles. */
  read(columns: readonly Float64Array[]): Pick<Histories, "frequency" | "recency" | "T">;
}

/** The key made of x, t_x and T themselves. */
export const BY_AGES: HistoryKey = {
  columns: ["frequency", "recency", "T"],
  type: "double",
  read: ([frequency, recency, T]) => ({ frequency: frequency!, recency: recency!, T: T! }),
};

/** The column of a base with the history of a customer as one whole number. */
export const HISTORY = "history";

/** The first x that does not fit into one whole number beside two numbers of ticks. */
export function frequencyLimit({ span }: Pick<ObservedTicks, "span">): number {
  return Math.floor(Number.MAX_SAFE_INTEGER / span ** 2);
}

/**
 * One whole number: (x·s + last − first)·s + until − first, with s the span. Grouping, sorting and joining with it take
 * a third of the time. Undefined if a double can't hold the number, or if ages are counted, so that histories of
 * different ticks are equal.
 *
 * @param most The largest x; in a base of grains there is no more than one purchase in each.
 */
export function keyInTicks(ticks: ObservedTicks, most: number = ticks.span - 1): HistoryKey | undefined {
  const { span, tick, unitLength, discrete } = ticks;
  if (discrete || !(most < frequencyLimit(ticks))) return undefined;
  return {
    columns: [HISTORY],
    type: "long",
    read: ([keys]) => {
      const length = keys!.length;
      const [frequency, recency, T] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
      for (let k = 0; k < length; k++) {
        const rest = Math.floor(keys![k]! / span);
        frequency[k] = Math.floor(rest / span);
        recency[k] = ((rest % span) * tick) / unitLength;
        T[k] = ((keys![k]! % span) * tick) / unitLength;
      }
      return { frequency, recency, T };
    },
  };
}

/** The same number of a customer with x repeat purchases as SQL, under its name. */
export function historySql(dialect: Dialect, { until, span }: ObservedTicks, x: string): string {
  const [first, last] = ["first", "last"].map(dialect.identifier);
  return `((CAST(${x} AS ${dialect.types.long}) * ${span} + (${last} - ${first})) * ${span} + (${until} - ${first})) AS ${HISTORY}`;
}
