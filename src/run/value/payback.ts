import { given } from "../../given.ts";
import { horizonIn } from "../../predict/horizon.ts";
import { costPerPurchase } from "../../value/cost-per-purchase.ts";
import {
  type PaybackInterval,
  paybackInterval,
  type ValueAtAge,
  valueAtAges,
} from "../../value/new-customer-report.ts";
import type { NewcomerGroup } from "../../value/newcomers.ts";
import type { LaidOut, Valued } from "./laid-out.ts";

/** The years within which a payback is searched. */
const WITHIN_YEARS = 10;
/** The number of months of the payback curve. */
const CURVE_MONTHS = 36;

/** The payback of the new customers of a group, and its curve. */
export interface GroupPayback {
  readonly group: string;
  readonly customers: number;
  readonly acquisitionCost: number;
  readonly payback: PaybackInterval;
  /** At the horizon: C(h) is the break-even bid. */
  readonly atHorizon: ValueAtAge;
  /** Acquisition cost per purchase: to date, and of a new customer by the horizon. */
  readonly costPerPurchase: { readonly toDate?: number; readonly atHorizon?: number };
  readonly curve: readonly (ValueAtAge & { readonly costPerPurchase?: number })[];
}

/** The payback of the new customers of a group. */
export function paybackOf(
  group: NewcomerGroup,
  valued: Valued,
  { newcomer: lawOf, estimate, observed, orders }: LaidOut,
): GroupPayback {
  const { fitted, horizon, level, costs } = valued;
  const { unit } = fitted;
  const { newcomer, terms, acquisitionCost, draws, name, customers } = group;
  const years = (n: number): number => horizonIn({ amount: n, unit: "year" }, unit);
  const reach = { horizon: years(WITHIN_YEARS), observed };
  const options = { terms, acquisitionCost, draws, level, ...reach };
  const law = lawOf(estimate.purchase);
  const each = (age: number) => given({ costPerPurchase: costPerPurchase(acquisitionCost, 1 + law.expected(age)) });
  const ages = Array.from({ length: CURVE_MONTHS + 1 }, (_, k) => years(k / 12));
  const h = horizonIn(horizon, unit);
  return {
    ...{ group: name, customers, acquisitionCost },
    payback: paybackInterval(newcomer, options),
    atHorizon: valueAtAges(newcomer, [h], options)[0],
    costPerPurchase: given({
      toDate: costPerPurchase(acquisitionCost * customers, orders[costs.groups.names.indexOf(name)]),
      atHorizon: each(h).costPerPurchase,
    }),
    curve: valueAtAges(newcomer, ages, options).map((at) => ({ ...at, ...each(at.age) })),
  };
}
