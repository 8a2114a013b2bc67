import { convertBase } from "../../data/convert-base.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { indexHistories } from "../../data/histories.ts";
import { ClvError } from "../../errors.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { newcomerAnyTime, onCalendar } from "../../fit/on-calendar.ts";
import type { ParameterDraw } from "../../fit/parameter-draws.ts";
import type { Future } from "../../model/future.ts";
import type { Parameters, PurchaseModel } from "../../model.ts";
import { discountPer } from "../../predict/discount.ts";
import type { Horizon } from "../../predict/horizon.ts";
import type { Scores } from "../../predict/score.ts";
import type { ScoreIntervals } from "../../predict/score-intervals.ts";
import { type GroupedWeights, weightsOf } from "../../value/ahead.ts";
import type { CustomerCosts } from "../../value/assign-costs.ts";
import { type NewcomerGroup, newcomerGroups } from "../../value/newcomers.ts";
import type { Plan } from "../../value/plan.ts";
import type { Workers } from "../workers.ts";

/** Customers with their costs, scores and models, as of the end of the log. */
export interface Valued {
  readonly base: CustomerBase;
  readonly costs: CustomerCosts;
  readonly plan: Plan;
  readonly fitted: FittedModel;
  readonly draws: readonly ParameterDraw[];
  /** Totals of all and by repeat purchases over the horizon. */
  readonly totals: ScoreIntervals["totals"];
  readonly horizon: Horizon;
  readonly discountRate: number;
  readonly level: number;
  readonly seed: number;
  readonly workers: Workers;
}

/** Throws unless there is a model of spend: net values need one. */
export function requireSpend({ spend }: FittedModel): void {
  if (spend !== undefined) return;
  throw new ClvError("data", {
    where: "log",
    expected: "repeat purchases with values above 0, to fit a model of spend",
    got: undefined,
    wayOut: "clv check shows the values of the log.",
  });
}

/** The customers arranged by history for the model, on the clock of its season. */
export interface LaidOut {
  readonly model: PurchaseModel;
  readonly estimate: ParameterDraw;
  readonly delta: number;
  readonly weights: GroupedWeights;
  readonly future: Future;
  /** The same under other parameters. */
  readonly futureUnder: (theta: Parameters) => Future;
  /** The future of new customers, won at any time of the year. */
  readonly newcomer: PurchaseModel["newcomer"];
  /** The longest observed age, in time units. */
  readonly observed: number;
  /** Orders to date, by group of the plan. */
  readonly orders: Float64Array;
}

/** Arranges the customers once for all computations. */
export function layOut({ base, costs, fitted, discountRate }: Valued, scores: Scores): LaidOut {
  const { unit, purchase, spend } = fitted;
  const converted = convertBase(base, unit);
  const { histories, index } = indexHistories(converted);
  const { model } = onCalendar(fitted, { until: base.until, unit, grain: base.grain }).purchase;
  const futureUnder = model.future(histories);
  return {
    model,
    estimate: { purchase: purchase.parameters, ...(spend && { spend: spend.parameters }) },
    delta: discountPer(unit, discountRate),
    weights: weightsOf(costs.groups, index, histories.length, scores.value!.expectedSpend),
    future: futureUnder(purchase.parameters),
    futureUnder,
    newcomer: newcomerAnyTime(model, unit),
    orders: ordersOf(base, costs),
    observed: converted.T.reduce((most, T) => Math.max(most, T), 0),
  };
}

function ordersOf({ frequency }: CustomerBase, { groups }: CustomerCosts): Float64Array {
  const orders = new Float64Array(groups.names.length);
  for (let k = 0; k < frequency.length; k++) orders[groups.of[k]] += frequency[k] + 1;
  return orders;
}

/** The new customers of each group of the plan. */
export function newcomersOf(
  { base, costs, fitted, draws, seed }: Valued,
  { newcomer, delta, estimate }: LaidOut,
): NewcomerGroup[] {
  const models = { newcomer, spend: fitted.spend!.model, delta };
  return newcomerGroups(base, costs, models, estimate, draws, seed);
}
