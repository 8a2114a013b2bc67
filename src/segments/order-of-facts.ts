import type { CustomerBase } from "../data/customer-base.ts";
import type { CustomerStates } from "./customer-states.ts";

/** The places of customers in an order that does not depend on their ids: customers with equal facts are neighbours. */
export function orderOfFacts(base: CustomerBase, ...states: readonly CustomerStates[]): Uint32Array {
  const { frequency, recency, T, monetaryValue, holdout } = base;
  const columns = [
    ...[frequency, recency, T, monetaryValue, holdout?.frequency, holdout?.monetaryValue],
    ...states.flatMap(({ last, orders, spent, slots }) => [last, orders, spent, ...slots]),
  ].filter((column) => column !== undefined);
  // NaN stands for what does not exist.
  const at = (column: Float64Array, k: number): number =>
    Number.isNaN(column[k]) ? Number.NEGATIVE_INFINITY : column[k];
  return Uint32Array.from({ length: base.length }, (_, k) => k).sort((a, b) => {
    for (const column of columns) {
      const [p, q] = [at(column, a), at(column, b)];
      if (p !== q) return p < q ? -1 : 1;
    }
    return a - b;
  });
}

/** States in another order. */
export function statesAt({ last, orders, spent, slots }: CustomerStates, places: Uint32Array): CustomerStates {
  const column = (of: Float64Array): Float64Array => Float64Array.from(places, (k) => of[k]);
  return {
    ...{ length: places.length, last: column(last), orders: column(orders), spent: column(spent) },
    slots: slots.map(column),
  };
}
