import { gaussLegendre } from "../../src/math/gauss-legendre.ts";

const ORDER = 12;
const RULE = gaussLegendre(ORDER);
const PANEL = 1.5;
const PANEL_FALL = 6;
/** Beyond δu = 42 less than e^(−41) of the integral is left, and likewise beyond (s−1) ln(1 + u/B) = 42. */
const FALLEN = 42;

/**
 * ∫₀^t e^(−δu) (B/(B+u))^s du: the discounted time that a customer with death rate Gamma(s, B) lives of a horizon t, which may be ∞.
 *
 * Gauss-Legendre of order 12 in v = ln(1 + u/c) with 1/c = 1/B + δ, the rates at which death and discount act: B e^v with c = B, but
 * panels that begin at the scale of the faster one. Panels are ≤ 1.5 long and the exponent changes by about 6 along one at most.
 *
 * @param s ≥ 0
 * @param B a time > 0
 * @param t > 0
 * @param delta > 0, per time
 */
export function discountedLifetime(s: number, B: number, t: number, delta: number): number {
  const c = 1 / (1 / B + delta);
  const end = Math.log1p(Math.min(t, FALLEN / delta) / c);
  /** How steeply the exponent of the integrand in v falls: −v + s ln(1 + u/B) + δu. */
  const slope = (v: number): number => {
    const growth = c * Math.exp(v);
    return Math.abs(delta * growth + (s * growth) / (B - c + growth) - 1);
  };
  let sum = 0;
  for (let v = 0; v < end; ) {
    let width = Math.min(PANEL, PANEL_FALL / slope(v), end - v);
    width = Math.min(width, PANEL_FALL / slope(v + width));
    for (let j = 0; j < ORDER; j++) {
      const at = v + (width * (1 + RULE.nodes[j])) / 2;
      const u = c * Math.expm1(at);
      sum += (width / 2) * RULE.weights[j] * (c + u) * Math.exp(-delta * u - s * Math.log1p(u / B));
    }
    if (v + width >= end) break;
    v += width;
    const u = c * Math.expm1(v);
    if (delta * u + (s - 1) * Math.log1p(u / B) > FALLEN) break;
  }
  return sum;
}
