/** A member of the family: (M)BG/CNBD-k. */
export interface Member {
  /** Phases between two purchases, ≥ 1. */
  readonly k: number;
  /** Coins at the first purchase: none in BG/CNBD-k, one in MBG/CNBD-k. */
  readonly firstCoins: 0 | 1;
}

/** Room for one call at a time: (ρ)_j/j! τ^j for j < k. */
const WEIGHTS = new Float64Array(64);

/**
 * w_j = (ρ)_j/j! τ^j for j < k, τ = (T−t_x)/(α+T): how likely j phases have passed since the last purchase, but for a factor. All of them,
 * j = 0 to ∞, add up to ((α+T)/(α+t_x))^ρ. Returns a column that is overwritten by the next call.
 */
export function phaseWeights(k: number, rho: number, tau: number): Float64Array {
  WEIGHTS[0] = 1;
  for (let j = 1; j < k; j++) WEIGHTS[j] = (WEIGHTS[j - 1] * (rho + (j - 1)) * tau) / j;
  return WEIGHTS;
}

/** A customer alive, j phases after the last purchase: the rate of phases is Gamma(R, A), the dropout Beta(a, B). Times are in units of A. */
export interface Alive {
  readonly k: number;
  readonly j: number;
  readonly R: number;
  readonly a: number;
  readonly B: number;
}

/** Below this q = (1−p)^(1/k) the roots of unity cancel, and Σ_m (1−p)^(m−1) law[km−j] has few terms that count. */
export const SMALL_Q = 0.3;
export const SMALL_Q_TERMS = 20;

/** Σ_{m≥1} (1−p)^(m−1) law[km−j], by Horner's rule. */
export function sumEveryKth(law: Float64Array, k: number, j: number, p: number): number {
  let sum = 0;
  for (let n = law.length - 1 - ((law.length - 1 + j) % k); n > 0; n -= k) sum = sum * (1 - p) + law[n];
  return sum;
}
