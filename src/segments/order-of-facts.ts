import type { CustomerBase } from "../data/customer-base.ts";
import type { CustomerStates } from "./customer-states.ts";

/** The places of customers in an order that does not depend on their ids: customers with equal facts are neighbours. */
export function orderOfFacts(base: CustomerBase, ...states: readonly CustomerStates[]): Uint32Array {
  return Uint32Array.from({ length: base.length }, (_, k) => k).sort(byFacts(base, ...states));
}

/** Compares the places of two customers by their facts, and by the places themselves where all facts are equal. */
export function byFacts(base: CustomerBase, ...states: readonly CustomerStates[]): (a: number, b: number) => number {
  const { frequency, recency, T, monetaryValue, holdout } = base;
  const columns = [
    ...[monetaryValue, holdout?.frequency, holdout?.monetaryValue],
    ...states.flatMap(({ last, orders, spent, slots }) => [last, orders, spent, ...slots]),
  ].filter((column) => column !== undefined);
  return (a, b) => {
    const byHistory = frequency[a] - frequency[b] || recency[a] - recency[b] || T[a] - T[b];
    if (byHistory !== 0) return byHistory;
    for (const column of columns) {
      const [p, q] = [column[a], column[b]];
      if (p === q) continue;
      // NaN stands for what does not exist, and comes first.
      const [hasP, hasQ] = [!Number.isNaN(p), !Number.isNaN(q)];
      if (hasP && hasQ) return p < q ? -1 : 1;
      if (hasP !== hasQ) return hasP ? 1 : -1;
    }
    return a - b;
  };
}

/** States in another order. */
export function statesAt({ last, orders, spent, slots }: CustomerStates, places: Uint32Array): CustomerStates {
  const column = (of: Float64Array): Float64Array => Float64Array.from(places, (k) => of[k]);
  return {
    ...{ length: places.length, last: column(last), orders: column(orders), spent: column(spent) },
    slots: slots.map(column),
  };
}
