import type { CustomerBase } from "./customer-base.ts";
import { MILLION } from "./decimal.ts";
import { totalsOf } from "./repeat-spend.ts";

/**
 * The value of all purchases to date of each customer, the first one included, in money units: whole millionths added and divided once,
 * as a database has it. Undefined where the base does not hold the values of first purchases.
 */
export function revenueOf({ frequency, monetaryValue, firstValue }: CustomerBase): Float64Array | undefined {
  if (monetaryValue === undefined || firstValue === undefined) return undefined;
  return totalsOf(frequency, monetaryValue).map((total, k) => (total + Math.round(firstValue[k] * MILLION)) / MILLION);
}
