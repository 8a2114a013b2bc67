import type { CustomerCosts } from "./assign-costs.ts";
import { type ExactSums, exactSums } from "./exact-sums.ts";
import { byGroup, contributionFormula, worthFormula } from "./worth.ts";

/** What is known of customers and expected of them, as columns of one length. */
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

/** The three values of customers, which are never mixed, in money. */
export interface NetValues {
  readonly revenue: Float64Array;
  /** Of the orders to date: s·revenue − k·orders. */
  readonly contribution: Float64Array;
  readonly acquisitionCost: Float64Array;
  /** Historic net value: contribution − acquisition cost. */
  readonly netToDate: Float64Array;
  /** Contribution of the purchases ahead. Acquisition is sunk and not in it. NaN where the expected value is. */
  readonly netClv: Float64Array;
  /** Lifetime total: net to date + net CLV. */
  readonly netTotal: Float64Array;
}

/**
 * The historic net value, the net CLV and the lifetime total of each customer. Negative ones stay negative.
 *
 * Pfeifer, Haskins & Conroy (2005), "Customer lifetime value, customer profitability, and the treatment of acquisition spending".
 */
export function netValues(customers: ValuedCustomers, costs: CustomerCosts): NetValues {
  const { acquisitionCost, groups, terms } = costs;
  const { revenue, orders, expectedSpend, discountedPurchases } = customers;
  const contribution = byGroup(terms, groups.of, ({ s, k }) => contributionFormula(s, k, "revenue", "orders"), {
    revenue,
    orders,
  });
  const netClv = byGroup(terms, groups.of, ({ s, k }) => worthFormula(s, k, "spend", "purchases"), {
    spend: expectedSpend,
    purchases: discountedPurchases,
  });
  const netToDate = contribution.map((value, i) => value - acquisitionCost[i]);
  const netTotal = netToDate.map((value, i) => value + netClv[i]);
  return { revenue, contribution, acquisitionCost, netToDate, netClv, netTotal };
}

/** The totals of {@link NetValues}, in exact millionths. */
export type NetTotals = { readonly [Value in keyof NetValues]: ExactSums };

/** Adds up the values of customers, all of them or by part; customers without an expected value are counted apart. */
export function totalNetValues(
  values: NetValues,
  parts?: { readonly of: Uint32Array; readonly count: number },
): NetTotals {
  const sums = (column: Float64Array): ExactSums => exactSums(column, parts);
  return {
    revenue: sums(values.revenue),
    contribution: sums(values.contribution),
    acquisitionCost: sums(values.acquisitionCost),
    netToDate: sums(values.netToDate),
    netClv: sums(values.netClv),
    netTotal: sums(values.netTotal),
  };
}
