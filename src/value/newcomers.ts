/** New customers, group by group, as a fitted model expects them. */
import type { CustomerBase } from "../data/customer-base.ts";
import { customersAt } from "../data/sample-customers.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { newcomerAnyTime } from "../fit/on-calendar.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";
import { discountPer } from "../predict/discount.ts";
import { type Horizon, horizonIn } from "../predict/horizon.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import type { CustomerCosts } from "./assign-costs.ts";
import { firstValueDraws } from "./first-value-draws.ts";
import { discountedAway, type NewCustomer, newCustomerValue } from "./new-customer.ts";

/** The new customer of a group, with the acquisition cost so far. */
export interface NewcomerGroup {
  readonly name: string;
  /** Customers won so far. */
  readonly customers: number;
  readonly terms: OrderTerms;
  /** Per customer: the mean over those won so far. */
  readonly acquisitionCost: number;
  readonly newcomer: NewCustomer;
  /** Joint draws of the parameters and of the mean first value. */
  readonly draws: readonly NewCustomer[];
}

/** The model of new customers, on the clock of the data. */
export interface NewcomerModels {
  readonly newcomer: PurchaseModel["newcomer"];
  readonly spend: SpendModel;
  /** Continuous discount rate per time unit, ≥ 0. */
  readonly delta: number;
}

/**
 * A new customer under given parameters; undefined where the spend model has no mean.
 *
 * @param firstValue v₀, in money
 */
function newcomerUnder(
  { newcomer, spend, delta }: NewcomerModels,
  parameters: ParameterDraw,
  firstValue: number,
): NewCustomer | undefined {
  const laterValue = parameters.spend && spend.expectedSpend(parameters.spend, 0)?.constant;
  if (laterValue === undefined) return undefined;
  const law = newcomer(parameters.purchase);
  const discounted = (t: number): number => law.discounted(t, delta);
  return {
    firstValue,
    laterValue,
    discounted,
    get limit() {
      return delta > 0 ? discounted(discountedAway(delta)) : law.expected(Number.POSITIVE_INFINITY);
    },
  };
}

/**
 * C(h) of a new customer under a fitted model. The first purchase is at the mean value of first purchases, later ones
 * at the mean of the model. Undefined where the model has no mean.
 *
 * @param parameters of the fit, or a draw of them
 * @param firstValue v₀, in money
 */
export function newcomerWorth(
  { unit, purchase, spend }: FittedModel,
  parameters: ParameterDraw,
  firstValue: number,
  terms: OrderTerms,
  horizon: Horizon,
  discountRate: number,
): number | undefined {
  const delta = discountPer(unit, discountRate);
  const newcomer =
    spend &&
    newcomerUnder(
      { newcomer: newcomerAnyTime(purchase.model, unit), spend: spend.model, delta },
      parameters,
      firstValue,
    );
  return newcomer && newCustomerValue(terms, newcomer)(horizonIn(horizon, unit));
}

/**
 * The new customers of each group of a plan. The first purchase is at the mean first value of the group, later ones at
 * the mean of the model, which all groups share.
 *
 * The first values are resampled within each group with the streams of the replicates. Draws under which later purchases have no mean are left out.
 *
 * @param base with the values of first purchases
 * @param draws joint draws of the parameters
 */
export function newcomerGroups(
  base: CustomerBase,
  { groups, terms, acquisitionCost }: CustomerCosts,
  models: NewcomerModels,
  estimate: ParameterDraw,
  draws: readonly ParameterDraw[],
  seed: number,
): NewcomerGroup[] {
  return groups.names.flatMap((name, g) => {
    const members = Uint32Array.from(groups.of.keys()).filter((k) => groups.of[k] === g);
    const own = groups.names.length === 1 ? base : customersAt(base, members);
    const firstValue = mean(own.firstValue!);
    const newcomer = newcomerUnder(models, estimate, firstValue);
    if (newcomer === undefined) return [];
    const firstOf = firstValueDraws(own, own.firstValue!, seed);
    return {
      name,
      customers: members.length,
      terms: terms[g],
      acquisitionCost: mean(Float64Array.from(members, (k) => acquisitionCost[k])),
      newcomer,
      draws: draws.flatMap((draw, k) => newcomerUnder(models, draw, firstOf(draw.replicate ?? k)) ?? []),
    };
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
