import type { CustomerBase } from "../data/customer-base.ts";
import type { RepeatSpend } from "../data/repeat-spend.ts";
import type { Histories } from "../model.ts";
import type { Fingerprint } from "./fitted-model.ts";

/** The facts about the data of a fit that the fitter does not see. */
export interface AboutData {
  readonly customers: number;
  readonly repeatPurchases: number;
  /** First purchase and end of observation, in milliseconds since 1970. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * The identity of the data of a fit: customers, repeat purchases, dates, and a SHA-256. The hash covers the histories of the fit and the
 * total value of repeat purchases by x, column after column as little-endian doubles. Both are sorted, so the order of the customers does
 * not matter. Sums replace single values, because a nightly job computes them for its totals anyway.
 */
export async function fingerprint(
  { customers, repeatPurchases, from, until }: AboutData,
  purchase: Histories,
  spend: RepeatSpend | undefined,
): Promise<Fingerprint> {
  const columns = [purchase.frequency, purchase.recency, purchase.T, purchase.count];
  if (spend) columns.push(spend.frequency, spend.total);
  const all = new Float64Array(columns.reduce((sum, column) => sum + column.length, 0));
  columns.reduce((at, column) => {
    all.set(column, at);
    return at + column.length;
  }, 0);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return {
    customers,
    repeatPurchases,
    ...(from !== undefined && { from: isoDay(from) }),
    ...(until !== undefined && { until: isoDay(until) }),
    sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}

/** These facts from a base in memory. */
export function aboutBase({ length, frequency, firstDate, until }: CustomerBase): AboutData {
  return {
    customers: length,
    repeatPurchases: frequency.reduce((sum, x) => sum + x, 0),
    from: firstDate?.reduce((least, date) => Math.min(least, date)),
    until,
  };
}

/** The UTC day of a time in milliseconds since 1970, as a fingerprint has it. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
