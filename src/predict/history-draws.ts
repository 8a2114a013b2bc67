import type { CustomerBase } from "../data/customer-base.ts";
import { distinctRows } from "../data/distinct-rows.ts";
import { buildHistories } from "../data/histories.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { Histories, PurchaseModel, SpendModel } from "../model.ts";
import { countAverage, countsIfAlive } from "./future-purchases.ts";

/** Draws of the parameters over which the distribution of a customer's future purchases is averaged. */
const AVERAGED = 25;
/** Histories whose P(alive) is computed at once: enough for times to recur among them, few enough to be held under every draw. */
const BLOCK = 4096;
/** Draws of them that are turned from columns into rows together: the doubles of a line of the cache. */
const TILE = 8;

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
  /** Expected value per purchase; absent without values. */
  readonly expectedSpend: Lines | undefined;
}

/** A line in m for each draw; ∞ under draws for which there is no mean. */
export interface Lines {
  readonly constant: Float64Array;
  readonly slope: Float64Array;
}

/**
 * Shows every history of a base, with the draws, to `visit`; in the order of (x, T).
 *
 * What depends on (x, T) alone is computed once for each of those and each draw, P(alive) for a block of histories under one draw
 * after the other.
 */
export function forEachHistory(options: DrawOptions, visit: (history: HistoryDraws) => void): void {
  const { base, draws } = options;
  const { histories, index } = buildHistories(base);
  const { columns, index: pairOf } = distinctRows([histories.frequency, histories.T], histories.length);
  const order = grouped(pairOf, columns[0].length).members;
  const { members, begin } = grouped(index, histories.length);
  const pair = pairDraws(options);
  const block = aliveOfBlock(options, histories);
  const alive = new Float64Array(draws.length);
  const expectedPurchases = new Float64Array(draws.length);

  let last = -1;
  for (let from = 0; from < order.length; from += BLOCK) {
    const histories = order.subarray(from, from + BLOCK);
    const drawn = block(histories);
    for (let k = 0; k < histories.length; k++) {
      const history = histories[k];
      if (pairOf[history] !== last) {
        last = pairOf[history];
        pair.lay(columns[0][last], columns[1][last]);
      }
      for (let d = 0; d < draws.length; d++) {
        alive[d] = drawn[k * draws.length + d];
        expectedPurchases[d] = alive[d] * pair.ifAlive[d];
      }
      visit({
        frequency: pair.frequency,
        customers: members.subarray(begin[history], begin[history + 1]),
        alive,
        expectedPurchases,
        cumulative: pair.cumulate(alive),
        discount: pair.discount,
        expectedSpend: pair.expectedSpend,
      });
    }
  }
}

/** P(alive) of a block of histories, given by their places, under every draw: the draws of one history side by side. */
function aliveOfBlock({ purchase, draws }: DrawOptions, histories: Histories): (places: Uint32Array) => Float64Array {
  const size = draws.length;
  const column = (): Float64Array => new Float64Array(BLOCK);
  const block = { frequency: column(), recency: column(), T: column() };
  const underDraws = Array.from({ length: TILE }, column);
  const out = new Float64Array(BLOCK * size);
  return (places) => {
    const { length } = places;
    for (let k = 0; k < length; k++) {
      block.frequency[k] = histories.frequency[places[k]];
      block.recency[k] = histories.recency[places[k]];
      block.T[k] = histories.T[places[k]];
    }
    const fill = purchase.probabilitiesAlive({ length, ...block });
    for (let first = 0; first < size; first += TILE) {
      const tile = Math.min(TILE, size - first);
      for (let j = 0; j < tile; j++) fill(draws[first + j].purchase, underDraws[j]);
      for (let k = 0; k < length; k++) {
        for (let j = 0; j < tile; j++) out[k * size + first + j] = underDraws[j][k];
      }
    }
    return out;
  };
}

/** What depends on (x, T) alone, under every draw; laid anew for each. */
function pairDraws(options: DrawOptions) {
  const { draws, purchase, spend, horizon } = options;
  const size = draws.length;
  const few = Math.min(AVERAGED, size);
  const averaged = Array.from({ length: few }, (_, k) => Math.floor((k * size) / few));
  const pair = {
    frequency: -1,
    ifAlive: new Float64Array(size),
    discount: 1,
    expectedSpend: spend && { constant: new Float64Array(size), slope: new Float64Array(size) },
    cumulate: countAverage([], []),
    lay(x: number, T: number): void {
      if (spend && x !== pair.frequency) laySpend(spend, draws, x, pair.expectedSpend!);
      pair.frequency = x;
      for (let d = 0; d < size; d++) {
        pair.ifAlive[d] = purchase.expectedPurchasesIfAlive(draws[d].purchase, x, T, horizon);
      }
      pair.discount = discountAt(options, x, T);
      let tried: number | undefined;
      const counts = averaged.map((d) => {
        const ofDraw = countsIfAlive(purchase, draws[d].purchase, x, T, horizon, tried);
        // Other draws of the parameters need about as many.
        tried = ofDraw.length + 1;
        return ofDraw;
      });
      pair.cumulate = countAverage(counts, averaged);
    },
  };
  return pair;
}

/** The lines of the expected spend after x repeat purchases. */
function laySpend(model: SpendModel, draws: readonly ParameterDraw[], x: number, { constant, slope }: Lines): void {
  draws.forEach((draw, d) => {
    const line = model.expectedSpendLine(draw.spend!, x) ?? { constant: Number.POSITIVE_INFINITY, slope: 0 };
    constant[d] = line.constant;
    slope[d] = line.slope;
  });
}

/** Discounted over plain purchases of a customer alive, at the estimate: it hardly depends on the parameters. */
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
