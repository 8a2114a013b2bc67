import { type LogPeriods, periodClock } from "../data/periods.ts";
import { inMilliseconds, inUnits, type TimeUnit } from "../data/time-unit.ts";
import type { Future } from "../model/future.ts";
import type { Histories } from "../model.ts";
import type { CohortCosts, CohortTable } from "./cohort-table.ts";

/** The expectation for a cohort in a period that is not over, or not begun, with its observed part. */
export interface ForecastCell {
  readonly cohort: string;
  readonly at: number;
  readonly orders: number;
  /** Expected customers with a purchase; only of the first period, where nothing of it was observed. */
  readonly active?: number;
  /** Per customer of the cohort, from the first purchase to the end of the period. */
  readonly cumulativeOrders: number;
  /** Ends of the interval of the actual number. */
  readonly cumulativeOrdersLow?: number;
  readonly cumulativeOrdersHigh?: number;
  /** Absent without a spend model, as all money is. */
  readonly revenue?: number;
  readonly contribution?: number;
  /** Per customer of the cohort, from the first purchase to the end of the period. */
  readonly cumulativeRevenue?: number;
  /** Ends of the interval of the actual number. */
  readonly cumulativeRevenueLow?: number;
  readonly cumulativeRevenueHigh?: number;
  readonly cumulativeContribution?: number;
}

/** Ends of the intervals of a cohort's actual totals, from the end of the log to that of a period. */
export interface CohortRange {
  readonly purchases: Ends;
  /** Absent without a spend model. */
  readonly value?: Ends;
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** Customers at the end of a log, and their expectations. */
export interface ExpectedHistories {
  readonly histories: Histories;
  /** Start of the last grain observed, milliseconds since 1970. */
  readonly until: number;
  readonly unit: TimeUnit;
  /** Of the same histories, in the unit of the model. */
  readonly future: Future;
  readonly modelUnit: TimeUnit;
  /** Σ of the expected value of a purchase over the customers of each history. */
  readonly spend?: Float64Array | undefined;
}

/** How many periods follow the log in a forecast, and their ends in time units of the model from the end of the log. */
export function forecastEnds({ period, first, length, complete, end }: LogPeriods, ahead: number, unit: TimeUnit) {
  const clock = periodClock(period);
  // The period in which the log ends is completed first.
  const from = first + length - (complete[length - 1] || clock.startOf(first + length) <= end ? 0 : 1);
  return Array.from({ length: ahead }, (_, k) => ({
    number: from + k,
    end: inUnits(clock.startOf(from + k + 1) - end, unit),
  }));
}

/** The number of the cohort of a customer of this age at the end of a log. */
export function cohortOfAge(age: number, periods: LogPeriods, until: number, unit: TimeUnit): number {
  return periods.indexOf(Math.round(until - inMilliseconds(age, unit)));
}

/**
 * Fills the cohorts of a table by calendar with expected purchases and their value in each period ahead. A history
 * determines the first purchase of its customers, until − T, and so their cohort.
 *
 * @param rangeOf the ranges of a cohort, by its number and the place of the period ahead; without it there are no intervals
 */
export function forecastCohorts(
  { cohorts, cells }: CohortTable,
  periods: LogPeriods,
  { histories, until, unit, future, modelUnit, spend }: ExpectedHistories,
  ahead: number,
  costs?: CohortCosts,
  rangeOf?: (cohort: number, ahead: number) => CohortRange,
): ForecastCell[][] {
  const { labelOf } = periodClock(periods.period);
  const { length, T, count } = histories;
  const cohortOf = T.map((age) => cohortOfAge(age, periods, until, unit));
  const ends = forecastEnds(periods, ahead, modelUnit);
  const expected = ends.map(({ end }) => future.expected(end));
  return cells.map((row, c) => {
    const { cohort, customers } = cohorts[c];
    const lived = row.filter(({ complete, eligible }) => complete && eligible > 0).at(-1);
    const number = cohortOf.find((one) => labelOf(one) === cohort)!;
    const known = { orders: total(row, "orders"), revenue: total(row, "revenue") };
    // Orders from the first purchase to the end of a period, with expected ones.
    let ordersToDate = known.orders;
    const cumulative = { revenue: lived?.cumulativeRevenue ?? 0, contribution: lived?.cumulativeContribution ?? 0 };
    return ends.map(({ number: at, end }, k): ForecastCell => {
      const observed = row[at - number];
      let [orders, revenue, active] = [observed?.orders ?? 0, observed?.revenue ?? 0, 0];
      const range = rangeOf?.(number, k);
      const per = (of: number): number => of / customers;
      const whole = k === 0 && !observed?.active;
      const some = whole ? future.some(end) : undefined;
      for (let h = 0; h < length; h++) {
        if (cohortOf[h] !== number) continue;
        const more = expected[k][h] - (k === 0 ? 0 : expected[k - 1][h]);
        orders += count[h] * more;
        ordersToDate += count[h] * more;
        if (spend) revenue += spend[h] * more;
        if (some) active += count[h] * some[h];
      }
      const ranged = range && {
        cumulativeOrdersLow: per(known.orders + range.purchases.low),
        cumulativeOrdersHigh: per(known.orders + range.purchases.high),
      };
      const cell = {
        cohort,
        at: at - number,
        orders,
        ...(some && { active }),
        cumulativeOrders: per(ordersToDate),
        ...ranged,
      };
      if (spend === undefined) return cell;
      cumulative.revenue += revenue / customers;
      const valued = {
        ...{ ...cell, revenue, cumulativeRevenue: cumulative.revenue },
        ...(range?.value && {
          cumulativeRevenueLow: per(known.revenue + range.value.low),
          cumulativeRevenueHigh: per(known.revenue + range.value.high),
        }),
      };
      if (costs === undefined) return valued;
      const { s, k: perOrder } = costs.termsOf(number);
      const contribution = s * revenue - perOrder * orders;
      cumulative.contribution += contribution / customers;
      return { ...valued, contribution, cumulativeContribution: cumulative.contribution };
    });
  });
}

function total(row: CohortTable["cells"][number], of: "orders" | "revenue"): number {
  return row.reduce((sum, cell) => sum + (cell[of] ?? 0), 0);
}
