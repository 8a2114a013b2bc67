import { symmetricEigen } from "./symmetric-eigen.ts";

/**
 * Runs of whole numbers to sum over. Run i covers `ends[i − 1]` ≤ k < `ends[i]`, the first one from 0.
 * Σ f(k) over run i is Σ `weight[j]`·f(`at[j]`) over `start[i]` ≤ j < `start[i + 1]`.
 */
export interface LongSums {
  readonly start: Int32Array;
  readonly at: Float64Array;
  readonly weight: Float64Array;
}

/** A block of fewer numbers is summed one by one. */
const SHORT = 32;
/** Nodes of a longer block. */
const NODES = 12;

/**
 * Lays out sums over whole numbers. A gap of a million takes less than two hundred evaluations.
 *
 * A long run is cut into blocks [k, 2k). Each block gets the Gauss rule for the sum over its numbers, which is exact for polynomials of degree 23.
 * It serves functions whose only singularities lie at k ≤ 0, as the sums of ln Γ and ψ in a likelihood and their derivatives are.
 * Seen from a block, singularities lie outside the ellipse whose semi-axes add up to 3 + √8 half lengths. So the error is about 5.83⁻²⁴ = 4e-19 of the values.
 *
 * @param ends whole numbers ≥ 0, ascending
 */
export function longSums(ends: ArrayLike<number>): LongSums {
  const start = new Int32Array(ends.length + 1);
  const at: number[] = [];
  const weight: number[] = [];
  let k = 0;
  for (let run = 0; run < ends.length; run++) {
    const end = ends[run]!;
    while (k < end) {
      const next = Math.min(end, Math.max(2 * k, SHORT));
      if (k >= SHORT && next - k >= SHORT) addBlock(k, next - k, at, weight);
      else addEach(k, next, at, weight);
      k = next;
    }
    start[run + 1] = at.length;
  }
  return { start, at: Float64Array.from(at), weight: Float64Array.from(weight) };
}

function addEach(first: number, end: number, at: number[], weight: number[]): void {
  for (let k = first; k < end; k++) {
    at.push(k);
    weight.push(1);
  }
}

/**
 * Adds the Gauss rule for the sum over `length` whole numbers from `first`. The nodes are the zeros of a Gram polynomial.
 * They are the eigenvalues of its Jacobi matrix (Golub and Welsch 1969): diagonal (N − 1)/2, squared off-diagonal j²(N² − j²)/(4(4j² − 1)).
 * Here all is divided by N. The weights are N·v₀² of the unit eigenvectors v.
 */
function addBlock(first: number, length: number, at: number[], weight: number[]): void {
  const jacobi = new Float64Array(NODES * NODES);
  for (let j = 1; j < NODES; j++) {
    const off = (j / 2) * Math.sqrt((1 - (j / length) ** 2) / (4 * j * j - 1));
    jacobi[NODES * j + j - 1] = off;
    jacobi[NODES * (j - 1) + j] = off;
  }
  const { values, vectors } = symmetricEigen(jacobi, NODES);
  for (let j = 0; j < NODES; j++) {
    at.push(first + (length - 1) / 2 + length * values[j]!);
    weight.push(length * vectors.get(0, j) ** 2);
  }
}
