import { countedAge } from "../../data/calendar.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { inUnits } from "../../data/time-unit.ts";
import { elapsed, isSeasonal } from "../../fit/on-calendar.ts";
import type { Parameters, PurchaseModel } from "../../model.ts";
import { futureOf } from "../../predict/future-of.ts";
import type { AlivePath } from "../report-data.ts";

/** The largest numbers of points of the curve between purchases, and of purchases: more would not be visible. */
const POINTS = 160;
const PURCHASES = 300;
/** The share of the observed time by which the curve extends into the future. */
const AHEAD = 0.35;

/**
 * P(alive) of one customer from the first purchase to the end of observation and, without further purchases, beyond.
 *
 * @param times purchases in milliseconds, ascending, as far as known; without a log only the last is, and the curve begins there
 * @returns undefined when the base has no dates
 */
export function buildAlivePath(
  base: CustomerBase,
  customer: number,
  purchase: PurchaseModel,
  theta: Parameters,
  times?: readonly number[],
): Omit<AlivePath, "rank" | "customer" | "chosen"> | undefined {
  const { firstDate, lastDate, unit } = base;
  if (!firstDate || !lastDate || base.until === undefined) return undefined;
  // In a base from a file the end of observation comes from a rounded age: it may lie a moment before the last purchase.
  const until = Math.max(base.until, lastDate[customer]);
  const birth = firstDate[customer];
  const bought = (times ?? [lastDate[customer]]).slice(-PURCHASES);
  const unknown = base.frequency[customer] + 1 - bought.length;
  const age = (time: number) =>
    purchase.clock === "periods" ? countedAge(birth, time, unit) : inUnits(elapsed(purchase, birth, time), unit);
  const plain = isSeasonal(purchase) ? purchase.plain : purchase;
  const alive = (time: number, purchases: number) =>
    futureOf(plain, theta, [unknown + purchases - 1, age(bought[purchases - 1]), age(time)]).alive;
  const end = until + AHEAD * (until - bought[0]);
  const points = grid(bought[0], until, end).map((time) => ({
    time,
    probability: alive(time, bought.filter((at) => at <= time).length),
  }));
  // The curve jumps at a purchase, so it has two points there: before and after.
  const jumps = bought.slice(1).map((time, k) => ({ time, probability: alive(time, k + 1) }));
  const landings = bought.map((time, k) => ({ time, probability: alive(time, k + 1) }));
  const all = [...jumps, ...landings, ...points.filter(({ time }) => !bought.includes(time))];
  return {
    purchases: bought.map(isoTime),
    until: isoTime(until),
    points: all
      .sort((a, b) => a.time - b.time)
      .map(({ time, probability }) => ({
        date: isoTime(time),
        probabilityAlive: probability,
      })),
  };
}

/** Times from `from` to `to`, `middle` among them. */
function grid(from: number, middle: number, to: number): number[] {
  const step = (to - from) / POINTS;
  const times = Array.from({ length: POINTS + 1 }, (_, k) => from + k * step);
  return step > 0 ? [...times.filter((time) => Math.abs(time - middle) > step / 2), middle] : [middle];
}

/** To the minute, in UTC. */
function isoTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}
