import type { CustomerBase } from "../../data/customer-base.ts";
import { indexHistories } from "../../data/histories.ts";
import { inUnits, type TimeUnit, UNIT_MILLISECONDS } from "../../data/time-unit.ts";
import { sumNumbers } from "../../math/sum.ts";
import type { Parameters, PurchaseModel } from "../../model.ts";
import type { DrawOptions } from "../../predict/draw-options.ts";
import type { Scores } from "../../predict/score.ts";
import { pastFuture } from "./past-future.ts";
import { largest, type RankedWorth } from "./rank-worth.ts";
import { type SureLoss, sureLosses } from "./slipping-draws.ts";

interface SlippingInput {
  readonly base: CustomerBase;
  readonly purchase: PurchaseModel;
  readonly theta: Parameters;
  readonly scores: Scores;
  readonly worth: RankedWorth;
  readonly top: number;
  /** The uncertainty of the parameters; without it customers are ranked by their expected loss. */
  readonly asked?: DrawOptions | undefined;
}

/** The number of candidates for each customer named. The expected loss is nearly always an upper bound of the certain loss. */
const CANDIDATES = 10;

/** The loss by silence, by customer. */
export interface SlippingCustomers {
  /** In units of the base. */
  readonly lookback: number;
  /** Worth lost by each customer of the base; 0 where P(alive) has not fallen. */
  readonly lost: Float64Array;
  readonly lostInAll: number;
  /** The customers with the largest certain loss, largest first, among those who were more likely alive than not. */
  readonly customers: readonly number[];
  /** Present with draws of the parameters: the intervals of the losses, and the number of customers for whom the data are not conclusive. */
  readonly sure?: ReadonlyMap<number, SureLoss>;
  readonly inconclusive?: number;
  /** P(alive) of a customer one lookback ago, or at the last purchase when that was later. */
  before(customer: number): number;
}

/**
 * Finds the customers whose silence cost most since one lookback ago, or since a later last purchase:
 *
 *     lost = worth/P(alive)·(P(alive then) − P(alive now))⁺
 *
 * This is the worth of a customer known to be alive, times the fall of P(alive). A customer who was more likely gone than alive at that
 * time is not slipping away, and counts only in the sum. With draws of the parameters, the customers with the largest expected loss are
 * ranked by the low end of the loss. Those whose P(alive) may not have fallen are left out.
 */
export function buildSlipping({ base, purchase, theta, scores, worth, top, asked }: SlippingInput): SlippingCustomers {
  const quarter = chooseLookback(base.T, base.unit);
  const lookback = purchase.clock === "periods" ? Math.max(1, Math.round(quarter)) : quarter;
  const { histories, index } = indexHistories(base);
  const then = histories.T.map((T, i) => Math.max(histories.recency[i], T - lookback));
  const before = pastFuture(purchase, { ...histories, T: then }, histories.T)(theta).alive;
  const lost = new Float64Array(base.length);
  for (let k = 0; k < lost.length; k++) {
    const now = scores.probabilityAlive[k];
    const fall = before[index[k]] - now;
    if (fall > 0 && now > 0) lost[k] = (worth.byCustomer[k] / now) * fall;
  }
  const atRisk = lost.map((value, k) => (before[index[k]] >= 0.5 ? value : 0));
  const found = {
    lookback,
    lost,
    lostInAll: sumNumbers(lost),
    before: (customer: number) => before[index[customer]],
  };
  const named = (count: number) => largest(atRisk, count).filter((k) => atRisk[k] > 0);
  if (!asked) return { ...found, customers: named(top) };
  const candidates = named(CANDIDATES * top);
  const losses = sureLosses(
    asked,
    candidates,
    candidates.map((k) => then[index[k]]),
  );
  const sure = new Map(candidates.map((k, place) => [k, losses[place]]));
  const conclusive = candidates.filter((k) => sure.get(k)!.conclusive);
  const customers = conclusive.sort((a, b) => sure.get(b)!.lost.low - sure.get(a)!.lost.low || a - b).slice(0, top);
  const least = Math.min(...customers.map((k) => atRisk[k]));
  const inconclusive = candidates.filter((k) => !sure.get(k)!.conclusive && atRisk[k] >= least).length;
  return { ...found, customers, sure, inconclusive };
}

/** A quarter of a year, or a quarter of the longest time observed when that is shorter; in whole units where there are a few. */
function chooseLookback(T: Float64Array, unit: TimeUnit): number {
  const longest = T.reduce((most, age) => Math.max(most, age), 0);
  const quarter = Math.min(inUnits(UNIT_MILLISECONDS.year, unit), longest) / 4;
  return quarter >= 2 ? Math.round(quarter) : quarter;
}
