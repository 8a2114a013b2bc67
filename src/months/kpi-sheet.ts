import type { LogSeries } from "./kpi-series.ts";

/** The series of a log with what a plan and a model add. */
export interface KpiSeries extends LogSeries {
  /** Spent on winning the customers of the period. */
  readonly acquisitionCost?: Float64Array;
  /** The same per new customer; NaN where there is none. */
  readonly cac?: Float64Array;
  /** Value of a new customer within the horizon over CAC; NaN where the latter is 0 or absent. */
  readonly ltvToCac?: Float64Array;
  /** Σ P(alive) at the end of the period, of the customers there then. */
  readonly expectedAlive?: Float64Array;
  /** Their CLV within the horizon, net of the costs of orders under a plan. */
  readonly equity?: Float64Array;
}

/** What the numbers of a column are. */
export type KpiKind = "count" | "money" | "share" | "ratio";

/** A column of the series. */
export interface KpiColumn {
  readonly key: keyof Omit<KpiSeries, "labels" | "complete">;
  /** In files. */
  readonly name: string;
  /** On the page and on a terminal. */
  readonly title: string;
  readonly kind: KpiKind;
}

/** The one table of the columns of the series, in the order of the file. */
const KPI_COLUMNS: readonly KpiColumn[] = [
  { key: "customersToDate", name: "customers_to_date", title: "Customers to date", kind: "count" },
  { key: "active", name: "active", title: "Active customers", kind: "count" },
  { key: "new", name: "new", title: "New customers", kind: "count" },
  { key: "retained", name: "retained", title: "Retained customers", kind: "count" },
  { key: "reactivated", name: "reactivated", title: "Reactivated customers", kind: "count" },
  { key: "orders", name: "orders", title: "Orders", kind: "count" },
  { key: "revenue", name: "revenue", title: "Revenue", kind: "money" },
  { key: "revenueNew", name: "revenue_new", title: "Revenue from new customers", kind: "money" },
  { key: "contribution", name: "contribution", title: "Contribution", kind: "money" },
  { key: "aov", name: "aov", title: "Average order value", kind: "money" },
  { key: "ordersPerActive", name: "orders_per_active", title: "Orders per active customer", kind: "ratio" },
  { key: "retentionRate", name: "retention_rate", title: "Retention", kind: "share" },
  { key: "lapseRate", name: "lapse_rate", title: "Lapse", kind: "share" },
  { key: "repeatCustomersToDate", name: "repeat_customers_to_date", title: "Repeat customers to date", kind: "count" },
  {
    ...{ key: "repurchaseRateToDate", name: "repurchase_rate_to_date" },
    ...{ title: "Customers who bought again, to date", kind: "share" },
  },
  { key: "acquisitionCost", name: "acquisition_cost", title: "Acquisition cost", kind: "money" },
  { key: "cac", name: "cac", title: "Acquisition cost per new customer", kind: "money" },
  { key: "ltvToCac", name: "ltv_to_cac", title: "LTV:CAC", kind: "ratio" },
  { key: "expectedAlive", name: "expected_alive", title: "Customers expected alive", kind: "count" },
  { key: "equity", name: "equity", title: "Equity", kind: "money" },
];

/** The names of the columns in the file, in its order. */
export const KPI_NAMES: readonly string[] = KPI_COLUMNS.map(({ name }) => name);

/** The columns that a series has. */
export function kpiColumns(series: KpiSeries): { readonly column: KpiColumn; readonly values: Float64Array }[] {
  return KPI_COLUMNS.flatMap((column) => {
    const values = series[column.key];
    return values === undefined ? [] : [{ column, values }];
  });
}
