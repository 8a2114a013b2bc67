import { MILLION } from "../data/decimal.ts";
import { contributionOf, type LogSeries } from "../months/kpi-series.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import type { Scheme } from "./scheme.ts";
import type { Ends, SegmentMonth } from "./segment-months.ts";

/** The purchases of a segment's customers in a period. Fields that do not exist are absent. */
export interface SegmentMonthRow {
  /** `all` for all complete periods together, where a customer is counted in each. */
  readonly period: string;
  /** The segment of the customers at the end of the period before; `first purchase` for new customers. */
  readonly segment: string;
  readonly customers: number;
  readonly active: number;
  readonly orders: number;
  /** Absent without values, as all money is. */
  readonly revenue?: number;
  /** With a plan of costs that are the same for all customers. */
  readonly contribution?: number;
  /** Active over customers. */
  readonly activeShare: number;
  readonly activeShareLow?: number;
  readonly activeShareHigh?: number;
  readonly ordersPerCustomer: number;
  readonly ordersPerCustomerLow?: number;
  readonly ordersPerCustomerHigh?: number;
  readonly revenuePerCustomer?: number;
  readonly revenuePerCustomerLow?: number;
  readonly revenuePerCustomerHigh?: number;
  /** Whether the period was observed from its first day to its last. */
  readonly complete: boolean;
}

/** The columns of {@link SegmentMonthRow} by their names in files, in order. */
export const SEGMENT_MONTH_COLUMNS = [
  ["period", "period"],
  ["segment", "segment"],
  ["customers", "customers"],
  ["active", "active"],
  ["orders", "orders"],
  ["revenue", "revenue"],
  ["contribution", "contribution"],
  ["activeShare", "active_share"],
  ["activeShareLow", "active_share_low"],
  ["activeShareHigh", "active_share_high"],
  ["ordersPerCustomer", "orders_per_customer"],
  ["ordersPerCustomerLow", "orders_per_customer_low"],
  ["ordersPerCustomerHigh", "orders_per_customer_high"],
  ["revenuePerCustomer", "revenue_per_customer"],
  ["revenuePerCustomerLow", "revenue_per_customer_low"],
  ["revenuePerCustomerHigh", "revenue_per_customer_high"],
  ["complete", "complete"],
] as const satisfies readonly (readonly [keyof SegmentMonthRow, string])[];

/** The name of the rows of customers in the period of their first purchase. */
const FIRST = "first purchase";

/**
 * The months by segment as rows: period by period, then all complete periods together. The rows of a period add up to it in the series.
 *
 * @param months of the segments, from {@link segmentMonths}
 * @param first the number of the first period of the series
 * @param terms the contribution terms of an order, if they are the same for all customers
 */
export function segmentMonthRows(
  months: readonly SegmentMonth[],
  { segments }: Scheme,
  series: LogSeries,
  first: number,
  terms: OrderTerms | undefined,
): SegmentMonthRow[] {
  const hasValues = series.revenue !== undefined;
  const money = (revenue: number, orders: number) =>
    hasValues ? { revenue, ...(terms && { contribution: contributionOf(terms, revenue, orders) }) } : {};
  const rowOf = ({ period, segment, perCustomer, worth, ...sums }: SegmentMonth): SegmentMonthRow => {
    const { customers, active, orders } = sums;
    const revenue = worth / MILLION;
    return {
      period: period === undefined ? "all" : series.labels[period - first],
      ...{ segment: segments[segment].name, ...sums, ...money(revenue, orders) },
      ...{ activeShare: active / customers, ...named("activeShare", perCustomer?.active) },
      ...{ ordersPerCustomer: orders / customers, ...named("ordersPerCustomer", perCustomer?.orders) },
      ...(hasValues && {
        revenuePerCustomer: revenue / customers,
        ...named("revenuePerCustomer", perCustomer?.worth, MILLION),
      }),
      complete: period === undefined || series.complete[period - first],
    };
  };
  const firstOf = (at: number, others: readonly SegmentMonth[]): SegmentMonthRow => {
    const joined = series.new[at];
    const orders = others.reduce((left, month) => left - month.orders, series.orders[at]);
    const revenue = series.revenueNew?.[at] ?? 0;
    return {
      ...{ period: series.labels[at], segment: FIRST, customers: joined, active: joined, orders },
      ...{ ...money(revenue, orders), activeShare: 1, ordersPerCustomer: orders / joined },
      ...(hasValues && { revenuePerCustomer: revenue / joined }),
      complete: series.complete[at],
    };
  };
  const byPeriod = series.labels.flatMap((_, at) => {
    const here = months.filter(({ period }) => period === first + at);
    return [...here.map(rowOf), ...(series.new[at] > 0 ? [firstOf(at, here)] : [])];
  });
  return [...byPeriod, ...months.filter(({ period }) => period === undefined).map(rowOf)];
}

function named(name: string, ends: Ends | undefined, scale = 1) {
  return ends && { [`${name}Low`]: ends.low / scale, [`${name}High`]: ends.high / scale };
}
