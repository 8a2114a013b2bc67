import type { Parameters } from "../../src/model.ts";

/** A part of a sum that no double of it shows. */
const NEGLIGIBLE = 1e-17;

/**
 * P(alive after opportunity n | x, t_x, n): not dead by n, though perhaps dead at n+1.
 *
 * The paper's P(alive), and that of other software, is that of being alive at opportunity n+1: this times (δ+n)/(γ+δ+n).
 *
 * Relative error below 1e-12 on the project's fixture. Fader, Hardie & Shang (2010).
 *
 * @param theta α, β (purchase), γ, δ (death) > 0
 * @param x opportunities used, 0 ≤ x ≤ t_x
 * @param tx the last of them, 0 when x = 0
 * @param n opportunities so far
 * @returns a probability in [0, 1]
 * @example
 * const theta = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };
 * aliveAfter(theta, 4, 5, 6); // 0.7488...
 */
export function aliveAfter(theta: Parameters, x: number, tx: number, n: number): number {
  const { path, gone } = pathsFrom(theta, x, tx, n);
  return path / (path + gone);
}

/** From t_x on: P(no purchase, and alive after n), and P(no purchase, and dead by n). */
function pathsFrom({ alpha, beta, gamma, delta }: Parameters, x: number, tx: number, n: number) {
  let [path, gone] = [1, 0];
  for (let i = 0; i < n - tx; i++) {
    const deaths = gamma + delta + tx + i;
    gone += (path * gamma) / deaths;
    path *= ((delta + tx + i) / deaths) * ((beta + (tx - x + i)) / (alpha + beta + tx + i));
  }
  return { path, gone };
}

/** P(alive at opportunity n+1 | alive after n): (δ+n)/(γ+δ+n). */
export function survivesNext({ gamma, delta }: Parameters, n: number): number {
  return (delta + n) / (gamma + delta + n);
}

/**
 * Expected purchases at the next m opportunities of a customer alive after n, of which x were used. Each is discounted
 * by (1+d)^−j when it is the j-th from now.
 *
 *     (α+x)/(α+β+n) Σ_{j=1}^m (1+d)^−j Π_{i<j} (δ+n+i)/(γ+δ+n+i)
 *
 * All terms are positive, and γ = 1 is no pole. For m = ∞ the discounted expected residual transactions (DERT) given alive after n; with d = 0
 * they exist for γ > 1 only.
 *
 * Relative error below 1e-12 on the project's fixture. Fader, Hardie & Shang (2010).
 *
 * @param theta α, β, γ, δ > 0
 * @param x opportunities used
 * @param n opportunities so far
 * @param m opportunities to come, an integer ≥ 0 or ∞
 * @param d discount rate per opportunity ≥ 0
 * @returns a number ≥ 0
 * @example
 * const theta = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };
 * discountedPurchasesIfAlive(theta, 4, 6, 10, 0); // 4.8437...
 */
export function discountedPurchasesIfAlive(
  { alpha, beta, gamma, delta }: Parameters,
  x: number,
  n: number,
  m: number,
  d: number,
): number {
  const rate = (alpha + x) / (alpha + beta + n);
  const deaths = gamma + delta + n;
  if (m === Number.POSITIVE_INFINITY) {
    if (d === 0) return gamma > 1 ? rate * ((delta + n) / (gamma - 1)) : m;
    const z = 1 / (1 + d);
    return ((rate * (delta + n)) / deaths) * z * geometricMean(delta + n + 1, gamma, z);
  }
  let alive = 1;
  let sum = 0;
  for (let j = 0; j < m; j++) {
    alive *= (delta + n + j) / (deaths + j) / (1 + d);
    sum += alive;
    // The terms fall: the rest is less than so many of this one.
    if ((m - j) * alive < NEGLIGIBLE * sum) break;
  }
  return rate * sum;
}

/** 2F1(1, b; b+g; z) for b, g > 0 and 0 ≤ z < 1, by Gauss's continued fraction (modified Lentz), fast up to z near 1. */
export function geometricMean(b: number, g: number, z: number): number {
  const c = b + g;
  let [value, up, down] = [1, 1, 0];
  for (let k = 1; ; k++) {
    const h = k >> 1;
    const above =
      k === 1 ? b : k % 2 === 1 ? ((c + (h - 1)) * (b + h)) / (c + (k - 2)) : (h * (g + (h - 1))) / (c + (k - 2));
    const step = (-z * above) / (c + (k - 1));
    down = 1 / (1 + step * down);
    up = 1 + step / up;
    value *= up * down;
    if (Math.abs(up * down - 1) < Number.EPSILON) return 1 / value;
  }
}

/**
 * P(k purchases at the next m opportunities | alive after n, x used) for k = 0 … kMax.
 *
 *     Σ_u P(death after u more) C(u, k) B(α′+k, β′+u−k)/B(α′, β′),   α′ = α+x, β′ = β+n−x
 *
 * u runs from k to m, where m stands for all that live longer. All terms are positive. A new customer has x = n = 0.
 *
 * @param kMax m when left out; probabilities beyond m are 0
 */
export function purchaseProbabilitiesIfAlive(
  { alpha, beta, gamma, delta }: Parameters,
  x: number,
  n: number,
  m: number,
  kMax: number = m,
): Float64Array {
  const [a, b, g, s] = [alpha + x, beta + (n - x), gamma, delta + n];
  const out = new Float64Array(kMax + 1);
  /** P(k purchases at u opportunities), by an urn, for the u so far. */
  const urn = new Float64Array(kMax + 1);
  urn[0] = 1;
  let alive = 1;
  for (let u = 0; u <= m; u++) {
    const last = Math.min(u, kMax);
    const stops = u === m ? alive : (alive * g) / (g + s + u);
    for (let k = 0; k <= last; k++) out[k] += stops * urn[k];
    alive *= (s + u) / (g + s + u);
    const all = a + b + u;
    for (let k = Math.min(u + 1, kMax); k >= 0; k--) {
      urn[k] = ((k > u ? 0 : urn[k] * (b + (u - k))) + (k > 0 ? urn[k - 1] * (a + (k - 1)) : 0)) / all;
    }
  }
  return out;
}

/** P(gone by n | x, t_x, n), which keeps its digits where it is small. */
export function goneBy(theta: Parameters, x: number, tx: number, n: number): number {
  const { path, gone } = pathsFrom(theta, x, tx, n);
  return gone / (path + gone);
}

/**
 * P(a purchase at one of the next m opportunities | alive after n, x used), as the sum over the first of them:
 *
 *     Σ_{j≤m} Π_{i<j} (δ+n+i)/(γ+δ+n+i) · Π_{i<j−1} (β′+i)/(α′+β′+i) · α′/(α′+β′+j−1)
 */
export function probabilityOfPurchaseIfAlive(theta: Parameters, x: number, n: number, m: number): number {
  return quietAndNot(theta, x, n, m).some;
}

/** P(no purchase at the next m opportunities | alive after n, x used): death before a purchase, or none until the end. */
export function probabilityOfNoPurchaseIfAlive(theta: Parameters, x: number, n: number, m: number): number {
  return quietAndNot(theta, x, n, m).none;
}

function quietAndNot({ alpha, beta, gamma, delta }: Parameters, x: number, n: number, m: number) {
  const [a, b, s] = [alpha + x, beta + (n - x), delta + n];
  let [quiet, some, none] = [1, 0, 0];
  for (let j = 0; j < m && quiet > 0; j++) {
    none += (quiet * gamma) / (gamma + s + j);
    const alive = (quiet * (s + j)) / (gamma + s + j);
    some += (alive * a) / (a + b + j);
    quiet = (alive * (b + j)) / (a + b + j);
  }
  return { some, none: none + quiet };
}
