import type { Histories, SpendHistories } from "../model.ts";
import type { CustomerBase } from "./customer-base.ts";
import { distinctRows } from "./distinct-rows.ts";

/** The histories of a base, and which of them each customer has. */
export interface BaseHistories {
  readonly histories: Histories;
  /** `index[k]` is the history of customer k. */
  readonly index: Uint32Array;
}

/** The spend histories of a base, and who has none. */
export interface BaseSpendHistories {
  readonly histories: SpendHistories;
  /** Customers without a repeat purchase: they have no mean value. */
  readonly withoutRepeat: number;
  /** Customers whose repeat purchases have mean value 0, which the Gamma-Gamma model gives no likelihood: left out. */
  readonly zeroValued: number;
}

/**
 * The distinct (x, t_x, T) of a base with the customers that share each, sorted by x, t_x, T: the same customers give the same
 * columns, whatever their ids.
 *
 * @example
 * const log = await readTransactions(["a", "b", "c"].map((customer) => ({ customer, date: "2024-01-01" })));
 * const { histories, index } = buildHistories(summarize(log, { unit: "week", until: "2024-01-29" }).base);
 * Array.from(histories.T); // [4]
 * Array.from(histories.count); // [3]
 * Array.from(index); // [0, 0, 0]
 */
export function buildHistories(base: Pick<CustomerBase, "length" | "frequency" | "recency" | "T">): BaseHistories {
  const { columns, count, index } = distinctRows([base.frequency, base.recency, base.T], base.length);
  const [frequency, recency, T] = columns as [Float64Array, Float64Array, Float64Array];
  return { histories: { length: count.length, frequency, recency, T, count }, index };
}

/** The distinct (x, m) of the customers with x > 0 and m > 0, sorted by x, m; undefined for a base without values. */
export function buildSpendHistories(base: CustomerBase): BaseSpendHistories | undefined {
  const { frequency: x, monetaryValue: m } = base;
  if (m === undefined) return undefined;
  const xs = new Float64Array(base.length);
  const ms = new Float64Array(base.length);
  let [kept, withoutRepeat] = [0, 0];
  for (let k = 0; k < base.length; k++) {
    if (!(x[k] > 0)) withoutRepeat++;
    else if (m[k] > 0) {
      xs[kept] = x[k];
      ms[kept++] = m[k];
    }
  }
  const { columns, count } = distinctRows([xs, ms], kept);
  const [frequency, monetaryValue] = columns as [Float64Array, Float64Array];
  const histories = { length: count.length, frequency, monetaryValue, count };
  return { histories, withoutRepeat, zeroValued: base.length - withoutRepeat - kept };
}
