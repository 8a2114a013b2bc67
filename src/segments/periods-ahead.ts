import { MILLION } from "../data/decimal.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { drawFutures } from "../predict/draw-futures.ts";
import { spendDrawer } from "../predict/draw-spend.ts";
import type { Random } from "../random/random.ts";
import { seeded } from "../random/seeded.ts";
import { flowCounter } from "./flows.ts";
import { type AheadQuestion, ENOUGH_PARAMETERS, evenly, FUTURES, type MovesAhead, segmentsNow } from "./moves-ahead.ts";
import { segmentAhead } from "./segment-ahead.ts";

/** Futures drawn in all, where there are few customers, and customers × futures at most. */
const [FUTURES_WANTED, MOST_DRAWN] = [1000, 3e7];
/** Customers × futures that are drawn together. */
const TOGETHER = 200_000;

/**
 * The moves expected in several periods, or by a scheme with values, from drawn futures ({@link drawFutures}).
 */
export function periodsAhead(question: AheadQuestion): MovesAhead {
  const { scheme, states, ends, histories, index, purchase, parameters, seed, spend } = question;
  const size = scheme.segments.length;
  const { length } = states;
  const from = segmentsNow(question);
  const stay = Int32Array.from(from, (_, k) =>
    segmentAhead(scheme, states, k, question.now, new Float64Array(ends.length)),
  );
  const draws = evenly(parameters, ENOUGH_PARAMETERS);
  const most = Math.min(question.futures ?? FUTURES_WANTED, Math.floor(MOST_DRAWN / Math.max(1, length)));
  const futures = Math.max(1, Math.floor(most / draws.length));
  const all = futures * draws.length;
  const counter = flowCounter(size, all);
  const probability = new Float64Array(length * size);
  const lay = purchase.future(histories, true);
  const together = Math.max(1, Math.floor(TOGETHER / Math.max(1, length)));
  for (const [d, draw] of draws.entries()) {
    const random = seeded(seed, FUTURES + d);
    const law = lay(draw.purchase);
    const worthIn = spend && totalDrawer(random, draw, question);
    for (let begin = 0; begin < futures; begin += together) {
      const count = Math.min(together, futures - begin);
      const bought = drawFutures(random, law, question, count, draw);
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

/** Draws the total value of a customer's purchases, in millionths. */
function totalDrawer(random: Random, { spend: theta }: ParameterDraw, { spend, histories, index }: AheadQuestion) {
  const { model, monetaryValue } = spend!;
  const draw = spendDrawer(model, theta!);
  return (customer: number, bought: Float64Array): number => {
    const n = bought.reduce((sum, orders) => sum + orders, 0);
    return Math.round(MILLION * draw(random, histories.frequency[index[customer]], monetaryValue[customer], n));
  };
}
