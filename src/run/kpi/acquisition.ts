import { MILLION } from "../../data/decimal.ts";
import type { LogPeriods } from "../../data/periods.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { given } from "../../given.ts";
import type { AssignedCosts } from "../../months/cohort-costs.ts";
import type { LogSeries } from "../../months/kpi-series.ts";
import type { KpiSeries } from "../../months/kpi-sheet.ts";
import type { OrderTerms } from "../../predict/worth-formula.ts";
import type { GroupedHistories } from "../../sql/steps/histories.ts";
import { newcomerWorth } from "../../value/newcomers.ts";
import type { Asked } from "./with-model.ts";

export function acquisition(
  { new: joined }: LogSeries,
  { first }: LogPeriods,
  costs: AssignedCosts,
  newcomer: ((terms: OrderTerms) => number) | undefined,
): Partial<KpiSeries> {
  const acquisitionCost = joined.map((_, k) => costs.acquisitionOf(first + k) ?? Number.NaN);
  if (acquisitionCost.every(Number.isNaN)) return {};
  const cac = joined.map((n, k) => (n > 0 ? acquisitionCost[k]! / n : Number.NaN));
  const ltvToCac =
    newcomer && cac.map((cost, k) => (cost > 0 ? newcomer(costs.termsOf(first + k)) / cost : Number.NaN));
  return { acquisitionCost, cac, ...given({ ltvToCac }) };
}

/**
 * C(h): the contribution of a new customer within the horizon, with the first purchase at the mean value of first
 * purchases.
 */
export function newcomerValue(
  { revenue, customersToDate }: LogSeries,
  { spent }: Pick<GroupedHistories, "spent">,
  fitted: FittedModel,
  { horizon, discountRate }: Asked,
): ((terms: OrderTerms) => number) | undefined {
  if (revenue === undefined || spent === undefined) return undefined;
  const repeat = spent.reduce((sum, value) => sum + value, 0) / MILLION;
  const firstValue = (revenue.reduce((sum, value) => sum + value, 0) - repeat) / customersToDate.at(-1)!;
  const { purchase, spend } = fitted;
  const parameters = { purchase: purchase.parameters, ...(spend && { spend: spend.parameters }) };
  return (terms) => newcomerWorth(fitted, parameters, firstValue, terms, horizon, discountRate) ?? Number.NaN;
}
