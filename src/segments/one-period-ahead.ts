import type { Future } from "../model.ts";
import { drawBinomial } from "../random/multinomial.ts";
import type { Random } from "../random/random.ts";
import { seeded } from "../random/seeded.ts";
import { flowCounter } from "./flows.ts";
import { type AheadQuestion, alike, FUTURES, type MovesAhead, segmentsNow } from "./moves-ahead.ts";
import { segmentAhead } from "./segment-ahead.ts";

/** Futures drawn for each draw of the parameters: so many that a flow alone can be significant among some hundred. */
const FUTURES_OF_DRAW = 10;
/** Beyond so many multinomials fewer futures are drawn. */
const MOST_DRAWN = 2e7;

/**
 * The moves expected in one period, by a scheme without values.
 *
 * The segment then depends on the number of purchases alone, so its probability follows from the model exactly: Σ over the draws of P(N = n)
 * of each customer. Only the flows of many customers together are drawn, as multinomials of customers who are alike.
 */
export function onePeriodAhead(question: AheadQuestion): MovesAhead {
  const { scheme, states, now, ends, histories, index, purchase, parameters, seed } = question;
  const size = scheme.segments.length;
  const { first, count, kind } = alike(question);
  const from = segmentsNow(question);
  const top = Math.max(1, scheme.orderCuts.at(-1) ?? 1);
  // The segment after n purchases; more than `top` change nothing.
  const after = Int32Array.from({ length: first.length * (top + 1) }, (_, at) =>
    segmentAhead(scheme, states, first[Math.floor(at / (top + 1))], now, [at % (top + 1)]),
  );
  const futures = Math.max(1, Math.min(FUTURES_OF_DRAW, Math.floor(MOST_DRAWN / (first.length * parameters.length))));
  const counter = flowCounter(size, futures * parameters.length);
  const probability = new Float64Array(first.length * size);
  const lay = purchase.future(histories, true);
  const chances = new Float64Array(top + 1);
  const random = seeded(seed, FUTURES);
  for (const [d, draw] of parameters.entries()) {
    const chancesOf = countChances(lay(draw.purchase), ends[0], top);
    for (let g = 0; g < first.length; g++) {
      chancesOf(index[first[g]], chances);
      for (let n = 0; n <= top; n++) probability[g * size + after[g * (top + 1) + n]] += chances[n] / parameters.length;
      for (let f = 0; f < futures; f++) {
        dealInto(random, count[g], chances, (n, customers) => {
          counter.add(d * futures + f, from[first[g]] * size + after[g * (top + 1) + n], customers);
        });
      }
    }
  }
  const expected = new Float64Array(size * size);
  for (let g = 0; g < first.length; g++) {
    for (let to = 0; to < size; to++) expected[from[first[g]] * size + to] += count[g] * probability[g * size + to];
  }
  return { from, probability, row: kind, flows: counter.drawn(expected) };
}

/** P(N = n) of a history for n = 0 … top − 1, and P(N ≥ top) as the last. */
function countChances(future: Future, t: number, top: number): (history: number, out: Float64Array) => void {
  const laws = new Map<number, readonly Float64Array[]>();
  return (history, out) => {
    const group = future.group[history];
    let law = laws.get(group);
    if (law === undefined) {
      law = future.states.map((_, state) => future.counts(history, state, t, top - 1));
      laws.set(group, law);
    }
    out.fill(0);
    let some = 0;
    for (const [state, weights] of future.states.entries()) {
      const weight = weights[history];
      let beyond = 1;
      for (let n = 0; n < top; n++) {
        beyond -= law[state][n];
        if (n > 0) out[n] += weight * law[state][n];
      }
      out[top] += weight * Math.max(0, beyond);
    }
    for (let n = 1; n <= top; n++) some += out[n];
    out[0] = Math.max(0, 1 - some);
  };
}

/** Few customers are drawn one by one. */
const FEW = 4;

/** Deals customers into classes by their chances. */
function dealInto(
  random: Random,
  customers: number,
  chances: Float64Array,
  add: (n: number, customers: number) => void,
): void {
  const last = chances.length - 1;
  if (customers <= FEW) {
    for (let k = 0; k < customers; k++) {
      let u = random.uniform();
      let n = 0;
      while (n < last && u >= chances[n]) u -= chances[n++];
      add(n, 1);
    }
    return;
  }
  let [left, rest] = [customers, 1];
  for (let n = 0; n < last && left > 0; n++) {
    const drawn = drawBinomial(random, left, Math.min(1, Math.max(0, chances[n] / rest)));
    if (drawn > 0) add(n, drawn);
    left -= drawn;
    rest = Math.max(Number.MIN_VALUE, rest - chances[n]);
  }
  if (left > 0) add(last, left);
}
