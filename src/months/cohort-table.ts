import { MILLION } from "../data/decimal.ts";
import { type LogPeriods, periodClock } from "../data/periods.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { type CohortClock, type CohortCounts, type FirstDays, livedWindows } from "./cohort-counts.ts";
import { contributionOf, toMillionth } from "./kpi-series.ts";

/** A cohort of customers. */
export interface Cohort {
  /** The name of its period, such as `2024-05`; `all` for the averages. */
  readonly cohort: string;
  readonly customers: number;
  /** Cost of winning a customer of it; absent without a plan. */
  readonly cac?: number;
}

/** The purchases of the customers of a cohort in a period, or in a window of their age. */
export interface CohortCell {
  readonly cohort: Cohort;
  /** Periods or windows since that of the first purchase, which is 0. */
  readonly at: number;
  /** Customers who were observed for all of it; may be 0. */
  readonly eligible: number;
  /** Whether the cell holds all of its time for all customers of the cohort. */
  readonly complete: boolean;
  /** Absent without eligible customers, 0 without purchases. All following fields are of the eligible customers. */
  readonly active?: number;
  /** Active over eligible. */
  readonly retention?: number;
  readonly orders?: number;
  readonly revenue?: number;
  readonly contribution?: number;
  /** Sums of orders, revenue and contribution per eligible customer, up to here. */
  readonly cumulativeOrders?: number;
  readonly cumulativeRevenue?: number;
  readonly cumulativeContribution?: number;
  /** Share of the cohort with a second purchase by now; by calendar only. */
  readonly boughtAgain?: number;
}

/** The cohorts of a log. */
export interface CohortTable {
  readonly clock: CohortClock;
  readonly cohorts: readonly Cohort[];
  /** By cohort, all with the same number of cells, also those that no customer reached. */
  readonly cells: readonly (readonly CohortCell[])[];
  /** Over all cohorts, each weighed by its eligible customers; complete cells alone. */
  readonly average: readonly CohortCell[];
}

/** The contribution terms of a cohort's orders and the acquisition cost of its customers. */
export interface CohortCosts {
  termsOf(cohort: number): OrderTerms;
  cacOf(cohort: number): number | undefined;
}

/** Whether money is counted, and whether there is a contribution. */
interface Money {
  readonly hasValues: boolean;
  readonly costs: CohortCosts | undefined;
}

/** Arranges counts as the cohorts of a log. */
export function cohortTable(
  counts: CohortCounts,
  clock: CohortClock,
  periods: LogPeriods,
  firstDays: FirstDays,
  costs?: CohortCosts,
): CohortTable {
  const money = { hasValues: counts.value.length > 0, costs };
  const { labelOf, indexOf } = periodClock(periods.period);
  const born = bornBy(firstDays, periods, indexOf);
  const rows = rowsOf(counts);
  const width =
    clock === "calendar" ? periods.length : 1 + Math.max(0, ...[...born.values()].map(({ lived }) => lived.length));
  const numbers = [...born.keys()].sort((a, b) => a - b);
  const cohorts = numbers.map((cohort): Cohort => {
    const cac = costs?.cacOf(cohort);
    return { cohort: labelOf(cohort), customers: born.get(cohort)!.customers, ...(cac !== undefined && { cac }) };
  });
  const cells = numbers.map((number, k) => {
    const { customers, lived } = born.get(number)!;
    const cumulative = { orders: 0, revenue: 0, contribution: 0, again: 0 };
    return Array.from({ length: clock === "calendar" ? width : width }, (_, at) => {
      const place = number - periods.first + at;
      const eligible = clock === "age" ? (lived[at] ?? 0) : place < periods.length ? customers : 0;
      const complete = clock === "age" ? eligible === customers : eligible > 0 && periods.complete[place];
      const key = clock === "age" ? at : number + at;
      return cellOf(counts, rows.get(number)?.get(key), money, {
        ...{ cohort: cohorts[k], number, at, eligible, complete, clock },
        cumulative,
      });
    });
  });
  return { clock, cohorts, cells, average: averageOf(cells, width) };
}

/** The customers of each cohort, and the number of them observed for the whole of each window of age. */
function bornBy({ length, day, customers }: FirstDays, { end }: LogPeriods, indexOf: (day: number) => number) {
  const born = new Map<number, { customers: number; lived: number[] }>();
  for (let k = 0; k < length; k++) {
    const cohort = indexOf(day[k]);
    const of = born.get(cohort) ?? { customers: 0, lived: [] };
    born.set(cohort, of);
    of.customers += customers[k];
    for (let at = livedWindows(day[k], end) - 1; at >= 0; at--) of.lived[at] = (of.lived[at] ?? 0) + customers[k];
  }
  return born;
}

/** The row of each cell: by cohort, then by time. */
function rowsOf({ length, cohort, at }: CohortCounts): Map<number, Map<number, number>> {
  const rows = new Map<number, Map<number, number>>();
  for (let k = 0; k < length; k++) {
    const of = rows.get(cohort[k]) ?? new Map<number, number>();
    rows.set(cohort[k], of);
    of.set(at[k], k);
  }
  return rows;
}

interface Placed extends Pick<CohortCell, "cohort" | "at" | "eligible" | "complete"> {
  readonly number: number;
  readonly clock: CohortClock;
  readonly cumulative: { orders: number; revenue: number; contribution: number; again: number };
}

function cellOf(counts: CohortCounts, row: number | undefined, money: Money, placed: Placed): CohortCell {
  const { cohort, number, at, eligible, complete, clock, cumulative } = placed;
  const about = { cohort, at, eligible, complete };
  if (eligible === 0) return about;
  const count = (column: Float64Array): number => (row === undefined ? 0 : column[row]);
  const [active, orders] = [count(counts.active), count(counts.orders)];
  cumulative.again += count(counts.again);
  cumulative.orders += orders / eligible;
  const cell = {
    ...about,
    ...{ active, retention: active / eligible, orders, cumulativeOrders: cumulative.orders },
    ...(clock === "calendar" && { boughtAgain: cumulative.again / eligible }),
  };
  if (!money.hasValues) return cell;
  const revenue = count(counts.value) / MILLION;
  cumulative.revenue += revenue / eligible;
  const valued = { ...cell, revenue, cumulativeRevenue: cumulative.revenue };
  if (money.costs === undefined) return valued;
  const contribution = contributionOf(money.costs.termsOf(number), revenue, orders);
  cumulative.contribution += contribution / eligible;
  return { ...valued, contribution, cumulativeContribution: cumulative.contribution };
}

/** Averages by column over complete cells: a cell that no customer reached is not 0. */
function averageOf(cells: readonly (readonly CohortCell[])[], width: number): CohortCell[] {
  const customers = cells.reduce((sum, [first]) => sum + first.cohort.customers, 0);
  const cohort = { cohort: "all", customers };
  const cumulative = { orders: 0, revenue: 0, contribution: 0 };
  return Array.from({ length: width }, (_, at): CohortCell => {
    const lived = cells.map((row) => row[at]).filter(({ complete, eligible }) => complete && eligible > 0);
    const total = (key: "eligible" | "active" | "orders" | "revenue" | "contribution"): number =>
      toMillionth(lived.reduce((sum, cell) => sum + (cell[key] ?? 0), 0));
    const eligible = total("eligible");
    const about = { cohort, at, eligible, complete: eligible > 0 };
    if (eligible === 0) return about;
    const [active, orders] = [total("active"), total("orders")];
    cumulative.orders += orders / eligible;
    const cell = { ...about, active, retention: active / eligible, orders, cumulativeOrders: cumulative.orders };
    if (lived[0].revenue === undefined) return cell;
    const revenue = total("revenue");
    cumulative.revenue += revenue / eligible;
    const valued = { ...cell, revenue, cumulativeRevenue: cumulative.revenue };
    if (lived[0].contribution === undefined) return valued;
    const contribution = total("contribution");
    cumulative.contribution += contribution / eligible;
    return { ...valued, contribution, cumulativeContribution: cumulative.contribution };
  });
}
