import { gaussLegendre } from "../../src/math/gauss-legendre.ts";

const ORDER = 10;
const RULE = gaussLegendre(ORDER);
const HALF_WEIGHTS = RULE.weights.map((weight) => weight / 2);
const PLACES = RULE.nodes.map((node) => (node + 1) / 2);

/** The nearest singularity lies at Im v = π; along a panel the exponent falls by no more than this, roughly. */
const PANEL = 1.5;
const PANEL_FALL = 6;
/** Values below e^(−42) of the maximum no longer count. */
const FALLEN = 42;
/** Panels of full width up to the largest double, and those of a steep fall. */
const MOST_NODES = ORDER * 640;

/**
 * Nodes y in (0, Y) for integrals over the time of death, valid until the next call.
 *
 *     ∫₀^Y (A/(A+y))^ρ (B/(B+y))^s k(y) dy ≈ Σ weight·(m+y)·k(y),   m = min(A, B)
 *
 * `weight` holds the two powers. `fallA` = ln((A+y)/A) and `fallB` = ln((B+y)/B) are there for derivatives.
 */
export const nodes = {
  y: new Float64Array(MOST_NODES),
  weight: new Float64Array(MOST_NODES),
  fallA: new Float64Array(MOST_NODES),
  fallB: new Float64Array(MOST_NODES),
};

/**
 * Lays nodes for the times of death between 0 and Y; returns how many there are.
 *
 * Gauss-Legendre of order 10 in v = ln((m+y)/m) on panels of length ≤ 1.5 along which the exponent changes by about 6
 * at most. In v the integrand is as smooth as its exponent is flat, whether A and B agree or lie 12 powers of ten
 * apart. But ln((B+y)/B) itself is not such a variable: with A ≪ B the singularity at y = −A comes close to its path.
 * Powers are taken from the top down, which lies at y = 0, so nothing overflows. Relative error below 1e-13.
 *
 * @param rho ≥ 0
 * @param A, B positive times
 * @param s ≥ 0
 * @param Y ≥ 0
 */
export function layDeathNodes(rho: number, A: number, s: number, B: number, Y: number): number {
  const { y, weight, fallA, fallB } = nodes;
  const m = Math.min(A, B);
  const M = Math.max(A, B);
  const [powerNear, powerFar] = A <= B ? [rho, s] : [s, rho];
  const [near, far] = A <= B ? [fallA, fallB] : [fallB, fallA];
  const end = Math.log1p(Y / m);
  const slope = (v: number): number => {
    const growth = m * Math.exp(v);
    return powerNear + (powerFar * growth) / (M - m + growth);
  };
  let n = 0;
  let steepness = slope(0);
  let fallen = 0;
  for (let v = 0; v < end && fallen < FALLEN; ) {
    let width = Math.min(PANEL, PANEL_FALL / steepness, end - v);
    width = Math.min(width, PANEL_FALL / slope(v + width));
    const last = v + width >= end;
    if (last) width = end - v;
    for (let j = 0; j < ORDER; j++, n++) {
      const at = v + width * PLACES[j];
      const time = m * Math.expm1(at);
      const farther = Math.log1p(time / M);
      y[n] = time;
      near[n] = at;
      far[n] = farther;
      fallen = powerNear * at + powerFar * farther;
      weight[n] = width * HALF_WEIGHTS[j] * Math.exp(-fallen);
    }
    if (last) break;
    v += width;
    steepness = slope(v);
  }
  return n;
}
