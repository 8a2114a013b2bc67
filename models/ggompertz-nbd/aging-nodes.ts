import { gaussLegendre } from "../../src/math/gauss-legendre.ts";
import { distanceFrom } from "../family/pole.ts";
import { growthLeft, hazardLog, poleBeside, rateAt } from "./lifetimes.ts";

const ORDER = 12;
const RULE = gaussLegendre(ORDER);
const HALF_WEIGHTS = RULE.weights.map((weight) => weight / 2);
const PLACES = RULE.nodes.map((node) => (node + 1) / 2);

/** The panels are no longer than this, than the distance to the nearest singularity, and than the exponent takes to change by so much. */
const PANEL = 1.5;
const PANEL_CHANGE = 5;
/** Values below e^(−42) of the maximum no longer count. */
const FALLEN = 42;

/** What an integral over the age has to do with: (A/(A+y))^ρ, lives of {@link hazardLog} with death rates Gamma(s, B), and e^(−δy). */
export interface Aging {
  readonly rho: number;
  readonly A: number;
  readonly b: number;
  readonly s: number;
  readonly B: number;
  readonly delta: number;
}

/**
 * Nodes y in (0, Y), valid until the next call:
 *
 *     ∫₀^Y (A/(A+y))^ρ (B/(B+H(y)))^s e^(−δy) k(y) dy ≈ Σ weight·k(y)
 *
 * `fallA` = ln((A+y)/A) and `fallB` = ln((B+H(y))/B), for derivatives.
 */
export interface Nodes {
  y: Float64Array;
  weight: Float64Array;
  fallA: Float64Array;
  fallB: Float64Array;
}

export const nodes: Nodes = {
  y: new Float64Array(0),
  weight: new Float64Array(0),
  fallA: new Float64Array(0),
  fallB: new Float64Array(0),
};

function makeRoom(): void {
  for (const key of ["y", "weight", "fallA", "fallB"] as const) {
    const longer = new Float64Array(2 * nodes[key].length + 64 * ORDER);
    longer.set(nodes[key]);
    nodes[key] = longer;
  }
}

/**
 * Lays nodes; returns how many there are.
 *
 * Gauss-Legendre of order 12 in v = ln(1 + y/m), on panels no longer than their distance to the pole of {@link poleBeside}. The slope of the
 * exponent grows with v, but for the growth of the death rate. Relative error below 1e-13.
 *
 * @param m a time no longer than A where ρ > 0, than B, and about 1/δ at most
 * @param Y ≥ 0, may be ∞ if the integral exists
 * @param lifetime whether k(y) = 1; else k(y) is about 1/(A+y), or the death rate
 */
export function layAgingNodes(law: Aging, m: number, Y: number, lifetime: boolean): number {
  const { rho, A, b, s, B, delta } = law;
  const end = Math.log1p(Y / m);
  const pole = poleBeside(b, B, m);
  const enough = FALLEN + (lifetime ? 0 : Math.log(Math.max(1, b * B)));
  /** How fast the exponent changes with v. */
  const slope = (v: number): number => {
    const y = m * Math.expm1(v);
    const rises = lifetime ? 0 : growthLeft(b, B, y);
    return (m + y) * (rho / (A + y) + s / rateAt(b, B, y) + rises + delta);
  };
  let n = 0;
  let steep = slope(0);
  for (let v = 0; v < end; ) {
    let width = Math.min(PANEL, PANEL_CHANGE / steep, end - v);
    while (width > distanceFrom(pole, v, v + width) || width * slope(v + width) > 1.5 * PANEL_CHANGE) width /= 1.5;
    const last = v + width >= end;
    if (last) width = end - v;
    if (n + ORDER > nodes.y.length) makeRoom();
    const { y: ys, weight, fallA: fallsA, fallB: fallsB } = nodes;
    let fallen = 0;
    for (let j = 0; j < ORDER; j++, n++) {
      const at = v + width * PLACES[j];
      const y = m * Math.expm1(at);
      const fallA = rho === 0 ? 0 : Math.log1p(y / A);
      const fallB = hazardLog(b, B, y);
      fallen = rho * fallA + s * fallB + delta * y;
      ys[n] = y;
      fallsA[n] = fallA;
      fallsB[n] = fallB;
      weight[n] = width * HALF_WEIGHTS[j] * (m + y) * Math.exp(-fallen);
    }
    if (last || fallen - (lifetime ? v : 0) > enough) break;
    v += width;
    steep = slope(v);
  }
  return n;
}
