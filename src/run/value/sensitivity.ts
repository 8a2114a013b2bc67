import { horizonIn } from "../../predict/horizon.ts";
import { flowOf } from "../../value/ahead.ts";
import type { NewcomerGroup } from "../../value/newcomers.ts";
import { type Sensitivity, sensitivity } from "../../value/sensitivity.ts";
import { arrivalsWithin } from "./arrivals.ts";
import type { LaidOut, Valued } from "./laid-out.ts";

/** The effect of 1 % of each lever on the equity. */
export function sensitivityOf(
  { fitted, plan, horizon, discountRate, costs }: Valued,
  { model, estimate, delta, weights, future, futureUnder }: LaidOut,
  groups: readonly NewcomerGroup[],
  monthly: number | undefined,
): Sensitivity[] {
  const h = horizonIn(horizon, fitted.unit);
  const now = future.discounted(h, delta);
  const { dropout } = model;
  const theta = estimate.purchase;
  const lever = dropout !== undefined && Number.isFinite(theta[dropout]) && theta[dropout] > 0;
  const stays = lever ? futureUnder({ ...theta, [dropout]: 0.99 * theta[dropout] }).discounted(h, delta) : undefined;
  const rated =
    discountRate > 0
      ? future.discounted(h, (Math.log1p(1.01 * discountRate) / Math.log1p(discountRate)) * delta)
      : undefined;
  const sensitive = costs.terms.map((terms, g) => {
    const row = plan.groups?.find(({ group }) => group === costs.groups.names[g]);
    return {
      terms,
      margin: row?.margin ?? plan.costs.margin,
      kept: 1 - plan.costs.returnedValueShare,
      ahead: flowOf(weights, g, now),
      ...(stays && { fewerDropouts: flowOf(weights, g, stays) }),
      ...(rated && { higherRate: flowOf(weights, g, rated) }),
    };
  });
  const all = groups.reduce((sum, { customers }) => sum + customers, 0);
  const cost = groups.reduce((sum, one) => sum + (one.acquisitionCost * one.customers) / all, 0);
  const spent = arrivalsWithin(monthly ?? 0, horizon).reduce(
    (sum, { time, customers }) => sum + customers * Math.exp(-time * Math.log1p(discountRate)) * cost,
    0,
  );
  return sensitivity(sensitive, spent);
}
