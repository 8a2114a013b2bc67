import { type LogPeriods, periodClock } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { assignCosts, costsBy } from "../value/assign-costs.ts";
import type { Plan } from "../value/plan.ts";
import type { FirstDays } from "./cohort-counts.ts";
import type { CohortCosts } from "./cohort-table.ts";

/** The costs of the cohorts of a log under a plan. */
export interface AssignedCosts extends CohortCosts {
  /** The acquisition cost of the customers of a cohort, in money; undefined where the plan has none. */
  acquisitionOf(cohort: number): number | undefined;
  readonly notices: readonly Notice[];
}

/**
 * Assigns the costs of a plan to cohorts. Spend is spread over the customers won in its days, as in {@link
 * assignCosts}, so the shares add up to it.
 *
 * @throws ClvError `usage` where the plan has groups by a column, or months of first purchase that one cohort has several of
 */
export function cohortCosts(plan: Plan, firstDays: FirstDays, { period }: LogPeriods, where: string): AssignedCosts {
  const clock = periodClock(period);
  if (costsBy(plan).word) throw byColumn(where, plan.groupBy!);
  const { length, day, customers } = firstDays;
  const costs = assignCosts(plan, { length, firstDate: day, count: customers }, where);
  const hasAcquisition = [plan, ...(plan.groups ?? [])].some((row) => (row.acquisitionCost ?? row.spend) !== undefined);
  const byCohort = new Map<number, { terms: OrderTerms; customers: number; acquisition: number }>();
  for (let k = 0; k < length; k++) {
    const cohort = clock.indexOf(day[k]);
    const terms = costs.terms[costs.groups.of[k]];
    const of = byCohort.get(cohort) ?? { terms, customers: 0, acquisition: 0 };
    byCohort.set(cohort, of);
    if (of.terms.s !== terms.s || of.terms.k !== terms.k) throw several(where, clock.labelOf(cohort));
    of.customers += customers[k];
    of.acquisition += customers[k] * costs.acquisitionCost[k];
  }
  return {
    termsOf: (cohort) => byCohort.get(cohort)!.terms,
    acquisitionOf: (cohort) => (hasAcquisition ? (byCohort.get(cohort)?.acquisition ?? 0) : undefined),
    cacOf(cohort) {
      const of = byCohort.get(cohort);
      return hasAcquisition && of ? of.acquisition / of.customers : undefined;
    },
    notices: costs.notices,
  };
}

function byColumn(where: string, column: string): ClvError {
  return new ClvError("usage", {
    where: `${where}: groupBy`,
    expected: "the same costs for all customers of a cohort",
    got: `groups by ${column}`,
    wayOut: "Give a plan without groups, or with groups by cohort-month.",
  });
}

function several(where: string, cohort: string): ClvError {
  return new ClvError("usage", {
    where: `${where}: groups`,
    expected: "one margin and one cost per order for each cohort",
    got: `several in ${cohort}`,
    wayOut: "If the plan has groups by month of the first purchase, use --period month.",
  });
}
