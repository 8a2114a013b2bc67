import { indexHistories } from "../data/histories.ts";
import { isSeasonal } from "../fit/on-calendar.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { increasingRoot } from "../math/increasing-root.ts";
import type { Future } from "../model/future.ts";
import type { Histories, HistoryColumns, Parameters, PurchaseModel } from "../model.ts";
import type { Random } from "../random/random.ts";

/** The customers and the model of drawn futures. */
export interface FuturesQuestion {
  /** The histories of the customers, in time units of the model, and the history of each customer. */
  readonly histories: Histories;
  readonly index: Uint32Array;
  readonly purchase: PurchaseModel;
  /** Ends of the periods ahead, in time units of the model since the end of observation, ascending. */
  readonly ends: readonly number[];
  /** A day in these units: ages are whole days. 0 where purchases are not merged. */
  readonly day: number;
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
 * A future is drawn purchase by purchase. P(a purchase until t) of a history gives the time of the next one. With it
 * the customer has a new history, which gives the one after. That needs only the `future` of a model, and is correct
 * for every model whose likelihood depends on (x, t_x, T) alone. The age at a purchase is rounded to a day, as in a
 * log, so that many customers share a history.
 *
 * @param law the future of the histories under the draw
 * @param question for a model without a season; see {@link onOwnClock}
 */
export function drawFutures(
  random: Random,
  law: Future,
  { histories, index, purchase, ends, day }: FuturesQuestion,
  futures: number,
  { purchase: theta }: ParameterDraw,
): Map<number, Float64Array> {
  const { length } = index;
  const end = ends[ends.length - 1];
  const bought = new Map<number, Float64Array>();
  let next: Buying = { place: [], frequency: [], age: [], left: [] };
  const step = (of: Future, row: number, some: number, place: number, x: number, T: number, left: number) => {
    const u = random.uniform();
    if (u >= some) return;
    const wait = increasingRoot((t) => of.someOf(row, t), u, 0, left, [0, some]);
    let periods = bought.get(place);
    if (periods === undefined) bought.set(place, (periods = new Float64Array(ends.length)));
    periods[periodOf(end - left + wait, ends)]++;
    next.place.push(place);
    next.frequency.push(x + 1);
    next.age.push(T + wait);
    next.left.push(left - wait);
  };
  const some = law.some(end);
  for (let f = 0; f < futures; f++) {
    for (let k = 0; k < length; k++) {
      const h = index[k];
      step(law, h, some[h], f * length + k, histories.frequency[h], histories.T[h], end);
    }
  }
  while (next.place.length > 0) {
    const { place, frequency, age, left } = next;
    const { columns, row } = justBought(next, day);
    const after = purchase.future(columns)(theta);
    next = { place: [], frequency: [], age: [], left: [] };
    for (let i = 0; i < row.length; i++) {
      step(after, row[i], after.someOf(row[i], left[i]), place[i], frequency[i], age[i], left[i]);
    }
  }
  return bought;
}

/**
 * The same question on the clock of the season, if the model has one. On this clock purchases follow the model itself.
 */
export function onOwnClock<Q extends FuturesQuestion>(question: Q, theta: Parameters): Q {
  const { histories, purchase, ends } = question;
  if (!isSeasonal(purchase)) return question;
  const [its, clocked] = [purchase.inTau(histories), ends.map(purchase.ahead(theta))];
  return { ...question, histories: its, purchase: purchase.plain, ends: clocked };
}

/**
 * The distinct histories of customers who have just bought, with ages rounded to days, and the history of each
 * customer.
 */
function justBought({ frequency, age }: Buying, day: number): { columns: HistoryColumns; row: Uint32Array } {
  const rounded = day > 0 ? Float64Array.from(age, (T) => Math.round(T / day) * day) : Float64Array.from(age);
  const all = { length: age.length, frequency: Float64Array.from(frequency), recency: rounded, T: rounded };
  const { histories, index } = indexHistories(all);
  return { columns: histories, row: index };
}

/** The period that holds a time. */
function periodOf(time: number, ends: readonly number[]): number {
  let j = 0;
  while (j < ends.length - 1 && time > ends[j]) j++;
  return j;
}
