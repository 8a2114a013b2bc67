import { adjustedForMany } from "../math/benjamini-hochberg.ts";
import { inOrder } from "../math/ranks.ts";

/** A sign: a customer is silent for longer than usual, or buys faster than ever. */
export type SignKind = "silent" | "burst";

/** A customer with a sign. Gaps are in days, times in milliseconds since 1970. */
export interface SignOf {
  readonly customer: string;
  readonly sign: SignKind;
  readonly p: number;
  /** Beyond chance among all customers, at a false discovery rate of 10 %. */
  readonly significant: boolean;
  /** The expected value of a year ahead; expected purchases where there are no values. */
  readonly atStake: number;
  /** P(a purchase within a year). */
  readonly probabilityOfPurchase: number;
  /** Of a silent customer. */
  readonly gap?: number;
  readonly usualGap?: number;
  readonly overdueSince?: number;
  /** The median time of the next purchase; absent where the next purchase more likely never comes. */
  readonly nextMedian?: number;
  /** Of a burst: purchases in the last periods. */
  readonly purchases?: number;
}

/** The signs of one kind among customers. */
export interface SignList {
  readonly kind: SignKind;
  /** Places of customers, those with most at stake first. */
  readonly customers: readonly number[];
  /** By place in `customers`: p, and whether it is beyond chance among all who were looked at. */
  readonly p: readonly number[];
  readonly significant: readonly boolean[];
  /** The number of customers examined. */
  readonly tested: number;
  /** Of these, p below 0.05. */
  readonly belowFive: number;
}

/** The share of false signs among those beyond chance. */
const FALSE_SIGNS = 0.1;

/**
 * The customers who show a sign, ranked by what is at stake; p only says whether it is beyond chance.
 *
 * @param p of each customer, NaN where the sign does not exist
 * @param shown whether a customer is on the list
 * @param atStake of each customer; NaN counts as 0
 * @param compare compares customers with equal stakes and equal p
 */
export function listSigns(
  kind: SignKind,
  p: Float64Array,
  shown: (customer: number) => boolean,
  atStake: Float64Array,
  compare: (a: number, b: number) => number,
): SignList {
  const tested = places(p.length, (k) => !Number.isNaN(p[k]));
  const adjusted = adjustedForMany(inOrder(p, tested));
  const beyond = new Uint8Array(p.length);
  let belowFive = 0;
  for (let i = 0; i < tested.length; i++) {
    if (adjusted[i] <= FALSE_SIGNS) beyond[tested[i]] = 1;
    if (p[tested[i]] < 0.05) belowFive++;
  }
  const worth = (k: number): number => (Number.isNaN(atStake[k]) ? 0 : atStake[k]);
  const customers = Array.from(tested.filter(shown)).sort(
    (a, b) => worth(b) - worth(a) || p[a] - p[b] || compare(a, b),
  );
  return {
    ...{ kind, customers, tested: tested.length },
    p: customers.map((k) => p[k]),
    significant: customers.map((k) => beyond[k] === 1),
    belowFive,
  };
}

function places(length: number, belongs: (place: number) => boolean): Uint32Array {
  const found = new Uint32Array(length);
  let size = 0;
  for (let k = 0; k < length; k++) if (belongs(k)) found[size++] = k;
  return found.subarray(0, size);
}
