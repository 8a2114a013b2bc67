import type { CustomerBase } from "../data/customer-base.ts";
import { distinctRows } from "../data/distinct-rows.ts";
import { buildHistories } from "../data/histories.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";
import { countAverage, countsIfAlive } from "./future-purchases.ts";

/** Draws of the parameters over which the distribution of a customer's future purchases is averaged. */
const AVERAGED = 25;
/** Histories whose P(alive) is computed at once: enough for times to recur among them, few enough to be held under every draw. */
const BLOCK = 4096;

/** What customers are asked for, and how uncertain the parameters are. */
export interface DrawOptions {
  /** In the unit of the model. */
  readonly base: CustomerBase;
  readonly purchase: PurchaseModel;
  /** Left out where there are no values. */
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
 * The customers of one history under every joint draw of the parameters; the d-th entries belong together, over histories too. The
 * arrays are used again for the next history.
 */
export interface HistoryDraws {
  /** x: customers without a repeat purchase are alike in everything. */
  readonly frequency: number;
  /** Places in the base. */
  readonly customers: Uint32Array;
  /** Expectations: P(alive) and purchases within the horizon. */
  readonly alive: Float64Array;
  readonly expectedPurchases: Float64Array;
  /** P(N ≤ n) of the purchases that a customer will make, parameters averaged out. */
  readonly cumulative: Float64Array;
  /** Discounted over plain expected purchases. */
  readonly discount: number;
  /** Expected value per purchase as a line in m, ∞ under draws for which there is no mean; absent without values. */
  readonly expectedSpend?: { readonly constant: Float64Array; readonly slope: Float64Array };
}

/**
 * Shows every history of a base, with the draws, to `visit`; in the order of (x, T).
 *
 * What depends on (x, T) alone is computed once for each of those and each draw, P(alive) for a block of histories under one draw
 * after the other. The discount is taken at the estimate, as the ratio of discounted to plain purchases: it hardly depends on
 * the parameters.
 */
export function forEachHistory(options: DrawOptions, visit: (history: HistoryDraws) => void): void {
  const { base, draws, purchase, spend, horizon } = options;
  const { histories, index } = buildHistories(base);
  const { columns, index: pairOf } = distinctRows([histories.frequency, histories.T], histories.length);
  const order = grouped(pairOf, columns[0].length).members;
  const { members, begin } = grouped(index, histories.length);
  const size = draws.length;
  const column = (length = size): Float64Array => new Float64Array(length);
  const [ifAlive, alive, expectedPurchases] = [column(), column(), column()];
  const expectedSpend = spend && { constant: column(), slope: column() };
  const few = Math.min(AVERAGED, size);
  const averaged = Array.from({ length: few }, (_, k) => Math.floor((k * size) / few));
  const block = { frequency: column(BLOCK), recency: column(BLOCK), T: column(BLOCK) };
  const ofBlock = column(BLOCK);
  const aliveOfAveraged = column(few);
  const aliveOfBlock = column(BLOCK * size);

  let last = -1;
  let x = -1;
  let discount = 1;
  let cumulate = countAverage([]);
  for (let from = 0; from < order.length; from += BLOCK) {
    const length = Math.min(BLOCK, order.length - from);
    for (let k = 0; k < length; k++) {
      const history = order[from + k];
      block.frequency[k] = histories.frequency[history];
      block.recency[k] = histories.recency[history];
      block.T[k] = histories.T[history];
    }
    const fillAlive = purchase.probabilitiesAlive({ length, ...block });
    for (let d = 0; d < size; d++) {
      fillAlive(draws[d].purchase, ofBlock);
      for (let k = 0; k < length; k++) aliveOfBlock[k * size + d] = ofBlock[k];
    }
    for (let k = 0; k < length; k++) {
      const history = order[from + k];
      const pair = pairOf[history];
      if (pair !== last) {
        last = pair;
        const T = columns[1][pair];
        if (columns[0][pair] !== x) {
          x = columns[0][pair];
          if (spend) laySpend(spend, draws, x, expectedSpend!);
        }
        for (let d = 0; d < size; d++) ifAlive[d] = purchase.expectedPurchasesIfAlive(draws[d].purchase, x, T, horizon);
        discount = discountAt(options, x, T);
        let tried: number | undefined;
        const counts = averaged.map((d) => {
          const ofDraw = countsIfAlive(purchase, draws[d].purchase, x, T, horizon, tried);
          // Other draws of the parameters need about as many.
          tried = ofDraw.length + 1;
          return ofDraw;
        });
        cumulate = countAverage(counts);
      }
      averaged.forEach((d, j) => {
        aliveOfAveraged[j] = aliveOfBlock[k * size + d];
      });
      for (let d = 0; d < size; d++) {
        alive[d] = aliveOfBlock[k * size + d];
        expectedPurchases[d] = alive[d] * ifAlive[d];
      }
      visit({
        frequency: x,
        customers: members.subarray(begin[history], begin[history + 1]),
        alive,
        expectedPurchases,
        cumulative: cumulate(aliveOfAveraged),
        discount,
        ...(expectedSpend && { expectedSpend }),
      });
    }
  }
}

/** The lines of the expected spend after x repeat purchases. */
function laySpend(
  model: SpendModel,
  draws: readonly ParameterDraw[],
  x: number,
  { constant, slope }: { constant: Float64Array; slope: Float64Array },
): void {
  draws.forEach((draw, d) => {
    const line = model.expectedSpendLine(draw.spend!, x) ?? { constant: Number.POSITIVE_INFINITY, slope: 0 };
    constant[d] = line.constant;
    slope[d] = line.slope;
  });
}

/** Discounted over plain purchases of a customer alive, at the estimate. */
function discountAt({ purchase, estimate, horizon, delta }: DrawOptions, x: number, T: number): number {
  if (delta === 0) return 1;
  const theta = estimate.purchase;
  return (
    purchase.discountedPurchasesIfAlive(theta, x, T, horizon, delta) /
    purchase.expectedPurchasesIfAlive(theta, x, T, horizon)
  );
}

/** The members of each group side by side, by a counting sort: those of group k from `begin[k]` to `begin[k + 1]`. */
function grouped(group: Uint32Array, groups: number): { readonly members: Uint32Array; readonly begin: Uint32Array } {
  const begin = new Uint32Array(groups + 1);
  for (const k of group) begin[k + 1]++;
  for (let k = 0; k < groups; k++) begin[k + 1] += begin[k];
  const next = begin.slice();
  const members = new Uint32Array(group.length);
  group.forEach((k, member) => {
    members[next[k]++] = member;
  });
  return { members, begin };
}
