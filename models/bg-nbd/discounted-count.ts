import { gaussLegendre } from "../../src/math/gauss-legendre.ts";
import { endlessDiscountedPhases } from "../cnbd-k/endless-phases.ts";
import { dropoutMean, dropoutPoints } from "./dropout.ts";

const ORDER = 12;
const RULE = gaussLegendre(ORDER);
const PANEL = 2;
/** Beyond κy = 50 less than e^(−45) of the integral is left. */
const DISCOUNTED_AWAY = 50;
/** The series is used if its rounding error, ε Σ|terms|, is below this part of the purchase rate. */
const SERIES_ACCURACY = 1e-13;
const SERIES_LIMIT = 1000;

/** Room for one call at a time, so that a million calls allocate nothing. */
const coefficient = new Float64Array(SERIES_LIMIT);
const panelTime = new Float64Array(ORDER);
const panelWeight = new Float64Array(ORDER);

/**
 * D = ∫₀^Y e^(−κy) g(y) dy with g(y) = R E[(1 + p y)^(−R−1)], p ~ Beta(a, B): the purchases of `purchaseCount`, each
 * discounted when it happens. Time y and discount κ = δA are in units of A.
 *
 * Gauss-Legendre of order 12 on panels of length ≤ 2 in ν = ln(1 + y/c), where 1/c adds up the rates at which discount
 * and dropout act. In ν the integrand is smooth on the scale of 1, and g's only singularities, y ≤ −1, lie at Im ν = π.
 * Two ways to g, as in `purchaseCount`: the series (Pfaff's transform of g(y) = R·2F1(R+1, a; a+B; −y))
 *
 *     g(y) = R (1 + y)^(−a) Σ_{k≥0} (a)_k (a+B−1−R)_k / ((a+B)_k k!) z^k,  z = y/(1 + y),
 *
 * whose coefficients serve all nodes, or the mean over p of the whole integral (`dropoutMean`), in closed form beyond κY = 50.
 */
export function discountedCount(R: number, a: number, B: number, Y: number, kappa: number): number {
  if (a === 0) return kappa === 0 ? R * Y : (-R * Math.expm1(-kappa * Y)) / kappa;
  const end = kappa * Y > DISCOUNTED_AWAY ? DISCOUNTED_AWAY / kappa : Y;
  const c = 1 / (1 + kappa + (R + 1) * Math.min(1, (a + 2) / (a + B)));
  const length = Math.log1p(end / c);
  const panels = Math.ceil(length / PANEL);
  const width = length / panels;

  const z = end / (1 + end);
  const terms = dropoutPoints(a, B) ? 0 : laySeries(R, a, B, z);
  if (terms > 0) {
    let sum = 0;
    for (let panel = 0; panel < panels; panel++) {
      layPanel(panel, width, c, kappa, panelTime, panelWeight, 0);
      sum += sumSeries(a, terms, z);
    }
    return R * sum;
  }
  if (kappa * Y > DISCOUNTED_AWAY) return endlessDiscountedPhases({ k: 1, j: 0, R, a, B }, kappa);
  const time = new Float64Array(panels * ORDER);
  const weight = new Float64Array(panels * ORDER);
  for (let panel = 0; panel < panels; panel++) layPanel(panel, width, c, kappa, time, weight, panel * ORDER);
  const integral = (p: number): number => {
    let sum = 0;
    for (let j = 0; j < time.length; j++) sum += weight[j] * Math.exp(-(R + 1) * Math.log1p(p * time[j]));
    return sum;
  };
  return R * dropoutMean(a, B, (1 + R) * end, integral);
}

/** Writes the times y of a panel and their weights, discount included, from place `at` on. */
function layPanel(
  panel: number,
  width: number,
  c: number,
  kappa: number,
  time: Float64Array,
  weight: Float64Array,
  at: number,
): void {
  for (let j = 0; j < ORDER; j++) {
    const growth = Math.expm1(width * (panel + 0.5 + 0.5 * RULE.nodes[j]));
    time[at + j] = c * growth;
    weight[at + j] = 0.5 * width * RULE.weights[j] * c * (growth + 1) * Math.exp(-kappa * c * growth);
  }
}

/** Writes the terms of the series at z; returns the number of relevant terms, or 0 when they are not accurate enough. */
function laySeries(R: number, a: number, B: number, z: number): number {
  const e = a + B - 1 - R;
  let term = 1;
  let value = 1;
  let size = 1;
  coefficient[0] = 1;
  for (let k = 1; k < SERIES_LIMIT; k++) {
    term *= (((a + (k - 1)) * (e + k - 1)) / ((a + B + (k - 1)) * k)) * z;
    coefficient[k] = term;
    value += term;
    size += Math.abs(term);
    if (!(size < Number.MAX_VALUE)) return 0;
    if (Math.abs(term) <= 1e-17 * size && k > -e) return Number.EPSILON * size <= SERIES_ACCURACY * value ? k + 1 : 0;
  }
  return 0;
}

/**
 * Σ over the panel of weight × (1 + y)^(−a) × series. The coefficients are the terms at z, so Horner's rule runs in
 * parts of z and nothing overflows. It takes four nodes at a time, because a single chain waits for its own result.
 */
function sumSeries(a: number, terms: number, z: number): number {
  let sum = 0;
  for (let j = 0; j < ORDER; j += 4) {
    const y0 = panelTime[j];
    const y1 = panelTime[j + 1];
    const y2 = panelTime[j + 2];
    const y3 = panelTime[j + 3];
    const z0 = y0 / (1 + y0) / z;
    const z1 = y1 / (1 + y1) / z;
    const z2 = y2 / (1 + y2) / z;
    const z3 = y3 / (1 + y3) / z;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = terms - 1; k >= 0; k--) {
      const next = coefficient[k];
      s0 = s0 * z0 + next;
      s1 = s1 * z1 + next;
      s2 = s2 * z2 + next;
      s3 = s3 * z3 + next;
    }
    sum += panelWeight[j] * s0 * Math.exp(-a * Math.log1p(y0));
    sum += panelWeight[j + 1] * s1 * Math.exp(-a * Math.log1p(y1));
    sum += panelWeight[j + 2] * s2 * Math.exp(-a * Math.log1p(y2));
    sum += panelWeight[j + 3] * s3 * Math.exp(-a * Math.log1p(y3));
  }
  return sum;
}
