import { idOrder } from "./id-order.ts";
import type { TransactionLog } from "./transaction-log.ts";

/** The rows of a log, sorted by customer id and then by time. */
export interface SortedLog {
  /** Ids in code-point order. */
  readonly customers: readonly string[];
  /** Rows `begin[k]` to `begin[k + 1]` are those of `customers[k]`. */
  readonly begin: Uint32Array;
  /** Start of the grain of each row. */
  readonly start: Float64Array;
  /** Value of each row in millionths; empty when the log has none. */
  readonly value: Float64Array;
}

/**
 * Sorts the rows whose `start` is not NaN: A counting sort by customer keeps each customer's rows in the order of the
 * log. Then an insertion sort by time follows. Most logs are sorted by time, so the second sort has little to do.
 */
export function sortLog(log: TransactionLog, start: Float64Array): SortedLog {
  const { customers, rank } = ranked(log.customers);
  const begin = new Uint32Array(customers.length + 1);
  for (let k = 0; k < log.length; k++) if (!Number.isNaN(start[k])) begin[rank[log.customer[k]]! + 1]++;
  for (let c = 0; c < customers.length; c++) begin[c + 1] += begin[c];
  const next = begin.slice();
  const kept = begin[customers.length];
  const sorted = new Float64Array(kept);
  const value = new Float64Array(log.value === undefined ? 0 : kept);
  for (let k = 0; k < log.length; k++) {
    if (Number.isNaN(start[k])) continue;
    const to = next[rank[log.customer[k]]!]++;
    sorted[to] = start[k];
    if (log.value !== undefined) value[to] = log.value[k];
  }
  for (let c = 0; c < customers.length; c++) {
    const sort = begin[c + 1] - begin[c] > SHORT ? sortLong : sortShort;
    sort(sorted, value, begin[c], begin[c + 1]);
  }
  return { customers, begin, start: sorted, value };
}

/** The ids in code-point order, and the place of each in it. */
function ranked(ids: readonly string[]): { customers: readonly string[]; rank: Uint32Array } {
  const order = Uint32Array.from(ids, (_, k) => k);
  const compare = idOrder(ids);
  let inOrder = true;
  for (let k = 1; k < ids.length && inOrder; k++) inOrder = compare(ids[k - 1], ids[k]) < 0;
  if (!inOrder) order.sort((a, b) => compare(ids[a], ids[b]));
  const rank = new Uint32Array(ids.length);
  order.forEach((id, place) => {
    rank[id] = place;
  });
  return { customers: Array.from(order, (id) => ids[id]), rank };
}

const SHORT = 64;

function sortShort(start: Float64Array, value: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const time = start[i];
    if (time >= start[i - 1]) continue;
    const amount = value[i];
    let j = i;
    for (; j > from && start[j - 1] > time; j--) {
      start[j] = start[j - 1];
      value[j] = value[j - 1];
    }
    start[j] = time;
    value[j] = amount;
  }
}

/** For customers with many rows: the order of positions, from the platform's sort. */
function sortLong(start: Float64Array, value: Float64Array, from: number, to: number): void {
  const order = Uint32Array.from({ length: to - from }, (_, k) => k).sort((a, b) => start[from + a] - start[from + b]);
  const times = start.slice(from, to);
  const amounts = value.slice(from, to);
  order.forEach((k, place) => {
    start[from + place] = times[k];
    if (amounts.length > 0) value[from + place] = amounts[k];
  });
}
