import type { Future } from "../model/future.ts";
import type { Random } from "../random/random.ts";

/** The largest probability beyond the last count. It is added to the last count. */
const BEYOND = 1e-6;
/** The most purchases of a customer. */
const LAST_COUNT = 1 << 20;

/**
 * P(n purchases in (T, T+t] | alive at T in a state) for n = 0, 1, …, until the rest is below 10⁻⁶.
 *
 * @param k the history
 * @param tried the last count of a first try
 */
export function countsIfAlive(
  future: Pick<Future, "counts">,
  k: number,
  state: number,
  t: number,
  tried = 15,
): Float64Array {
  for (let last = tried; ; last = 2 * last + 1) {
    const counts = future.counts(k, state, t, last);
    let left = 1;
    for (let n = 0; n <= last; n++) left -= counts[n];
    if (left > BEYOND && last < LAST_COUNT) continue;
    while (last > 1 && left + counts[last] <= BEYOND) left += counts[last--];
    counts[last] = Math.max(0, counts[last] + left);
    return counts.subarray(0, last + 1);
  }
}

/**
 * P(N ≤ n) of a customer's future purchases, averaged over D draws of the parameters: Σ_d Σ_j w_dj·P(N = n | state j, θ_d)/D, and the
 * rest at 0. The result is used again for the next customer.
 *
 * @param counts `countsIfAlive` for each draw in the average, and each state
 * @param places of those among the weights
 * @param draws D
 * @returns the average as a function of the weights: P(alive in a state), for each draw
 */
export function countAverage(
  counts: readonly Float64Array[],
  places: readonly number[],
  draws: number,
): (weights: Float64Array) => Float64Array {
  const longest = counts.reduce((length, count) => Math.max(length, count.length), 0);
  const shares = new Float64Array(counts.length * longest);
  counts.forEach((count, d) => {
    for (let n = 1; n < count.length; n++) shares[d * longest + n] = count[n] / draws;
  });
  const cumulative = new Float64Array(longest);
  return (weights) => {
    cumulative.fill(0);
    for (let d = 0; d < places.length; d++) {
      const weight = weights[places[d]];
      for (let n = 1; n < longest; n++) cumulative[n] += weight * shares[d * longest + n];
    }
    let above = 0;
    for (let n = longest - 1; n >= 0; n--) {
      const here = cumulative[n];
      cumulative[n] = 1 - above;
      above += here;
    }
    return cumulative;
  };
}

/** The least n with P(N ≤ n) ≥ p. */
export function countQuantile(cumulative: Float64Array, p: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] >= p) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Draws of a customer's future purchases for `size` joint draws, a prime number of them; only those above 0 are written.
 *
 * Stratified: (s + U)/D for s = 0 … D−1 and one U, so that every customer's draws have the shares of the distribution.
 * The strata go to the joint draws by d → (step·d + shift) mod D, with random step and shift. So two customers, or two
 * joint draws of one customer, are nearly independent. Strata below P(N = 0) are skipped.
 *
 * @param place room for the places of joint draws in which the customer buys
 * @param purchases room for the number of purchases in these draws
 * @returns the number of these draws
 */
export function drawCounts(
  cumulative: Float64Array,
  random: Random,
  size: number,
  place: Uint32Array,
  purchases: Float64Array,
): number {
  const step = 1 + Math.floor(random.uniform() * (size - 1));
  const shift = Math.floor(random.uniform() * size);
  const offset = random.uniform();
  const top = cumulative.length - 1;
  let stratum = Math.floor(cumulative[0] * size - offset) + 1;
  let at = (shift + step * stratum) % size;
  let n = 1;
  let length = 0;
  for (; stratum < size; stratum++) {
    const u = (stratum + offset) / size;
    while (n < top && cumulative[n] < u) n++;
    place[length] = at;
    purchases[length++] = n;
    at += step;
    if (at >= size) at -= size;
  }
  return length;
}
