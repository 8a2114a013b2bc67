import { bgBb } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { seeded } from "../../src/random/seeded.ts";

/** Customers drawn from BG/BB with the published estimates of the donors, each with 12 to 36 opportunities, as of months. */
export function countedBase(customers: number): CustomerBase {
  const column = (): Float64Array => new Float64Array(customers);
  const [frequency, recency, T] = [column(), column(), column()];
  const random = seeded(1);
  const ages: number[] = [];
  for (let k = 0; k < customers; k++) {
    T[k] = 12 + Math.floor(25 * random.uniform());
    ages.length = 0;
    bgBb.simulate(bgBb.example, random, T[k], ages);
    frequency[k] = ages.length;
    recency[k] = ages.at(-1) ?? 0;
  }
  const ids = Array.from({ length: customers }, (_, k) => String(k));
  return { length: customers, customers: ids, frequency, recency, T, unit: "month", grain: "month" };
}
