import type { Parameters, PurchaseModel } from "../model.ts";
import type { Random } from "../random/random.ts";

/** Probability that may be left beyond the last count: it is added to it. */
const BEYOND = 1e-6;
/** No customer is given more purchases than this. */
const LAST_COUNT = 1 << 20;

/**
 * P(n purchases in (T, T+t] | alive at T, x) for n = 0, 1, …, until what is left is below 10⁻⁶.
 *
 * Every model of the family factorises, so it is had from the distribution given any t_x: P(n | t_x)/P(alive | t_x) for
 * n > 0. Taken at t_x = T, where customers are likeliest to be alive.
 *
 * @param tried the last count of a first try
 */
export function countsIfAlive(
  model: PurchaseModel,
  theta: Parameters,
  x: number,
  T: number,
  t: number,
  tried = 15,
): Float64Array {
  const tx = x === 0 ? 0 : T;
  const alive = model.probabilityAlive(theta, x, tx, T);
  for (let last = tried; ; last = 2 * last + 1) {
    const counts = model.futurePurchaseProbabilities(theta, x, tx, T, t, last);
    let left = 1;
    for (let n = 0; n <= last; n++) left -= counts[n];
    if (left > BEYOND * alive && last < LAST_COUNT) continue;
    while (last > 1 && left + counts[last] <= BEYOND * alive) left += counts[last--];
    counts[0] -= 1 - alive;
    counts[last] += left;
    for (let n = 0; n <= last; n++) counts[n] = Math.max(0, counts[n] / alive);
    return counts.subarray(0, last + 1);
  }
}

/**
 * P(N ≤ n) of a customer's future purchases, averaged over draws of the parameters: Σ_d w_d·P(N = n | alive, θ_d), and the
 * rest at 0. The result is used again for the next customer.
 *
 * @param counts `countsIfAlive` for each draw that is averaged over
 * @param places of those among all draws
 * @returns the average as a function of P(alive) for each draw
 */
export function countAverage(
  counts: readonly Float64Array[],
  places: readonly number[],
): (alive: Float64Array) => Float64Array {
  const longest = counts.reduce((length, count) => Math.max(length, count.length), 0);
  const shares = new Float64Array(counts.length * longest);
  counts.forEach((count, d) => {
    for (let n = 1; n < count.length; n++) shares[d * longest + n] = count[n] / counts.length;
  });
  const cumulative = new Float64Array(longest);
  return (alive) => {
    cumulative.fill(0);
    for (let d = 0; d < places.length; d++) {
      const weight = alive[places[d]];
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
 * Stratified: (s + U)/D for s = 0 … D−1 and one U, so that every customer's draws have the shares of the distribution. The
 * strata go to the joint draws by d → (step·d + shift) mod D with random step and shift: between two customers, and two joint
 * draws of one, that is as good as independent. Strata below P(N = 0) are never looked at.
 *
 * @param place room for the places of joint draws in which the customer buys
 * @param purchases room for how many purchases it makes there
 * @returns how many those are
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
