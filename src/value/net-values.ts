import { byGroup } from "../predict/by-group.ts";
import { computeColumns } from "../predict/compute-columns.ts";
import type { NetValues } from "../predict/score.ts";
import { scoreColumns } from "../predict/score-sheet.ts";
import type { CustomerCosts } from "./assign-costs.ts";
import { type ExactSums, exactSums } from "./exact-sums.ts";

/** The past and the expectations of customers, as columns of one length. */
export interface ValuedCustomers {
  /** Value of all orders to date, the first one included, in money. */
  readonly revenue: Float64Array;
  /** Orders to date, the first one included. */
  readonly orders: Float64Array;
  /** Expected value per purchase; NaN where the spend model has none. */
  readonly expectedSpend: Float64Array;
  /** Expected purchases within the horizon, each discounted when it happens. */
  readonly discountedPurchases: Float64Array;
}

/**
 * The historic net value, the net CLV and the lifetime total of each customer. Negative ones stay negative.
 *
 * Pfeifer, Haskins & Conroy (2005), "Customer lifetime value, customer profitability, and the treatment of acquisition spending".
 */
export function netValues(customers: ValuedCustomers, costs: CustomerCosts): NetValues {
  const { acquisitionCost, groups, terms } = costs;
  return computeColumns("net", { ...customers, acquisitionCost }, (formula, columns) =>
    byGroup(terms, groups.of, formula, columns),
  );
}

/** The totals of {@link NetValues}, in exact millionths. */
export type NetTotals = { readonly [Value in keyof NetValues]: ExactSums };

/**
 * Adds up the values of customers, all of them or by part; customers without an expected value are counted separately.
 */
export function totalNetValues(
  values: NetValues,
  parts?: { readonly of: Uint32Array; readonly count: number },
): NetTotals {
  const sums = scoreColumns("net").map(({ key }) => [key, exactSums(values[key as keyof NetValues], parts)]);
  return Object.fromEntries(sums) as NetTotals;
}
