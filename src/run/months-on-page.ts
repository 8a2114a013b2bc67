import type { CustomerBase } from "../data/customer-base.ts";
import type { LogPeriods } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { type AssignedCosts, cohortCosts } from "../months/cohort-costs.ts";
import { daysObserved, monthsOnPage, type PlannedMonths, periodOnPage, type ShownMonths } from "../months/on-page.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { GroupedHistories } from "../sql/steps/histories.ts";
import type { Plan } from "../value/plan.ts";
import type { LogFacts } from "./customers.ts";
import { acquisition, newcomerValue } from "./kpi/acquisition.ts";
import { timed } from "./kpi/with-model.ts";

/** The inputs of the months: a plan of costs, and the model on the page. */
export interface MonthsAsked {
  readonly plan: Plan;
  readonly data: Pick<GroupedHistories, "spent">;
  readonly fitted: FittedModel;
  readonly horizon: Horizon;
  readonly discountRate: number;
}

/** The series of the log and its cohorts; with a plan also the contribution of orders and the costs of customers. */
export async function shownMonths(
  { firstDate, until, grain }: CustomerBase,
  facts: LogFacts,
  asked: MonthsAsked | undefined,
): Promise<ShownMonths | undefined> {
  // Purchases merged by year have no month.
  if (grain === "year") return undefined;
  const from = firstDate!.reduce((least, date) => Math.min(least, date));
  const periods = facts.periods(periodOnPage(daysObserved({ from, until: until! }), grain));
  const firstDays = await facts.firstDays();
  const costs = asked && costsOf(asked.plan, firstDays, periods);
  const planned: PlannedMonths | undefined = asked &&
    costs && {
      costs,
      beside(series) {
        const { data, fitted, horizon, discountRate } = asked;
        const onClock = timed(fitted, { until, grain });
        const newcomer = newcomerValue(series, data, onClock, { costs, fitted, horizon, discountRate });
        return acquisition(series, periods, costs, newcomer);
      },
    };
  return monthsOnPage(await facts.cohorts(periods, "calendar"), periods, firstDays, planned);
}

/** The costs by cohort; undefined where the customers of a cohort have several. */
function costsOf(
  plan: Plan,
  firstDays: Parameters<typeof cohortCosts>[1],
  periods: LogPeriods,
): AssignedCosts | undefined {
  try {
    return cohortCosts(plan, firstDays, periods, "plan");
  } catch (error) {
    if (error instanceof ClvError) return undefined;
    throw error;
  }
}
