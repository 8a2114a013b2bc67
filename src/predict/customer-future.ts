import type { SpendModel } from "../model.ts";
import { seeded } from "../random/seeded.ts";
import type { DrawOptions } from "./draw-options.ts";
import { drawCounts } from "./future-purchases.ts";
import type { HistoryDraws } from "./history-draws.ts";

/**
 * The future of one customer under the joint draws in which the customer buys: the first `length` entries. The object
 * is used again for the next customer.
 */
export interface CustomerFuture {
  length: number;
  /** Places of those joint draws, in no order. */
  readonly place: Uint32Array;
  /** Purchases that will be made, > 0. */
  readonly purchases: Float64Array;
  /** Their value, not discounted; absent without values. */
  readonly value?: Float64Array | undefined;
}

/** Draws the futures of the customers of a part, one after another, from the part's own stream of the seed. */
export function futureDrawer(
  { base, draws, spend, seed }: DrawOptions,
  part: number,
): (history: HistoryDraws, customer: number) => CustomerFuture {
  const random = seeded(seed, part);
  const size = draws.length;
  const [place, purchases, value] = [new Uint32Array(size), new Float64Array(size), new Float64Array(size)];
  const future = { length: 0, place, purchases, value: spend && value };
  let laidFor = -1;
  let drawValue: ReturnType<SpendModel["simulateFuture"]>[] = [];
  return ({ frequency, cumulative }, customer) => {
    future.length = drawCounts(cumulative, random, size, place, purchases);
    if (spend === undefined) return future;
    if (frequency !== laidFor) {
      laidFor = frequency;
      drawValue = draws.map((draw) => spend.simulateFuture(draw.spend!, frequency));
    }
    const m = base.monetaryValue![customer];
    for (let k = 0; k < future.length; k++) value[k] = drawValue[place[k]](random, m, purchases[k]);
    return future;
  };
}
