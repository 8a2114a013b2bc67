import type { LogPeriods } from "../../data/periods.ts";
import { customersAt } from "../../data/sample-customers.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { type CohortRange, cohortOfAge, forecastEnds } from "../../months/forecast-cohorts.ts";
import { orderOfFacts } from "../../segments/order-of-facts.ts";
import type { Customers } from "../customers.ts";
import { jointDraws, totalsOf } from "../draws.ts";
import type { Run } from "../in-run.ts";

/**
 * The intervals of the total purchases of each cohort by the end of each period ahead, from joint draws of parameters
 * and futures.
 *
 * @returns the ranges by the number of a cohort and the place of a period ahead
 */
export async function cohortRanges(
  run: Run,
  customers: Customers,
  fitted: FittedModel,
  periods: LogPeriods,
  ahead: number,
  { level, seed }: { readonly level: number; readonly seed: number },
): Promise<(cohort: number, ahead: number) => CohortRange> {
  const inMemory = await customers.inMemory();
  const base = customersAt(inMemory, orderOfFacts(inMemory));
  const { until } = customers.about;
  const cohorts = Array.from(base.T, (age) => cohortOfAge(age, periods, until!, base.unit));
  const numbers = [...new Set(cohorts)].sort((a, b) => a - b);
  const place = new Map(numbers.map((number, k) => [number, k]));
  const segments = { names: numbers.map(String), of: Uint32Array.from(cohorts, (number) => place.get(number)!) };
  const workers = run.threads.for(base.length);
  const repeats = base.frequency.reduce((sum, x) => sum + x, 0);
  const own = fitted.data.customers === base.length && fitted.data.repeatPurchases === repeats;
  const parameters = await run.step("Resampling", () => jointDraws(workers, base, fitted, seed, own));
  const found: CohortRange[][] = [];
  for (const { end } of forecastEnds(periods, ahead, fitted.unit)) {
    const terms = { horizon: { amount: end, unit: fitted.unit }, level, seed, parameters, segments };
    const { totals } = await run.step("Drawing cohorts", () => totalsOf(workers, base, fitted, undefined, terms));
    found.push(totals.slice(1).map(({ outcome: { purchases, value } }) => ({ purchases, ...(value && { value }) })));
  }
  return (cohort, k) => found[k]![place.get(cohort)!]!;
}
