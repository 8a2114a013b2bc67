import { inOrder } from "../math/ranks.ts";
import type { Random } from "../random/random.ts";
import type { CustomerBase } from "./customer-base.ts";

/**
 * The customers of a base at some places, in the order of the places.
 *
 * @param places whole numbers in [0, base.length)
 */
export function customersAt(base: CustomerBase, places: ArrayLike<number>): CustomerBase {
  const { length } = places;
  const column = (values: Float64Array): Float64Array => inOrder(values, places);
  const { monetaryValue, litt, firstValue, firstDate, lastDate, holdout } = base;
  return {
    ...base,
    length,
    // A base for threads has no ids.
    customers: base.customers.length === 0 ? [] : Array.from(places, (k) => base.customers[k]),
    frequency: column(base.frequency),
    recency: column(base.recency),
    T: column(base.T),
    ...(monetaryValue && { monetaryValue: column(monetaryValue) }),
    ...(litt && { litt: column(litt) }),
    ...(firstValue && { firstValue: column(firstValue) }),
    ...(firstDate && { firstDate: column(firstDate) }),
    ...(lastDate && { lastDate: column(lastDate) }),
    ...(holdout && {
      holdout: {
        ...holdout,
        frequency: column(holdout.frequency),
        ...(holdout.monetaryValue && { monetaryValue: column(holdout.monetaryValue) }),
      },
    }),
  };
}

/**
 * Places of a simple random sample without replacement, ascending: algorithm S of Knuth (1997), TAOCP 2, §3.4.2.
 *
 * @param size the size of the sample, at most `length`
 */
export function samplePlaces(length: number, size: number, random: Random): Uint32Array {
  const places = new Uint32Array(size);
  for (let k = 0, taken = 0; taken < size; k++) {
    if ((length - k) * random.uniform() < size - taken) places[taken++] = k;
  }
  return places;
}
