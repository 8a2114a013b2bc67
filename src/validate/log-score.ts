import type { Future } from "../model/future.ts";
import type { ActualByHistory } from "./actual-by-history.ts";

/** The smallest probability used. An impossible event costs 690 and not infinity. */
const LEAST = 1e-300;

/**
 * Σ ln P(n | history) over the customers, n their purchases within t: the proper score of a forecast.
 *
 * The true distribution has the best score on average (Good 1952; Gneiting & Raftery 2007). The absolute error is
 * different: if half of the customers buy nothing, a forecast that is too low has the least.
 *
 * @param actual purchases, sorted by history
 */
export function logScore(future: Future, { history, purchases, count }: ActualByHistory, t: number): number {
  const none = future.none(t);
  let laws: Float64Array[] = [];
  let [group, most] = [-1, -1];
  let sum = 0;
  for (let row = 0; row < history.length; row++) {
    const [k, n] = [history[row], purchases[row]];
    if (future.group[k] !== group || n > most) {
      group = future.group[k];
      most = n > 0 ? mostOfGroup(future, history, purchases, row) : n;
      laws = n > 0 ? future.states.map((_, state) => future.counts(k, state, t, most)) : [];
    }
    const p = n === 0 ? none[k] : future.states.reduce((total, weight, state) => total + weight[k] * laws[state][n], 0);
    sum += count[row] * Math.log(Math.max(p, LEAST));
  }
  return sum;
}

/** The most purchases of one customer among the following rows whose histories belong to the same group. */
function mostOfGroup(future: Future, history: Uint32Array, purchases: Float64Array, from: number): number {
  let most = 0;
  const group = future.group[history[from]];
  for (let row = from; row < history.length && future.group[history[row]] === group; row++) {
    most = Math.max(most, purchases[row]);
  }
  return most;
}
