import { bgNbd, gammaGamma } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import type { Parameters } from "../../src/model.ts";
import { seeded } from "../../src/random/seeded.ts";
import type { ClassicalCounts } from "../../src/value/classical-baselines.ts";

const YEAR = 365.25 / 7;

/** A kind of customers, in weeks. */
export interface Population {
  readonly name: string;
  readonly purchase: Parameters;
}

/** A log as a base, with what the base does not hold. */
export interface DrawnLog {
  readonly base: CustomerBase;
  /** Of all orders, the first included. */
  readonly revenue: Float64Array;
  readonly firstValue: Float64Array;
  readonly halves: NonNullable<ClassicalCounts["halves"]>;
}

/** Draws customers who join evenly over a log of so many years, observed to its end; customer k draws from stream k of the seed. */
export function drawLog(
  { purchase }: Population,
  spend: Parameters,
  { customers, years, seed }: { customers: number; years: number; seed: number },
): DrawnLog {
  const column = (): Float64Array => new Float64Array(customers);
  const [frequency, recency, T, monetaryValue] = [column(), column(), column(), column()];
  const [revenue, firstValue] = [column(), column()];
  const halves = { years: years / 2, first: 0, both: 0, second: 0, revenueInSecond: 0 };
  const ages: number[] = [];
  for (let k = 0; k < customers; k++) {
    const random = seeded(seed, k);
    const age = years * YEAR * random.uniform();
    ages.length = 0;
    bgNbd.simulate(purchase, random, age, ages);
    const values = gammaGamma.simulate(spend, random, ages.length + 1);
    const all = values.reduce((sum, value) => sum + value, 0);
    frequency[k] = ages.length;
    recency[k] = ages.at(-1) ?? 0;
    T[k] = age;
    monetaryValue[k] = ages.length > 0 ? (all - values[0]) / ages.length : Number.NaN;
    revenue[k] = all;
    firstValue[k] = values[0];
    // The age of the customer at the middle of the log.
    const middle = age - (years * YEAR) / 2;
    const late = [0, ...ages].map((at) => at >= middle);
    const second = late.includes(true);
    if (late.includes(false)) {
      halves.first++;
      if (second) halves.both++;
    }
    if (second) halves.second++;
    for (const [j, value] of values.entries()) if (late[j]) halves.revenueInSecond += value;
  }
  const base = {
    length: customers,
    customers: Array.from({ length: customers }, (_, k) => String(k + 1)),
    frequency,
    recency,
    T,
    monetaryValue,
    unit: "week" as const,
    grain: "none" as const,
  };
  return { base, revenue, firstValue, halves };
}
