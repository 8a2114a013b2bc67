/** A chain of segments, and the reward of a customer in each. */
export interface Chain {
  readonly segments: number;
  /** P(move) at [segment × segment]. */
  readonly moves: Float64Array;
  /** Of each segment, money in one period. */
  readonly reward: Float64Array;
}

/** How a chain is valued. */
export interface ChainTerms {
  /** Periods ahead; ∞ for ever, which needs a discount. */
  readonly periods: number;
  /** Discount factor of one period, in (0, 1]. */
  readonly factor: number;
  /**
   * `left`: the reward is that of the period after a customer was in the segment, paid in its middle: Σ_{k=1..h}
   * γ^(k−½) P^(k−1) ρ. `entered`: the full reward of the present period, and of each of the h periods after it:
   * Σ_{k=0..h} γ^k P^k R, as in Pfeifer & Carraway.
   */
  readonly convention?: "left" | "entered";
}

/**
 * The value of a customer in each segment, from the chain of observed moves.
 *
 * It is not a forecast: 22 ways to cut the same segments predicted 507 to 2 972 of 1 882 purchases. So it is printed
 * only beside the value of the model and the actual value.
 *
 * Pfeifer & Carraway (2000), "Modeling customer relationships as Markov chains", J. Interactive Marketing 14(2); their example to 12 digits.
 *
 * @example
 * const chain = { segments: 2, moves: Float64Array.of(0.5, 0.5, 0, 1), reward: Float64Array.of(10, 0) };
 * chainValue(chain, { periods: Number.POSITIVE_INFINITY, factor: 0.8, convention: "entered" })[0]; // 16.666666666666668
 */
export function chainValue({ segments, moves, reward }: Chain, terms: ChainTerms): Float64Array {
  const { periods, factor, convention = "left" } = terms;
  const scale = convention === "left" ? Math.sqrt(factor) : 1;
  const first = reward.map((money) => money * scale);
  if (periods === Number.POSITIVE_INFINITY) return solved(segments, moves, first, factor);
  // Horner: V ← ρ + γPV.
  let value = convention === "left" ? new Float64Array(segments) : first.slice();
  for (let k = 0; k < periods; k++) {
    const last = value;
    value = first.map((money, from) => {
      let ahead = 0;
      for (let to = 0; to < segments; to++) ahead += moves[from * segments + to] * last[to];
      return money + factor * ahead;
    });
  }
  return value;
}

/** (I − γP)⁻¹ρ by elimination; γ < 1 makes the diagonal dominant, so no row need be exchanged. */
function solved(n: number, moves: Float64Array, reward: Float64Array, factor: number): Float64Array {
  const a = moves.map((p, k) => (k % (n + 1) === 0 ? 1 : 0) - factor * p);
  const value = reward.slice();
  for (let k = 0; k < n; k++) {
    for (let row = k + 1; row < n; row++) {
      const ratio = a[row * n + k] / a[k * n + k];
      if (ratio === 0) continue;
      for (let j = k; j < n; j++) a[row * n + j] -= ratio * a[k * n + j];
      value[row] -= ratio * value[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) value[k] -= a[k * n + j] * value[j];
    value[k] /= a[k * n + k];
  }
  return value;
}
