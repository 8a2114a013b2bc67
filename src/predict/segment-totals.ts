import { quantilePair } from "../math/quantile-pair.ts";
import type { CustomerDraws } from "./customer-draws.ts";

/** A total with its interval, from joint draws. */
export interface TotalInterval {
  /** Median of the draws. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Totals of a group of customers. */
export interface SegmentTotals {
  /** `all`, or the name of the segment. */
  readonly segment: string;
  readonly customers: number;
  /** Of the expectations. */
  readonly estimate: {
    readonly alive: TotalInterval;
    readonly expectedPurchases: TotalInterval;
    readonly lifetimeValue?: TotalInterval;
  };
  /** Of what will come. */
  readonly outcome: {
    readonly purchases: TotalInterval;
    readonly value?: TotalInterval;
  };
}

/** Totals under every joint draw, growing customer by customer. */
interface Sums {
  customers: number;
  readonly alive: Float64Array;
  readonly expectedPurchases: Float64Array;
  readonly lifetimeValue: Float64Array;
  readonly purchases: Float64Array;
  readonly value: Float64Array;
  valued: boolean;
}

/**
 * Adds up customers' draws, draw by draw, over all customers and within segments.
 *
 * The purchases of a customer are drawn with the parameters averaged out, so that they say nothing of the d-th parameters; what
 * the d-th expects above the average is added: N_d = Σ_i [n_id + E_i(θ_d) − mean_d' E_i(θ_d')]. So totals spread by chance and by
 * the parameters that all customers share.
 */
export function segmentTotals(level: number, size: number, names: readonly string[]) {
  const column = (): Float64Array => new Float64Array(size);
  const sums = ["all", ...names].map(
    (): Sums => ({
      customers: 0,
      alive: column(),
      expectedPurchases: column(),
      lifetimeValue: column(),
      purchases: column(),
      value: column(),
      valued: false,
    }),
  );
  return {
    /** Adds a customer to the total of all and of its segment. */
    add(customer: CustomerDraws, segment: number | undefined): void {
      add(sums[0], customer);
      if (segment !== undefined) add(sums[segment + 1], customer);
    },
    finish: (): SegmentTotals[] =>
      sums.map((sum, k) => {
        const range = (draws: Float64Array): TotalInterval => {
          const [low, high] = quantilePair(draws, level);
          return { median: quantilePair(draws, 0)[0], low: Math.max(0, low), high };
        };
        return {
          segment: k === 0 ? "all" : names[k - 1],
          customers: sum.customers,
          estimate: {
            alive: range(sum.alive),
            expectedPurchases: range(sum.expectedPurchases),
            ...(sum.valued && { lifetimeValue: range(sum.lifetimeValue) }),
          },
          outcome: { purchases: range(sum.purchases), ...(sum.valued && { value: range(sum.value) }) },
        };
      }),
  };
}

function add(sum: Sums, { alive, expectedPurchases, purchases, value }: CustomerDraws): void {
  const size = alive.length;
  let average = 0;
  for (let d = 0; d < size; d++) average += expectedPurchases[d] / size;
  sum.customers++;
  for (let d = 0; d < size; d++) {
    const surplus = expectedPurchases[d] - average;
    sum.alive[d] += alive[d];
    sum.expectedPurchases[d] += expectedPurchases[d];
    sum.purchases[d] += purchases[d] + surplus;
    if (value) {
      sum.lifetimeValue[d] += value.lifetimeValue[d];
      const mean = value.expectedSpend[d];
      sum.value[d] += value.value[d] + (mean < Number.POSITIVE_INFINITY ? surplus * value.margin * mean : 0);
    }
  }
  if (value) sum.valued = true;
}
