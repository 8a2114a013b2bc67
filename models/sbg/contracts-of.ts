import { ClvError } from "../../src/errors.ts";
import type { Contracts } from "./log-likelihood.ts";

/**
 * The contracts of cohorts, by renewals that were due, as Fader & Hardie (2007) count them.
 *
 * @param cohorts for each cohort the customers at the start and after each renewal since: whole numbers that never rise. Cohorts may have
 *   been observed for different times
 * @throws ClvError `data` for a cohort without a renewal, or numbers that rise or are not whole numbers ≥ 0; where no
 * customer churned, or none stayed
 * @example
 * const { periods, churned, active } = contractsOf([[1000, 869, 743], [500, 431]]);
 * [...periods]; // [1, 2]
 * [...churned]; // [200, 126]
 * [...active]; // [431, 743]
 */
export function contractsOf(cohorts: readonly (readonly number[])[]): Contracts {
  const length = Math.max(0, ...cohorts.map((cohort) => cohort.length - 1));
  const [churned, active] = [new Float64Array(length), new Float64Array(length)];
  for (const [row, cohort] of cohorts.entries()) {
    const falls = cohort.every((n, t) => Number.isSafeInteger(n) && n >= 0 && (t === 0 || n <= cohort[t - 1]!));
    if (cohort.length < 2 || !falls) {
      throw new ClvError("data", {
        where: `cohort ${row + 1}`,
        expected: "customers at the start and after each renewal, in whole numbers that never rise",
        got: cohort,
      });
    }
    for (let t = 1; t < cohort.length; t++) churned[t - 1]! += cohort[t - 1]! - cohort[t]!;
    active[cohort.length - 2]! += cohort.at(-1)!;
  }
  const some = (counts: Float64Array): boolean => counts.some((n) => n > 0);
  if (!some(churned) || !some(active)) {
    throw new ClvError("data", {
      where: "contracts",
      expected: "customers who churned and customers who are still active",
      got: some(churned) ? "none who is active" : "none who churned",
      wayOut: "Observe a longer time, or more cohorts.",
    });
  }
  return { length, periods: Float64Array.from(churned, (_, k) => k + 1), churned, active };
}
