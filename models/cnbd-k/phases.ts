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
