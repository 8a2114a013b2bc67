import type { CustomerBase } from "../../data/customer-base.ts";
import { type Bounds, observationOf } from "../../data/observation.ts";
import type { TransactionLog } from "../../data/transaction-log.ts";

/**
 * When a customer of the base bought: the starts of the grains with a purchase, ascending, found again in the log the base was made of.
 *
 * They are x + 1. One pass over the log per customer: meant for the one customer whose story the report tells.
 *
 * @param customer index in the base
 * @param bounds what the base was made with, since a return later on the last day may lie beyond them
 * @returns milliseconds since 1970, calendar time
 * @example
 * const bought = ["2024-01-05", "2024-02-09"].map((date) => ({ customer: "ann", date }));
 * const log = await readTransactions(bought);
 * const { base } = summarize(log, { unit: "day" });
 * purchaseTimes(log, base, 0); // [1704412800000, 1707436800000]
 */
export function purchaseTimes(
  log: TransactionLog,
  base: CustomerBase,
  customer: number,
  bounds: Bounds = {},
): number[] {
  const { clock, first: from, last: until } = observationOf(log, base.grain, bounds);
  const id = log.customers.indexOf(base.customers[customer]);
  const [first, last] = [base.firstDate?.[customer] ?? Number.NaN, base.lastDate?.[customer] ?? Number.NaN];
  const values = new Map<number, { net: number; returned: boolean }>();
  for (let k = 0; k < log.length; k++) {
    const instant = log.instant[k];
    if (log.customer[k] !== id || instant < from || instant > until) continue;
    const start = clock.startOf(instant);
    if (!(start >= first && start <= last)) continue;
    const value = log.value?.[k] ?? 0;
    const { net, returned } = values.get(start) ?? { net: 0, returned: false };
    values.set(start, { net: net + value, returned: returned || value < 0 });
  }
  // As in `summarize`: a grain that returns bring to 0 or below is no purchase.
  return [...values]
    .flatMap(([start, { net, returned }]) => (returned && net <= 0 ? [] : [start]))
    .sort((a, b) => a - b);
}
