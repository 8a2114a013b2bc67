import { buildHistories } from "../data/histories.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { Histories, HistoryColumns, PurchaseModel } from "../model.ts";
import type { Random } from "../random/random.ts";

/** A period has so many parts, and all of them together. */
const [PARTS, ALL_PARTS] = [4, 36];

/** The first part is halved so often where purchases are not merged by day. */
const HALVINGS = 10;

/** Whose futures are drawn, and by which model. */
export interface FuturesQuestion {
  /** The histories of the customers, in time units of the model, and the history of each customer. */
  readonly histories: Histories;
  readonly index: Uint32Array;
  readonly purchase: PurchaseModel;
  /** Ends of the periods ahead, in time units of the model from the end of observation on; rising. */
  readonly ends: readonly number[];
  /** A day in these units: ages are whole days. 0 where purchases are not merged. */
  readonly day: number;
}

/**
 * Times from now on up to the last end, rising. Each period has the same number of parts; the first part is halved until it is a day long,
 * as frequent buyers buy several times within it.
 */
export function futureTimes({ ends, day }: Pick<FuturesQuestion, "ends" | "day">): Float64Array {
  const parts = Math.max(1, Math.min(PARTS, Math.floor(ALL_PARTS / ends.length)));
  const times = Array.from({ length: ends.length * parts }, (_, g) => {
    const j = Math.floor(g / parts);
    const begin = j === 0 ? 0 : ends[j - 1];
    return begin + ((ends[j] - begin) * ((g % parts) + 1)) / parts;
  });
  const shortest = day > 0 ? day : times[0] / 2 ** HALVINGS;
  while (times[0] > shortest) times.unshift(times[0] / 2);
  return Float64Array.from(times);
}

/** Customers after a purchase: the place among the futures, x, and the ages at the purchase and at the last end. */
interface Buying {
  place: number[];
  frequency: number[];
  age: number[];
  left: number[];
}

/**
 * Draws futures of all customers under one draw of the parameters: their purchases in each period, by future × customers + customer. Those
 * who buy nothing are absent.
 *
 * A future is drawn purchase by purchase. P(no purchase until t) of a history gives the time of the next one; with it the customer has a new
 * history, whose law gives the one after. That needs no more of a model than its `future`, and holds for each whose likelihood depends on
 * (x, t_x, T) alone. The age at a purchase is rounded to a day, as in a log, so that many customers share a history.
 *
 * @param now P(a purchase until each of the times) of the histories
 * @param times those of {@link futureTimes}
 */
export function drawFutures(
  random: Random,
  now: readonly Float64Array[],
  { histories, index, purchase, ends, day }: FuturesQuestion,
  times: Float64Array,
  futures: number,
  { purchase: theta }: ParameterDraw,
): Map<number, Float64Array> {
  const { length } = index;
  const end = ends[ends.length - 1];
  const bought = new Map<number, Float64Array>();
  let next: Buying = { place: [], frequency: [], age: [], left: [] };
  const step = (some: readonly Float64Array[], row: number, place: number, x: number, T: number, left: number) => {
    const wait = timeOfNext(random.uniform(), some, row, times);
    if (wait > left) return;
    let periods = bought.get(place);
    if (periods === undefined) bought.set(place, (periods = new Float64Array(ends.length)));
    periods[periodOf(end - left + wait, ends)]++;
    next.place.push(place);
    next.frequency.push(x + 1);
    next.age.push(T + wait);
    next.left.push(left - wait);
  };
  for (let f = 0; f < futures; f++) {
    for (let k = 0; k < length; k++) {
      const h = index[k];
      step(now, h, f * length + k, histories.frequency[h], histories.T[h], end);
    }
  }
  while (next.place.length > 0) {
    const buying = next;
    next = { place: [], frequency: [], age: [], left: [] };
    const { columns, row } = justBought(buying, day);
    const law = purchase.future(columns)(theta);
    const some = Array.from(times, (t) => law.some(t));
    for (let i = 0; i < row.length; i++) {
      step(some, row[i], buying.place[i], buying.frequency[i], buying.age[i], buying.left[i]);
    }
  }
  return bought;
}

/** The distinct histories of customers who have just bought, their ages rounded to days, and that of each. */
function justBought({ frequency, age }: Buying, day: number): { columns: HistoryColumns; row: Uint32Array } {
  const rounded = day > 0 ? Float64Array.from(age, (T) => Math.round(T / day) * day) : Float64Array.from(age);
  const all = { length: age.length, frequency: Float64Array.from(frequency), recency: rounded, T: rounded };
  const { histories, index } = buildHistories(all);
  return { columns: histories, row: index };
}

/** The period that holds a time. */
function periodOf(time: number, ends: readonly number[]): number {
  let j = 0;
  while (j < ends.length - 1 && time > ends[j]) j++;
  return j;
}

/**
 * The time of the next purchase of a history with P(purchase until t) = some(t), where that reaches u; ∞ beyond the times. Within a part
 * the hazard is constant, so ln(1 − some) is linear: a uniform time would come too late where most customers buy within one part.
 */
function timeOfNext(u: number, some: readonly Float64Array[], row: number, times: Float64Array): number {
  const last = times.length - 1;
  if (!(some[last][row] > u)) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (some[middle][row] > u) high = middle;
    else low = middle + 1;
  }
  const [begin, before] = low === 0 ? [0, 0] : [times[low - 1], some[low - 1][row]];
  const [length, after] = [times[low] - begin, some[low][row]];
  const wait = Math.log1p((before - u) / (1 - before));
  // Where the purchase is certain by the end of the part, the hazard there is infinite.
  return after < 1
    ? begin + length * (wait / Math.log1p((before - after) / (1 - before)))
    : begin + (length * (u - before)) / (1 - before);
}
