import type { CustomerStates } from "./customer-states.ts";
import type { Scheme } from "./scheme.ts";
import { ordersBand, valueBand } from "./state.ts";

/**
 * The segment of a customer at the end of a period after `now`, given the orders in each period between.
 *
 * @param now the period at whose end the states are
 * @param bought orders in each period after it; none gives the segment at the end of `now` itself
 * @param worth the value of these orders, in millionths
 */
export function segmentAhead(
  scheme: Scheme,
  states: CustomerStates,
  customer: number,
  now: number,
  bought: ArrayLike<number>,
  worth = 0,
): number {
  const { window, orderCuts, valueCuts } = scheme;
  let [total, newest] = [0, -1];
  for (let j = 0; j < bought.length; j++) {
    total += bought[j];
    if (bought[j] > 0) newest = j;
  }
  const before = states.orders[customer];
  const at = newest < 0 ? states.last[customer] : now + 1 + newest;
  /** Periods from an order to the newest one. */
  const aged = (slot: number): number => (at - slot >= window ? -1 : at - slot);
  const ageOf = (cut: number): number => {
    let left = orderCuts[cut];
    if (left > before + total) return -1;
    if (window === Number.POSITIVE_INFINITY) return 0;
    for (let j = newest; j >= 0; j--) {
      left -= bought[j];
      if (left <= 0) return aged(now + 1 + j);
    }
    return aged(states.slots[left - 1][customer]);
  };
  const period = now + bought.length;
  const band = valueBand(valueCuts, states.spent[customer] + worth, before + total);
  return scheme.segmentOf(period - at, ordersBand(scheme, at, ageOf, period), band);
}
