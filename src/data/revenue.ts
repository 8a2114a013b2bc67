import type { CustomerBase } from "./customer-base.ts";
import { MILLION } from "./decimal.ts";
import { totalsOf } from "./repeat-spend.ts";

/**
 * The value of all purchases to date of each customer, with the first one, in money units. Whole millionths are added
 * and divided once, as in SQL. Undefined where the base does not hold the values of first purchases.
 */
export function revenueOf({ frequency, monetaryValue, firstValue }: CustomerBase): Float64Array | undefined {
  if (monetaryValue === undefined || firstValue === undefined) return undefined;
  return totalsOf(frequency, monetaryValue).map((total, k) => (total + Math.round(firstValue[k] * MILLION)) / MILLION);
}
