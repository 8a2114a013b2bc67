import { negativeBinomial } from "../math/negative-binomial.ts";
import type { HistoryColumns, Parameters, PurchaseModel } from "../model.ts";

/**
 * P(at least the actual number of purchases within a window) of each customer alive, under the rhythm before it. It is
 * small where a customer buys faster than ever.
 *
 * If purchases are Poisson while a customer is alive, the rate given the history is Gamma. Without dropout within the
 * window, the number is negative binomial with shape r + x and odds window/(α + T). Other models give the law of a
 * living customer's purchases.
 *
 * @param histories before the window
 * @param index the history of each customer
 * @param bought purchases of each customer within the window
 */
export function bursts(
  model: PurchaseModel,
  theta: Parameters,
  histories: HistoryColumns,
  index: Uint32Array,
  bought: Float64Array,
  window: number,
): Float64Array {
  const tails = new Map<number, Float64Array>();
  const most = new Float64Array(histories.length);
  for (let k = 0; k < index.length; k++) if (bought[k] > most[index[k]]) most[index[k]] = bought[k];
  const tailOf = tailsOf(model, theta, histories, window);
  const p = new Float64Array(index.length).fill(1);
  for (let k = 0; k < p.length; k++) {
    if (bought[k] === 0) continue;
    const h = index[k];
    let tail = tails.get(h);
    if (tail === undefined) tails.set(h, (tail = tailOf(h, most[h])));
    p[k] = tail[bought[k]];
  }
  return p;
}

/** P(N ≥ n) of a history for n up to a greatest number. */
function tailsOf(model: PurchaseModel, theta: Parameters, histories: HistoryColumns, window: number) {
  const { frequency, T } = histories;
  const { rateAlive } = model;
  if (rateAlive !== undefined) {
    return (h: number, most: number): Float64Array => {
      const [x, age] = [frequency[h], T[h] > 0 ? T[h] : 1];
      // 1/E[λ] = (α + t)/(r + x) is a line in t, and gives both.
      const [atBirth, atAge] = [1 / rateAlive(theta, x, 0), 1 / rateAlive(theta, x, age)];
      const shape = Math.min(MOST_ALIKE, age / (atAge - atBirth));
      const scale = shape * (T[h] > 0 ? atAge : atBirth);
      return negativeBinomial(shape, window / scale, most).tail;
    };
  }
  const future = model.future(histories)(theta);
  return (h: number, most: number): Float64Array => {
    const tail = new Float64Array(most + 1).fill(1);
    const laws = future.states.map((_, state) => future.counts(h, state, window, most));
    for (let n = 1; n <= most; n++) {
      const here = laws.reduce((sum, law, state) => sum + future.states[state][h] * law[n - 1], 0) / future.alive[h];
      tail[n] = Math.max(0, tail[n - 1] - here);
    }
    return tail;
  };
}

/** With a larger shape, customers hardly differ. */
const MOST_ALIKE = 1e12;
