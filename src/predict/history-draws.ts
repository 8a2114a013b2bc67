import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { SpendModel } from "../model.ts";
import type { DrawOptions } from "./draw-options.ts";
import { countAverage, countsIfAlive } from "./future-purchases.ts";
import { BLOCK, type HistoryLayout } from "./history-layout.ts";

/** Draws of the parameters over which the distribution of a customer's future purchases is averaged. */
const AVERAGED = 25;
/** Draws of P(alive) that are turned from columns into rows together: the doubles of a line of the cache. */
const TILE = 8;

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
 * Shows every history of a part, with the draws, to `visit`.
 *
 * What depends on (x, T) alone is computed once for each of those and each draw, P(alive) for all histories of the part under one draw
 * after the other.
 */
export function historyDrawer(
  options: DrawOptions,
  layout: HistoryLayout,
): (part: number, visit: (history: HistoryDraws) => void) => void {
  const { length: size } = options.draws;
  const { frequency, T, customers, begin, parts } = layout;
  const pair = pairDraws(options);
  const aliveOf = aliveOfPart(options, layout);
  const alive = new Float64Array(size);
  const expectedPurchases = new Float64Array(size);
  return (part, visit) => {
    const [from, until] = [parts[part], parts[part + 1]];
    const drawn = aliveOf(from, until);
    for (let k = from; k < until; k++) {
      if (k === from || frequency[k] !== frequency[k - 1] || T[k] !== T[k - 1]) pair.lay(frequency[k], T[k]);
      for (let d = 0; d < size; d++) {
        alive[d] = drawn[(k - from) * size + d];
        expectedPurchases[d] = alive[d] * pair.ifAlive[d];
      }
      visit({
        frequency: pair.frequency,
        customers: customers.subarray(begin[k], begin[k + 1]),
        alive,
        expectedPurchases,
        cumulative: pair.cumulate(alive),
        discount: pair.discount,
        expectedSpend: pair.expectedSpend,
      });
    }
  };
}

/** P(alive) of neighbouring histories, at most a block of them, under every draw: the draws of one history side by side. */
function aliveOfPart(
  { purchase, draws }: DrawOptions,
  { frequency, recency, T }: HistoryLayout,
): (from: number, until: number) => Float64Array {
  const size = draws.length;
  const underDraws = Array.from({ length: TILE }, () => new Float64Array(BLOCK));
  const out = new Float64Array(BLOCK * size);
  return (from, until) => {
    const length = until - from;
    const of = (column: Float64Array): Float64Array => column.subarray(from, until);
    const fill = purchase.probabilitiesAlive({ length, frequency: of(frequency), recency: of(recency), T: of(T) });
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
