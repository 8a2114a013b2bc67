import type { CustomerBase } from "../../data/customer-base.ts";
import { countNumbers, sumNumbers } from "../../math/sum.ts";
import type { BaseNumbers } from "../report-data.ts";

/** The customer base in numbers. */
export function baseNumbers({ length, frequency, monetaryValue, firstDate, until }: CustomerBase): BaseNumbers {
  const repeatBuyers = frequency.reduce((count, x) => count + (x > 0 ? 1 : 0), 0);
  const spenders = monetaryValue ? countNumbers(monetaryValue) : 0;
  const first = firstDate?.reduce((least, date) => Math.min(least, date));
  return {
    customers: length,
    repeatBuyers,
    repeatPurchases: sumNumbers(frequency),
    ...(first !== undefined && { from: isoDate(first) }),
    ...(until !== undefined && { until: isoDate(until) }),
    ...(monetaryValue && spenders > 0 && { meanSpend: sumNumbers(monetaryValue) / spenders }),
  };
}

/** The ISO date of a time in milliseconds since 1970. */
export function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
