import type { CustomerBase } from "../data/customer-base.ts";
import { ascending, inOrder } from "../math/ranks.ts";
import type { CustomerStates } from "./customer-states.ts";

/** The places of customers in an order that does not depend on their ids: customers with equal facts are neighbours. */
export function orderOfFacts(base: CustomerBase, ...states: readonly CustomerStates[]): Uint32Array {
  return ascending(factsOf(base, states), base.length);
}

/** Compares the places of two customers by their facts, and by the places themselves where all facts are equal. */
export function byFacts(base: CustomerBase): (a: number, b: number) => number {
  const columns = factsOf(base, []);
  return (a, b) => {
    for (const column of columns) {
      const [p, q] = [column[a], column[b]];
      if (p < q) return -1;
      if (p > q) return 1;
      // NaN stands for what does not exist, and comes first.
      const [lacksP, lacksQ] = [Number.isNaN(p), Number.isNaN(q)];
      if (lacksP !== lacksQ) return lacksP ? -1 : 1;
    }
    return a - b;
  };
}

function factsOf(
  { frequency, recency, T, monetaryValue, holdout }: CustomerBase,
  states: readonly CustomerStates[],
): Float64Array[] {
  return [
    ...[frequency, recency, T, monetaryValue, holdout?.frequency, holdout?.monetaryValue],
    ...states.flatMap(({ last, orders, spent, slots }) => [last, orders, spent, ...slots]),
  ].filter((column) => column !== undefined);
}

/** States in another order. */
export function statesAt({ last, orders, spent, slots }: CustomerStates, places: Uint32Array): CustomerStates {
  const column = (of: Float64Array): Float64Array => inOrder(of, places);
  return {
    ...{ length: places.length, last: column(last), orders: column(orders), spent: column(spent) },
    slots: slots.map(column),
  };
}
