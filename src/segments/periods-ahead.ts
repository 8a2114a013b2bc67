import { MILLION } from "../data/decimal.ts";
import { buildHistories } from "../data/histories.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { HistoryColumns } from "../model.ts";
import type { Random } from "../random/random.ts";
import { seeded } from "../random/seeded.ts";
import { flowCounter } from "./flows.ts";
import { type AheadQuestion, FUTURES, type MovesAhead, segmentsNow } from "./moves-ahead.ts";
import { segmentAhead } from "./segment-ahead.ts";

/** Futures drawn in all, where there are few customers, and customers × futures at most. */
const [FUTURES_WANTED, MOST_DRAWN] = [1000, 3e7];
/** Of many draws of the parameters so many are taken, evenly. */
const MOST_PARAMETERS = 50;
/** Customers × futures that are drawn together. */
const TOGETHER = 200_000;
/** A period is parted so often, and all of them together; within a part the time of a purchase is taken as uniform. */
const [PARTS, ALL_PARTS] = [4, 36];

/**
 * The moves expected in several periods, or by a scheme with values, from drawn futures.
 *
 * A future is drawn purchase by purchase. P(no purchase until t) of a history gives the time of the next one; with it the customer has a new
 * history, whose law gives the one after. That needs no more of a model than its `future`, and holds for each whose likelihood depends on
 * (x, t_x, T) alone. The age at a purchase is rounded to a day, as in a log, so that many customers share a history.
 */
export function periodsAhead(question: AheadQuestion): MovesAhead {
  const { scheme, states, ends, histories, index, purchase, parameters, seed, spend } = question;
  const size = scheme.segments.length;
  const { length } = states;
  const from = segmentsNow(question);
  const stay = Int32Array.from(from, (_, k) =>
    segmentAhead(scheme, states, k, question.now, new Float64Array(ends.length)),
  );
  const draws = evenly(parameters, MOST_PARAMETERS);
  const most = Math.min(question.futures ?? FUTURES_WANTED, Math.floor(MOST_DRAWN / Math.max(1, length)));
  const futures = Math.max(1, Math.floor(most / draws.length));
  const all = futures * draws.length;
  const counter = flowCounter(size, all);
  const probability = new Float64Array(length * size);
  const lay = purchase.future(histories, true);
  const times = gridOf(ends);
  const together = Math.max(1, Math.floor(TOGETHER / Math.max(1, length)));
  for (const [d, draw] of draws.entries()) {
    const random = seeded(seed, FUTURES + d);
    const law = lay(draw.purchase);
    const now = Array.from(times, (t) => law.some(t));
    const worthIn = spend && totalDrawer(random, draw, question);
    for (let begin = 0; begin < futures; begin += together) {
      const count = Math.min(together, futures - begin);
      const bought = drawFutures(random, now, question, times, count, draw);
      for (let f = 0; f < count; f++) {
        for (let k = 0; k < length; k++) {
          const orders = bought.get(f * length + k);
          let to = stay[k];
          if (orders !== undefined) to = segmentAhead(scheme, states, k, question.now, orders, worthIn?.(k, orders));
          probability[k * size + to] += 1 / all;
          counter.add(d * futures + begin + f, from[k] * size + to, 1);
        }
      }
    }
  }
  return { from, probability, row: Uint32Array.from(index.keys()), flows: counter.drawn() };
}

/** Times from now on up to the last end, rising; each period in the same number of parts. */
function gridOf(ends: readonly number[]): Float64Array {
  const parts = Math.max(1, Math.min(PARTS, Math.floor(ALL_PARTS / ends.length)));
  return Float64Array.from({ length: ends.length * parts }, (_, g) => {
    const j = Math.floor(g / parts);
    const begin = j === 0 ? 0 : ends[j - 1];
    return begin + ((ends[j] - begin) * ((g % parts) + 1)) / parts;
  });
}

/** So many of some, evenly; all of few. */
function evenly<T>(all: readonly T[], most: number): T[] {
  const length = Math.min(all.length, most);
  return Array.from({ length }, (_, k) => all[Math.floor((k * all.length) / length)]);
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
 * @param now P(a purchase until each of the times) of the histories
 */
function drawFutures(
  random: Random,
  now: readonly Float64Array[],
  { histories, index, purchase, ends, day }: AheadQuestion,
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

/** The time of the next purchase of a history with P(purchase until t) = some(t), where that reaches u; ∞ beyond the times. */
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
  return begin + ((times[low] - begin) * (u - before)) / (some[low][row] - before);
}

/** Draws the total value of a customer's purchases, in millionths. */
function totalDrawer(random: Random, { spend: theta }: ParameterDraw, { spend, histories, index }: AheadQuestion) {
  const { model, monetaryValue } = spend!;
  const laid = new Map<number, ReturnType<typeof model.simulateFuture>>();
  return (customer: number, bought: Float64Array): number => {
    const x = histories.frequency[index[customer]];
    let draw = laid.get(x);
    if (draw === undefined) laid.set(x, (draw = model.simulateFuture(theta!, x)));
    const n = bought.reduce((sum, orders) => sum + orders, 0);
    return Math.round(MILLION * draw(random, monetaryValue[customer], n));
  };
}
