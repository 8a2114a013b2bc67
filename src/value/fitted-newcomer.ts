import { UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { type Horizon, horizonIn } from "../predict/horizon.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { newCustomerValue } from "./new-customer.ts";

/**
 * C(h) of a new customer by a fitted model: the first purchase at its own mean value, later ones at that of the model; undefined where there is none.
 *
 * @param parameters of the fit, or a draw of them
 */
export function newcomerWorth(
  { unit, purchase, spend }: FittedModel,
  parameters: ParameterDraw,
  firstValue: number,
  terms: OrderTerms,
  horizon: Horizon,
  discountRate: number,
): number | undefined {
  const laterValue = spend && parameters.spend && spend.model.expectedSpend(parameters.spend, 0)?.constant;
  if (laterValue === undefined) return undefined;
  const newcomer = purchase.model.newcomer(parameters.purchase);
  const delta = (Math.log1p(discountRate) * UNIT_MILLISECONDS[unit]) / UNIT_MILLISECONDS.year;
  const discounted = (t: number): number => newcomer.discounted(t, delta);
  return newCustomerValue(terms, { firstValue, laterValue, discounted })(horizonIn(horizon, unit));
}
