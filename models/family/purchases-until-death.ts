import { gaussLegendre } from "../../src/math/gauss-legendre.ts";
import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import { distanceFrom, type Pole } from "./pole.ts";

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

/** How long customers live from now on. */
export interface Lives {
  /** A time no longer than that in which death rates change at first. */
  readonly scale: number;
  /** −ln P(alive at y). */
  hazard(y: number): number;
  /** The death rate of those alive at y. */
  rate(y: number): number;
  /** Of a death rate that rises: how fast its logarithm does so at y, and by how much in all. */
  readonly rise?: { at(y: number): number; readonly whole: number };
  /** The pole of the death rate beside the path, in v = ln(1 + y/m). */
  pole?(m: number): Pole;
}

/**
 * P(N = n), n = 0 … nMax, of purchases at a rate Gamma(R, A) until the earlier of death and t.
 *
 *     P(n) = NBD(n; t) P(alive at t) + ∫₀^t rate(y) P(alive at y) NBD(n; y) dy,
 *     NBD(n; y) = Γ(R+n)/(Γ(R) n!) (1−u)^R u^n,   u = y/(A+y)
 *
 * Every term is positive. Gauss-Legendre of order 16 in v = ln((m+y)/m), m the shorter of A and the scale of the lives, on nodes shared by
 * all n. Relative error below 1e-12.
 */
export function purchasesUntilDeath(R: number, A: number, lives: Lives, t: number, nMax: number): Float64Array {
  const m = Math.min(A, lives.scale);
  const out = negativeBinomial(R, t / A, nMax).probability;
  const alive = Math.exp(-lives.hazard(t));
  for (let n = 0; n <= nMax; n++) out[n] *= alive;
  if (lives.rate(0) === 0) return out;
  const end = Math.log1p(t / m);
  const enough = FALLEN + (lives.rise?.whole ?? 0);
  /** The logarithm of the integrand in v for n = nMax, but for constants: all others fall off sooner. */
  const logOfLast = (y: number): number =>
    (nMax === 0 ? 0 : nMax * Math.log(y / (A + y))) -
    R * Math.log1p(y / A) -
    lives.hazard(y) +
    Math.log((m + y) * lives.rate(y));
  const fits = panels(R, A, lives, t, nMax, m);
  let highest = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < end; ) {
    let width = PANEL;
    while (!fits(v, width)) width /= 1.5;
    width = Math.min(width, end - v);
    for (let j = 0; j < ORDER; j++) {
      const y = m * Math.expm1(v + (width * (1 + RULE.nodes[j])) / 2);
      const weight = (width / 2) * RULE.weights[j] * (m + y) * lives.rate(y) * Math.exp(-lives.hazard(y));
      const { probability } = negativeBinomial(R, y / A, nMax);
      for (let n = 0; n <= nMax; n++) out[n] += weight * probability[n];
    }
    if (v + width >= end) break;
    v += width;
    const y = m * Math.expm1(v);
    const log = logOfLast(y);
    if (log < highest - enough) break;
    highest = Math.max(highest, log);
  }
  return out;
}

/** Whether a panel from v on may be so long: the powers (1−u)^R, P(alive) and those u^n that still count are all tame along it. */
function panels(
  R: number,
  A: number,
  lives: Lives,
  t: number,
  nMax: number,
  m: number,
): (v: number, width: number) => boolean {
  const pole = lives.pole?.(m);
  return (v, width) => {
    if (pole && distanceFrom(pole, v, v + width) < width) return false;
    const before = m * Math.expm1(v);
    const y = Math.min(t, m * Math.expm1(v + width));
    if ((m + y) * (R / (A + y) + lives.rate(y)) * width > PANEL_FALL) return false;
    if (lives.rise) {
      const rise = Math.max((m + before) * lives.rise.at(before), (m + y) * lives.rise.at(y));
      if (rise * width > PANEL_FALL) return false;
    }
    const counting = Math.min(nMax, COUNTS / logRatio(A, y, t));
    return before === 0 ? counting <= FIRST_PANEL : counting * logRatio(A, before, y) <= PANEL_RISE;
  };
}

/** How far ln u rises from one time to a later one. */
function logRatio(A: number, from: number, to: number): number {
  return Math.log(to / from) - Math.log1p((to - from) / (A + from));
}
