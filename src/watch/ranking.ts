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
  const { order, ranks } = ranked(probabilities);
  const buyers = boughtBy.reduce((sum, one) => sum + one, 0);
  if (buyers === 0 || buyers === n) return undefined;
  // Ranks from 1 for the greatest: a buyer at rank r has n + 1 − r, of which some are other buyers. All are whole or half numbers.
  const sum = boughtBy.reduce((sum, one, k) => sum + one * (n + 1 - ranks[k]), 0);
  const actual = (sum - (buyers * (buyers + 1)) / 2) / (buyers * (n - buyers));
  const expected = expectedArea(probabilities, order);
  if (expected === undefined) return undefined;
  const [q1, q2] = [actual / (2 - actual), (2 * actual * actual) / (1 + actual)];
  const variance =
    (actual * (1 - actual) + (buyers - 1) * (q1 - actual * actual) + (n - buyers - 1) * (q2 - actual * actual)) /
    (buyers * (n - buyers));
  return { actual, expected, standardError: Math.sqrt(Math.max(0, variance)) };
}

/**
 * Σ over pairs of p_i(1 − p_j)·[i above j], over Σ of p_i(1 − p_j): buyers are drawn independently.
 *
 * @param order of descending probability, in which sums do not depend on that of the customers
 */
function expectedArea(probability: Float64Array, order: Uint32Array): number | undefined {
  let [below, above, pairs, others] = [0, 0, 0, 0];
  for (let k = order.length - 1; k >= 0; k--) others += 1 - probability[order[k]];
  for (let from = order.length - 1; from >= 0; ) {
    const p = probability[order[from]];
    let [buyers, not, own] = [0, 0, 0];
    for (; from >= 0 && probability[order[from]] === p; from--) {
      buyers += p;
      not += 1 - p;
      own += p * (1 - p);
    }
    above += buyers * below + (buyers * not - own) / 2;
    pairs += buyers * others - own;
    below += not;
  }
  return pairs > 0 ? above / pairs : undefined;
}
