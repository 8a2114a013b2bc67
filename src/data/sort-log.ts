import { idOrder } from "./id-order.ts";
import type { TransactionLog } from "./transaction-log.ts";

/** The rows of a log, sorted by customer id and then by time. */
export interface SortedLog {
  /** Ids in code-point order; empty where they stay in a database. */
  readonly customers: readonly string[];
  /** Rows `begin[k]` to `begin[k + 1]` are those of the k-th customer, of those with and without rows. */
  readonly begin: Uint32Array;
  /** Start of the grain of each row. */
  readonly start: Float64Array;
  /** Value of each row in millionths; empty when the log has none. */
  readonly value: Float64Array;
}

/**
 * Sorts the rows whose `start` is not NaN. The order of a log is found once and kept. The starts ascend with the
 * instants, except for lines of orders that count at an earlier line, so the last sort has little to do.
 */
export function sortLog(log: TransactionLog, start: Float64Array): SortedLog {
  const { customers, begin: all, row } = orderOf(log);
  const begin = new Uint32Array(all.length);
  const sorted = new Float64Array(log.length);
  const value = new Float64Array(log.value === undefined ? 0 : log.length);
  let kept = 0;
  for (let c = 0; c + 1 < begin.length; c++) {
    for (let i = all[c]; i < all[c + 1]; i++) {
      const k = row === undefined ? i : row[i];
      if (Number.isNaN(start[k])) continue;
      if (log.value !== undefined) value[kept] = log.value[k];
      sorted[kept++] = start[k];
    }
    begin[c + 1] = kept;
    const sort = kept - begin[c] > SHORT ? sortLong : sortShort;
    sort(sorted, value, begin[c], kept);
  }
  return { customers, begin, start: sorted.subarray(0, kept), value: value.subarray(0, Math.min(kept, value.length)) };
}

/** The order of the rows of a log. */
export interface LogOrder {
  readonly customers: readonly string[];
  /** The rows of the k-th customer are `begin[k]` to `begin[k + 1]`, or these places of `row`. */
  readonly begin: Uint32Array;
  /** The rows by customer and then by time; absent where the log is in this order. */
  readonly row?: Uint32Array;
}

const ORDERS = new WeakMap<TransactionLog, LogOrder>();

/** Makes the order of a log known, so that it is not sorted. */
export function withOrder(log: TransactionLog, order: LogOrder): TransactionLog {
  ORDERS.set(log, order);
  return log;
}

/** A counting sort by customer keeps each customer's rows in the order of the log. Then they are sorted by time. */
function orderOf(log: TransactionLog): LogOrder {
  const known = ORDERS.get(log);
  if (known !== undefined) return known;
  const { customers, rank } = ranked(log.customers);
  const begin = new Uint32Array(customers.length + 1);
  for (let k = 0; k < log.length; k++) begin[rank[log.customer[k]]! + 1]++;
  for (let c = 0; c < customers.length; c++) begin[c + 1] += begin[c];
  const next = begin.slice();
  const row = new Uint32Array(log.length);
  for (let k = 0; k < log.length; k++) row[next[rank[log.customer[k]]!]++] = k;
  for (let c = 0; c < customers.length; c++) sortRows(log.instant, row.subarray(begin[c], begin[c + 1]));
  const order = { customers, begin, row };
  ORDERS.set(log, order);
  return order;
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

/** Sorts the rows of a customer by time; most logs are sorted by it. Rows of one time keep their order. */
function sortRows(instant: Float64Array, rows: Uint32Array): void {
  if (rows.length > SHORT) {
    rows.sort((a, b) => instant[a] - instant[b]);
    return;
  }
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i];
    let j = i;
    for (; j > 0 && instant[rows[j - 1]] > instant[row]; j--) rows[j] = rows[j - 1];
    rows[j] = row;
  }
}

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
  let k = from + 1;
  while (k < to && start[k - 1] <= start[k]) k++;
  if (k >= to) return;
  const order = Uint32Array.from({ length: to - from }, (_, k) => k).sort((a, b) => start[from + a] - start[from + b]);
  const times = start.slice(from, to);
  const amounts = value.slice(from, to);
  order.forEach((k, place) => {
    start[from + place] = times[k];
    if (amounts.length > 0) value[from + place] = amounts[k];
  });
}
