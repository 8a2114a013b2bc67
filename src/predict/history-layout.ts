import type { CustomerBase } from "../data/customer-base.ts";
import { distinctRows } from "../data/distinct-rows.ts";
import { indexHistories } from "../data/histories.ts";

/**
 * The largest number of histories in a part, whose P(alive) is computed together. Among so many, times recur, and
 * memory holds them under every draw.
 */
export const BLOCK = 4096;
/** The number of customers after which a part ends, even with few histories: customers without a repeat purchase share theirs. */
const MANY = 1 << 16;

/**
 * The customers of a base by history, with the histories in the order of (x, T), and the parts. The draws of a part do
 * not depend on the thread or on the time. All columns are numbers, so threads can share them.
 */
export interface HistoryLayout {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  /** Places in the base. Those of history k lie from `begin[k]` to `begin[k + 1]`. */
  readonly customers: Uint32Array;
  readonly begin: Uint32Array;
  /** Part p has the histories from `parts[p]` to `parts[p + 1]`. */
  readonly parts: Uint32Array;
}

/** Arranges the customers of a base by history. A base of up to 4 096 histories and 65 536 customers is one part. */
export function layHistories(base: Pick<CustomerBase, "length" | "frequency" | "recency" | "T">): HistoryLayout {
  const { histories, index } = indexHistories(base);
  const { columns, index: pairOf } = distinctRows([histories.frequency, histories.T], histories.length);
  const order = grouped(pairOf, columns[0].length).members;
  const { members, begin: beginOf } = grouped(index, histories.length);
  const inOrder = (column: Float64Array): Float64Array =>
    new Float64Array(order.length).map((_, k) => column[order[k]]);
  const customers = new Uint32Array(base.length);
  const begin = new Uint32Array(order.length + 1);
  const parts = [0];
  order.forEach((history, k) => {
    const here = members.subarray(beginOf[history], beginOf[history + 1]);
    customers.set(here, begin[k]);
    begin[k + 1] = begin[k] + here.length;
    const first = parts.at(-1)!;
    if (k + 1 - first === BLOCK || begin[k + 1] - begin[first] >= MANY) parts.push(k + 1);
  });
  if (parts.at(-1)! < order.length) parts.push(order.length);
  return {
    frequency: inOrder(histories.frequency),
    recency: inOrder(histories.recency),
    T: inOrder(histories.T),
    customers,
    begin,
    parts: Uint32Array.from(parts),
  };
}

/** The members of each group side by side, by a counting sort: those of group k from `begin[k]` to `begin[k + 1]`. */
function grouped(group: Uint32Array, groups: number): { readonly members: Uint32Array; readonly begin: Uint32Array } {
  const begin = new Uint32Array(groups + 1);
  for (const k of group) begin[k + 1]++;
  for (let k = 0; k < groups; k++) begin[k + 1] += begin[k];
  const next = begin.slice();
  const members = new Uint32Array(group.length);
  group.forEach((k, member) => {
    members[next[k]++] = member;
  });
  return { members, begin };
}
