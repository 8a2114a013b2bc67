import { requireNonNegative } from "../../src/errors.ts";
import { gaussLegendre } from "../../src/math/gauss-legendre.ts";
import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import type { Parameters } from "../../src/model.ts";
import { requireAge, requireCount } from "../family/history.ts";
import { requireParameters } from "./parameters.ts";

const ORDER = 16;
const RULE = gaussLegendre(ORDER);
const PANEL = 1;
const PANEL_FALL = 4;
/** Along a panel no power u^n that counts may rise by more than e^16: 16 nodes integrate that to rounding. */
const PANEL_RISE = 16;
/** From u = 0 on, a panel holds powers up to this one: 16 nodes are exact up to degree 31. */
const FIRST_PANEL = 20;
/** Values below e^(−45) of the maximum no longer count. */
const FALLEN = 45;
/** A power u^n this many logarithms below its largest value no longer counts, with room for a (1−u)^R that rises the other way. */
const COUNTS = 84;

/**
 * P(n purchases in (T, T+t] | alive at T, x) for n = 0 … nMax.
 *
 *     P(n) = NBD(n; t) (B/(B+t))^s + ∫₀^t s B^s (B+y)^(−s−1) NBD(n; y) dy,   B = β+T,
 *     NBD(n; y) = Γ(R+n)/(Γ(R) n!) (1−u)^R u^n,   u = y/(A+y), R = r+x, A = α+T
 *
 * In words: alive at T+t or dead y after T, after n purchases. Every term is positive. Gauss-Legendre of order 16 in
 * v = ln((m+y)/m), m = min(A, B), on nodes shared by all n.
 *
 * Relative error below 1e-12 on the project's fixture.
 *
 * Schmittlein, Morrison & Colombo (1987) for the story; the closed form of later papers is a difference of 2F1 and is not used.
 *
 * @param theta r, α, β (both in time units) > 0; s ≥ 0
 * @param x repeat purchases, an integer ≥ 0
 * @param T age at the end of observation, in time units
 * @param t length of time ≥ 0, in time units
 * @param nMax an integer ≥ 0
 * @returns nMax + 1 probabilities; 1 less their sum is the probability of more
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
 * purchaseProbabilitiesIfAlive(theta, 0, 0, 39, 5)[0]; // 0.5936...
 */
export function purchaseProbabilitiesIfAlive(
  theta: Parameters,
  x: number,
  T: number,
  t: number,
  nMax: number,
): Float64Array {
  requireParameters(theta);
  requireAge(x, T);
  requireNonNegative("t", t);
  requireCount(nMax);
  return countProbabilities(theta.r + x, theta.alpha + T, theta.s, theta.beta + T, t, nMax);
}

function countProbabilities(R: number, A: number, s: number, B: number, t: number, nMax: number): Float64Array {
  const m = Math.min(A, B);
  const out = negativeBinomial(R, t / A, nMax).probability;
  const alive = Math.exp(-s * Math.log1p(t / B));
  for (let n = 0; n <= nMax; n++) out[n] *= alive;
  if (s === 0) return out;
  const end = Math.log1p(t / m);
  /** The logarithm of the integrand in v for n = nMax, but for constants: all others fall off sooner. */
  const logOfLast = (y: number): number =>
    (nMax === 0 ? 0 : nMax * Math.log(y / (A + y))) -
    R * Math.log1p(y / A) -
    s * Math.log1p(y / B) +
    Math.log((m + y) / (B + y));
  let highest = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < end; ) {
    const width = Math.min(panelWidth(R, A, s, B, t, nMax, m, v), end - v);
    for (let j = 0; j < ORDER; j++) {
      const y = m * Math.expm1(v + (width * (1 + RULE.nodes[j])) / 2);
      const dies = ((s * (m + y)) / (B + y)) * Math.exp(-s * Math.log1p(y / B));
      const weight = (width / 2) * RULE.weights[j] * dies;
      const { probability } = negativeBinomial(R, y / A, nMax);
      for (let n = 0; n <= nMax; n++) out[n] += weight * probability[n];
    }
    if (v + width >= end) break;
    v += width;
    const y = m * Math.expm1(v);
    const log = logOfLast(y);
    if (log < highest - FALLEN) break;
    highest = Math.max(highest, log);
  }
  return out;
}

/** How long a panel from v on may be: the powers (1−u)^R, (B/(B+y))^s and those u^n that still count are all tame along it. */
function panelWidth(R: number, A: number, s: number, B: number, t: number, nMax: number, m: number, v: number): number {
  const before = m * Math.expm1(v);
  const fits = (width: number): boolean => {
    const y = Math.min(t, m * Math.expm1(v + width));
    if ((m + y) * (R / (A + y) + s / (B + y)) * width > PANEL_FALL) return false;
    const counting = Math.min(nMax, COUNTS / logRatio(A, y, t));
    return before === 0 ? counting <= FIRST_PANEL : counting * logRatio(A, before, y) <= PANEL_RISE;
  };
  let width = PANEL;
  while (!fits(width)) width /= 1.5;
  return width;
}

/** How far ln u rises from one time to a later one. */
function logRatio(A: number, from: number, to: number): number {
  return Math.log(to / from) - Math.log1p((to - from) / (A + from));
}
