import type { Cohort, CohortCell, CohortTable } from "./cohort-table.ts";
import type { ForecastCell } from "./forecast-cohorts.ts";

/** A cell of the cohorts in long form. */
export interface CohortRow
  extends Omit<CohortCell, "cohort" | "eligible">,
    Cohort,
    Omit<ForecastCell, keyof CohortCell> {
  /** Absent in a forecast. */
  readonly eligible?: number;
  /** Whether the numbers are expected rather than observed. */
  readonly forecast: boolean;
}

/** The columns of {@link CohortRow} by their names in files, in order. `at` is named after the clock. */
export const COHORT_COLUMNS = [
  ["cohort", "cohort"],
  ["customers", "customers"],
  ["at", "at"],
  ["eligible", "eligible"],
  ["active", "active"],
  ["retention", "retention"],
  ["orders", "orders"],
  ["cumulativeOrders", "cumulative_orders_per_customer"],
  ["cumulativeOrdersLow", "cumulative_orders_per_customer_low"],
  ["cumulativeOrdersHigh", "cumulative_orders_per_customer_high"],
  ["revenue", "revenue"],
  ["contribution", "contribution"],
  ["cumulativeRevenue", "cumulative_revenue_per_customer"],
  ["cumulativeRevenueLow", "cumulative_revenue_per_customer_low"],
  ["cumulativeRevenueHigh", "cumulative_revenue_per_customer_high"],
  ["cumulativeContribution", "cumulative_contribution_per_customer"],
  ["cac", "cac"],
  ["boughtAgain", "bought_again"],
  ["complete", "complete"],
  ["forecast", "forecast"],
] as const satisfies readonly (readonly [keyof CohortRow, string])[];

/** The cells of every cohort, the averages (`all`), and the forecast. */
export function cohortRows(table: CohortTable, forecast: readonly (readonly ForecastCell[])[] = []): CohortRow[] {
  const observed = [...table.cells.flat(), ...table.average];
  return [
    ...observed.map(({ cohort, ...cell }) => ({ ...cohort, ...cell, forecast: false })),
    ...forecast.flatMap((cells, k) =>
      cells.map((cell) => ({ ...table.cohorts[k], ...cell, complete: true, forecast: true })),
    ),
  ];
}
