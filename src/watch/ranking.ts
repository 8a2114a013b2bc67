import { ranked } from "../math/ranks.ts";

/** How well the model ranked customers who bought above those who did not. */
export interface Ranking {
  /** P(a customer who bought had the higher score than one who did not), ties halved: .5 by chance, 1 at best. */
  readonly actual: number;
  /** The same if the model is right. */
  readonly expected: number;
  /** Of the actual one (Hanley & McNeil 1982). */
  readonly standardError: number;
}

/**
 * The ranking of customers by their probability of a purchase, actual and expected; undefined where all bought or none did.
 *
 * @param probabilities of a purchase in the holdout
 * @param boughtBy 1 for a customer who bought in it, else 0
 */
export function ranking(probabilities: Float64Array, boughtBy: Float64Array): Ranking | undefined {
  const n = boughtBy.length;
  // In an order of their own, so that sums do not depend on that of the customers.
  const order = Uint32Array.from({ length: n }, (_, k) => k).sort(
    (i, j) => probabilities[i] - probabilities[j] || boughtBy[i] - boughtBy[j],
  );
  const probability = Float64Array.from(order, (k) => probabilities[k]);
  const bought = Float64Array.from(order, (k) => boughtBy[k]);
  const { ranks } = ranked(probability);
  const area = (share: Float64Array): number | undefined => {
    const buyers = share.reduce((sum, one) => sum + one, 0);
    const others = n - buyers;
    if (!(buyers > 0 && others > 0)) return undefined;
    // Ranks from 1 for the greatest: a buyer at rank r has n + 1 − r, of which some are other buyers.
    let sum = 0;
    for (let k = 0; k < n; k++) sum += share[k] * (n + 1 - ranks[k]);
    return (sum - (buyers * (buyers + 1)) / 2) / (buyers * others);
  };
  const actual = area(bought);
  const expected = expectedArea(probability, ranks);
  if (actual === undefined || expected === undefined) return undefined;
  const buyers = bought.reduce((sum, one) => sum + one, 0);
  const [q1, q2] = [actual / (2 - actual), (2 * actual * actual) / (1 + actual)];
  const variance =
    (actual * (1 - actual) + (buyers - 1) * (q1 - actual * actual) + (n - buyers - 1) * (q2 - actual * actual)) /
    (buyers * (n - buyers));
  return { actual, expected, standardError: Math.sqrt(Math.max(0, variance)) };
}

/** Σ over pairs of p_i(1 − p_j)·[i above j], over Σ of p_i(1 − p_j): buyers are drawn independently. */
function expectedArea(probability: Float64Array, ranks: Float64Array): number | undefined {
  const order = Uint32Array.from(probability, (_, k) => k).sort((i, j) => ranks[j] - ranks[i]);
  let [below, above, pairs, others] = [0, 0, 0, 0];
  for (const p of probability) others += 1 - p;
  for (let from = 0; from < order.length; ) {
    let end = from;
    let [buyers, not, own] = [0, 0, 0];
    for (; end < order.length && ranks[order[end]] === ranks[order[from]]; end++) {
      const p = probability[order[end]];
      buyers += p;
      not += 1 - p;
      own += p * (1 - p);
    }
    above += buyers * below + (buyers * not - own) / 2;
    pairs += buyers * others - own;
    below += not;
    from = end;
  }
  return pairs > 0 ? above / pairs : undefined;
}
