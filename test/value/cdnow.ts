import { discountedPurchasesIfAlive, expectedPurchases } from "../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../models/bg-nbd/probability-alive.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { DAY } from "../../src/data/time-unit.ts";
import { discountedAway, type NewCustomer } from "../../src/value/new-customer.ts";
import { sharedData } from "../support/log.ts";
import { spendAt } from "../support/spend-at.ts";

/** The parameters of the reference (README of the economics figures), in weeks. */
export const PURCHASE = { r: 0.24259452243, alpha: 4.41360201902, a: 0.792922017226, b: 2.42590677683 };
export const SPEND = { p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 };
export const WEEKS_PER_YEAR = 365.25 / 7;
/** 10 % a year. */
export const DELTA = Math.log1p(0.1) / WEEKS_PER_YEAR;

const discounted = (t: number): number => discountedPurchasesIfAlive(PURCHASE, 0, 0, t, DELTA);

/** A new CDNOW customer at 10 % a year. */
export const NEWCOMER: NewCustomer = {
  firstValue: 32.9910691557064,
  laterValue: 35.1703712656854,
  discounted,
  limit: discounted(discountedAway(DELTA)),
};

/** The same, nothing discounted: a = 0.79 < 1, so purchases grow without end. */
export const UNDISCOUNTED: NewCustomer = {
  ...NEWCOMER,
  discounted: (t) => expectedPurchases(PURCHASE, t),
  limit: Number.POSITIVE_INFINITY,
};

/** The customers of the CDNOW sample until 1997-09-30, as columns. */
export interface Sample {
  readonly length: number;
  readonly firstDate: Float64Array;
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  readonly monetaryValue: Float64Array;
  readonly revenue: Float64Array;
  readonly firstValue: Float64Array;
  /** Of the first row alone, as the reference has it, not of the whole first day. */
  readonly firstQuantity: Float64Array;
  /** NaN without a second purchase. */
  readonly daysToSecond: Float64Array;
  readonly holdoutRevenue: Float64Array;
}

/** Reads the sample; undefined where ../shared/data, which is no part of the project, is missing. Purchases of one day are one. */
export function readSample(): Sample | undefined {
  const bytes = sharedData("cdnow-sample.csv");
  if (bytes === undefined) return undefined;
  const days = new Map<string, Map<number, { cents: number; quantity: number }>>();
  for (const line of new TextDecoder().decode(bytes).trim().split(/\r?\n/).slice(1)) {
    const [id, date, quantity, amount] = line.split(",") as [string, string, string, string];
    const at = Date.parse(date);
    const of = days.get(id) ?? days.set(id, new Map()).get(id)!;
    const so = of.get(at) ?? { cents: 0, quantity: 0 };
    of.set(at, { cents: so.cents + Math.round(Number(amount) * 100), quantity: so.quantity || Number(quantity) });
  }
  const split = Date.parse("1997-10-01");
  const customers = [...days.keys()].sort().map((id) => {
    const purchases = [...days.get(id)!].sort(([a], [b]) => a - b).map(([at, so]) => ({ at, ...so }));
    const [seen, later] = [purchases.filter(({ at }) => at < split), purchases.filter(({ at }) => at >= split)];
    const cents = (of: typeof seen): number => of.reduce((sum, one) => sum + one.cents, 0);
    return { seen, total: cents(seen) / 100, repeat: cents(seen.slice(1)) / 100, later: cents(later) / 100 };
  });
  type Customer = (typeof customers)[number];
  const column = (of: (customer: Customer) => number): Float64Array => Float64Array.from(customers, of);
  const week = (from: number, until: number): number => (until - from) / (7 * DAY);
  return {
    length: customers.length,
    firstDate: column(({ seen }) => seen[0]!.at),
    frequency: column(({ seen }) => seen.length - 1),
    recency: column(({ seen }) => week(seen[0]!.at, seen.at(-1)!.at)),
    T: column(({ seen }) => week(seen[0]!.at, split - DAY)),
    monetaryValue: column(({ seen, repeat }) => (seen.length > 1 ? repeat / (seen.length - 1) : Number.NaN)),
    revenue: column(({ total }) => total),
    firstValue: column(({ seen }) => seen[0]!.cents / 100),
    firstQuantity: column(({ seen }) => seen[0]!.quantity),
    daysToSecond: column(({ seen }) => (seen[1] ? (seen[1].at - seen[0]!.at) / DAY : Number.NaN)),
    holdoutRevenue: column(({ later }) => later),
  };
}

/** Discounted expected purchases of each customer within so many years at 10 %. */
export function discountedPurchases({ length, frequency, recency, T }: Sample, years: number): Float64Array {
  const horizon = years * WEEKS_PER_YEAR;
  return Float64Array.from({ length }, (_, k) => {
    const [x, tx, age] = [frequency[k]!, recency[k]!, T[k]!];
    const alive = probabilityAlive(PURCHASE, x, tx, age);
    return alive * discountedPurchasesIfAlive(PURCHASE, x, age, horizon, DELTA);
  });
}

/** Expected value per purchase of each customer. */
export function expectedSpends({ length, frequency, monetaryValue }: Sample): Float64Array {
  return Float64Array.from({ length }, (_, k) => spendAt(gammaGamma, SPEND, frequency[k]!, monetaryValue[k]!)!);
}
