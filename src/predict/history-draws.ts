import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { Future } from "../model/future.ts";
import type { Parameters, SpendModel } from "../model.ts";
import type { DrawOptions } from "./draw-options.ts";
import { countAverage, countsIfAlive } from "./future-purchases.ts";
import { BLOCK, type HistoryLayout } from "./history-layout.ts";

/** Draws of the parameters over which the distribution of a customer's future purchases is averaged. */
const AVERAGED = 25;
/** The number of draws whose columns are transposed together: the doubles of a cache line. */
const TILE = 8;

/**
 * The customers of one history under every joint draw of the parameters; the d-th entries belong together, over histories too. The
 * arrays are used again for the next history.
 */
export interface HistoryDraws {
  /** x. Customers without a repeat purchase do not differ at all. */
  readonly frequency: number;
  /** Places in the base. */
  readonly customers: Uint32Array;
  /** Expectations: P(alive) and purchases within the horizon. */
  readonly alive: Float64Array;
  readonly expectedPurchases: Float64Array;
  /** P(N ≤ n) of the purchases that a customer will make, parameters averaged out. */
  readonly cumulative: Float64Array;
  /** The ratio of discounted to undiscounted expected purchases. */
  readonly discount: number;
  /** Expected value per purchase; absent without values. */
  readonly expectedSpend: Lines | undefined;
}

/** A line in m for each draw; ∞ under draws without a mean. */
export interface Lines {
  readonly constant: Float64Array;
  readonly slope: Float64Array;
}

/**
 * Calls `visit` with every history of a part and its draws.
 *
 * The model prepares the histories of the part once, then evaluates them under one draw after another. Numbers that the
 * histories of a group share are computed once for each group and draw.
 */
export function historyDrawer(
  options: DrawOptions,
  layout: HistoryLayout,
): (part: number, visit: (history: HistoryDraws) => void) => void {
  const { purchase, spend, draws, estimate, horizon, delta } = options;
  const { length: size } = draws;
  const { customers, begin, parts } = layout;
  const rows = rowsOfPart(size);
  const few = Math.min(AVERAGED, size);
  const averaged = Array.from({ length: few }, (_, k) => Math.floor((k * size) / few));
  const lines = spend && { constant: new Float64Array(size), slope: new Float64Array(size) };
  let linesOf = -1;
  return (part, visit) => {
    const [from, until] = [parts[part], parts[part + 1]];
    const of = (column: Float64Array): Float64Array => column.subarray(from, until);
    const [frequency, recency, T] = [of(layout.frequency), of(layout.recency), of(layout.T)];
    const future = purchase.future({ length: until - from, frequency, recency, T }, true);
    const discount = future(estimate.purchase).discount(horizon, delta);
    const futures = rows.lay(draws, future, horizon, averaged);
    let cumulate = countAverage([], [], 1);
    for (let k = 0; k < until - from; k++) {
      const { group } = futures[0];
      if (spend && linesOf !== frequency[k]) laySpend(spend, draws, (linesOf = frequency[k]), lines!);
      if (k === 0 || group[k] !== group[k - 1]) cumulate = averageOf(futures, averaged, k, horizon, few);
      visit({
        frequency: frequency[k],
        customers: customers.subarray(begin[from + k], begin[from + k + 1]),
        alive: rows.alive(k),
        expectedPurchases: rows.expected(k),
        cumulative: cumulate(rows.states(k)),
        discount: discount[k],
        expectedSpend: lines,
      });
    }
  };
}

/** The futures of a part under every draw, the draws of one history side by side. */
function rowsOfPart(size: number) {
  let states = 1;
  const [alive, expected] = [new Float64Array(BLOCK * size), new Float64Array(BLOCK * size)];
  let byState = alive;
  return {
    /** Evaluates the future under all draws. Returns the futures of the draws whose places are in `kept`. */
    lay(
      draws: readonly ParameterDraw[],
      future: (theta: Parameters) => Future,
      horizon: number,
      kept: readonly number[],
    ) {
      const keptFutures: Future[] = [];
      for (let first = 0; first < size; first += TILE) {
        const tile = draws.slice(first, first + TILE).map((draw) => future(draw.purchase));
        states = tile[0].states.length;
        if (states > 1 && byState === alive) byState = new Float64Array(BLOCK * size * states);
        toRows(
          tile.map((one) => one.alive),
          alive,
          size,
          first,
        );
        toRows(
          tile.map((one) => one.expected(horizon)),
          expected,
          size,
          first,
        );
        if (states > 1)
          toRows(
            tile.flatMap((one) => one.states),
            byState,
            size * states,
            first * states,
          );
        tile.forEach((one, j) => {
          if (kept.includes(first + j)) keptFutures.push(one);
        });
      }
      return keptFutures;
    },
    alive: (k: number) => alive.subarray(k * size, (k + 1) * size),
    expected: (k: number) => expected.subarray(k * size, (k + 1) * size),
    /** P(alive in a state): the states of a draw side by side. */
    states: (k: number) => byState.subarray(k * size * states, (k + 1) * size * states),
  };
}

/** Writes columns side by side into rows of `width`, from place `at` on. */
function toRows(columns: readonly Float64Array[], rows: Float64Array, width: number, at: number): void {
  const { length } = columns[0];
  for (let k = 0; k < length; k++) {
    for (let j = 0; j < columns.length; j++) rows[k * width + at + j] = columns[j][k];
  }
}

/** The distribution of the purchases of the k-th history and its group, averaged over some draws. */
function averageOf(futures: readonly Future[], places: readonly number[], k: number, horizon: number, draws: number) {
  const states = futures[0].states.length;
  let tried: number | undefined;
  const counts = futures.flatMap((future) =>
    future.states.map((_, state) => {
      const ofState = countsIfAlive(future, k, state, horizon, tried);
      // Other draws of the parameters need about as many counts.
      tried = ofState.length + 1;
      return ofState;
    }),
  );
  return countAverage(
    counts,
    places.flatMap((d) => futures[0].states.map((_, state) => d * states + state)),
    draws,
  );
}

/** The lines of the expected spend after x repeat purchases. */
function laySpend(model: SpendModel, draws: readonly ParameterDraw[], x: number, { constant, slope }: Lines): void {
  draws.forEach((draw, d) => {
    const line = model.expectedSpend(draw.spend!, x) ?? { constant: Number.POSITIVE_INFINITY, slope: 0 };
    constant[d] = line.constant;
    slope[d] = line.slope;
  });
}
