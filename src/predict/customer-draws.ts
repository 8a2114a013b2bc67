import type { CustomerBase } from "../data/customer-base.ts";
import { distinctRows } from "../data/distinct-rows.ts";
import { buildHistories } from "../data/histories.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";
import { seeded } from "../random/seeded.ts";
import { countsIfAlive, cumulativeCounts, drawCounts } from "./future-purchases.ts";

/** Draws of the parameters over which the distribution of a customer's future purchases is averaged. */
const AVERAGED = 25;

/** What customers are asked for, and how uncertain the parameters are. */
export interface DrawOptions {
  /** In the unit of the model. */
  readonly base: CustomerBase;
  readonly purchase: PurchaseModel;
  /** Left out, with values in the base: purchases only. */
  readonly spend?: SpendModel | undefined;
  /** The estimates themselves. */
  readonly estimate: ParameterDraw;
  /** Joint draws of the parameters; their number D is prime. */
  readonly draws: readonly ParameterDraw[];
  /** Horizon t in time units. */
  readonly horizon: number;
  /** Discount per time unit, δ ≥ 0. */
  readonly delta: number;
  /** Profit per unit of value. */
  readonly margin: number;
  readonly seed: number;
}

/**
 * One customer under every joint draw of the parameters; the d-th entries belong together, over customers too. The arrays are
 * used again for the next customer.
 */
export interface CustomerDraws {
  readonly customer: number;
  /** Changes where the history (x, t_x, T) does: what depends on it alone needs no second look. */
  readonly history: number;
  /** Whether every expectation is that of the customer before: the same history, without a repeat purchase whose value would differ. */
  readonly repeated: boolean;
  /** Expectations: P(alive) and purchases within the horizon. */
  readonly alive: Float64Array;
  readonly expectedPurchases: Float64Array;
  /** P(N ≤ n) of the purchases that will be made, parameters averaged out. */
  readonly cumulative: Float64Array;
  /** Purchases that will be made. */
  readonly purchases: Float64Array;
  /** Absent without values. */
  readonly value?: {
    /** Expected value per purchase; ∞ under draws for which there is no mean. */
    readonly expectedSpend: Float64Array;
    readonly lifetimeValue: Float64Array;
    /** Value of the purchases that will be made, times the margin, not discounted. */
    readonly value: Float64Array;
    readonly margin: number;
  };
}

/**
 * Shows every customer of a base, with the draws, to `visit`; in the order of (x, T) and history.
 *
 * What depends on (x, T) alone is computed once for each of those and each draw, P(alive) once per history and draw: the
 * expensive half of a million customers is that of some ten thousand. The discount is taken at the estimate, as
 * the ratio of discounted to plain purchases: it hardly depends on the parameters.
 */
export function forEachCustomer(options: DrawOptions, visit: (draws: CustomerDraws) => void): void {
  const { base, draws, purchase, horizon, delta, margin } = options;
  const { histories, index } = buildHistories(base);
  const { columns, index: pairOf } = distinctRows([histories.frequency, histories.T], histories.length);
  const historiesOf = grouped(pairOf, columns[0].length);
  const customersOf = grouped(index, histories.length);
  const random = seeded(options.seed);
  const size = draws.length;
  const column = (): Float64Array => new Float64Array(size);
  const [ifAlive, alive, expectedPurchases, purchases] = [column(), column(), column(), column()];
  const spendModel = base.monetaryValue && draws[0]?.spend && options.spend;
  const value = spendModel && { expectedSpend: column(), lifetimeValue: column(), value: column(), margin };
  const few = Math.min(AVERAGED, size);
  const averaged = Array.from({ length: few }, (_, k) => Math.floor((k * size) / few));

  for (let pair = 0; pair < columns[0].length; pair++) {
    const x = columns[0][pair];
    const T = columns[1][pair];
    for (let d = 0; d < size; d++) ifAlive[d] = purchase.expectedPurchasesIfAlive(draws[d].purchase, x, T, horizon);
    const discount = discountAt(options, x, T, horizon, delta);
    const counts = averaged.map((d) => countsIfAlive(purchase, draws[d].purchase, x, T, horizon));
    for (const history of historiesOf(pair)) {
      for (let d = 0; d < size; d++) {
        alive[d] = purchase.probabilityAlive(draws[d].purchase, x, histories.recency[history], T);
        expectedPurchases[d] = alive[d] * ifAlive[d];
      }
      const cumulative = cumulativeCounts(
        counts,
        averaged.map((d) => alive[d]),
      );
      const customers = customersOf(history);
      for (let k = 0; k < customers.length; k++) {
        const customer = customers[k];
        const repeated = k > 0 && (x === 0 || !value);
        drawCounts(cumulative, random, purchases);
        if (value) {
          const m = base.monetaryValue![customer];
          for (let d = 0; d < size; d++) {
            const theta = draws[d].spend!;
            if (!repeated) {
              const mean = spendModel.expectedSpend(theta, x, m) ?? Number.POSITIVE_INFINITY;
              value.expectedSpend[d] = mean;
              value.lifetimeValue[d] = margin * mean * expectedPurchases[d] * discount;
            }
            const n = purchases[d];
            value.value[d] = n === 0 ? 0 : margin * spendModel.simulateFuture(theta, random, x, m, n);
          }
        }
        visit({
          customer,
          history,
          repeated,
          alive,
          expectedPurchases,
          cumulative,
          purchases,
          ...(value && { value }),
        });
      }
    }
  }
}

/** Discounted over plain purchases of a customer alive, at the estimate. */
function discountAt({ purchase, estimate }: DrawOptions, x: number, T: number, t: number, delta: number): number {
  if (delta === 0) return 1;
  const theta = estimate.purchase;
  return purchase.discountedPurchasesIfAlive(theta, x, T, t, delta) / purchase.expectedPurchasesIfAlive(theta, x, T, t);
}

/** The members of each group, by a counting sort of the groups of all members. */
function grouped(group: Uint32Array, groups: number): (k: number) => Uint32Array {
  const begin = new Uint32Array(groups + 1);
  for (const k of group) begin[k + 1]++;
  for (let k = 0; k < groups; k++) begin[k + 1] += begin[k];
  const next = begin.slice();
  const members = new Uint32Array(group.length);
  group.forEach((k, member) => {
    members[next[k]++] = member;
  });
  return (k) => members.subarray(begin[k], begin[k + 1]);
}
