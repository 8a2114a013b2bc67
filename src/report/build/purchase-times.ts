import type { CustomerBase } from "../../data/customer-base.ts";
import { mergeGrains } from "../../data/merge-grains.ts";
import { type Bounds, observationOf, startsOf } from "../../data/observation.ts";
import { sortLog } from "../../data/sort-log.ts";
import type { TransactionLog } from "../../data/transaction-log.ts";

/**
 * The times at which a customer bought: the starts of the grains with a purchase, ascending, from the log behind the base.
 *
 * They are x + 1. It reads the whole log for each customer, so it suits the one customer whose history the report shows.
 *
 * @param customer index in the base
 * @param bounds the bounds of the base, because a later return on the last day may lie beyond them
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
  const observation = observationOf(log, base.grain, bounds);
  const id = log.customers.indexOf(base.customers[customer]);
  const [first, last] = [base.firstDate?.[customer] ?? Number.NaN, base.lastDate?.[customer] ?? Number.NaN];
  const rows = Uint32Array.from(log.customer.keys()).filter((k) => log.customer[k] === id);
  const own: TransactionLog = {
    ...log,
    length: rows.length,
    customers: [base.customers[customer]],
    customer: new Int32Array(rows.length),
    instant: Float64Array.from(rows, (k) => log.instant[k]),
    ...(log.order && { order: Int32Array.from(rows, (k) => log.order![k]) }),
    ...(log.value && { value: Float64Array.from(rows, (k) => log.value![k]) }),
  };
  const { start, begin } = mergeGrains(sortLog(own, startsOf(own, observation).start), {
    match: log.returns === "match",
    split: observation.split,
  });
  return [...start.subarray(0, begin[1])].filter((time) => time >= first && time <= last);
}
