/** Step of the trapezoidal rule: in the logit of p, or in its standard deviations where the weight is narrow. */
const STEP = 0.2;
const STEP_OF_DEVIATION = 0.5;
/** A term smaller than this part of the sum is negligible. */
const NEGLIGIBLE = 1e-18;
/** Where p or 1 − p times the steepness is below this, f is constant to the last bit. */
const FLAT = 1e-17;

/**
 * E[f(p)] for p ~ Beta(a, b) and f positive and decreasing on [0, 1] with p·f(p) increasing.
 *
 * E[f(p)] = ∫ f(p) w(u) du / ∫ w(u) du, where u = ln(p/(1 − p)) and w(u) = p^a (1 − p)^b.
 *
 * Trapezoidal rule in u, numerator and denominator on the same nodes, so that no Beta function is needed. If f is
 * analytic except for p ≤ −1/steepness, every singularity lies at Im u = ±π, so the rule converges like exp(−2π²/h).
 * The weight is taken relative to its mode. It is log-concave, so a geometric series with its present slope bounds the
 * rest. This bound is the stopping rule: on the right f(p) is below all earlier values, on the left below f(0). Where f
 * is constant, the bound is the exact rest and is added; without it, small a or b would need thousands of nodes. No
 * term is negative, so nothing cancels.
 *
 * Measured: 1e-14 where a closed form is known, 1e-12 for a or b up to 1e8. Cost: 40 to 350 evaluations of f.
 *
 * Where p hardly varies, max(1, steepness)²·var(p) < 10⁻¹⁸, E[f(p)] equals f(E[p]) to the last bit, and is computed in
 * this way. A step as narrow as the weight would vanish in the rounding of the logit, and the sum would not end.
 *
 * @param a shape > 0
 * @param b shape > 0
 * @param steepness a bound ≥ 0 of −f'(p)/f(p) on [0, 1]
 */
export function betaMean(a: number, b: number, steepness: number, f: (p: number) => number): number {
  const variance = ((a / (a + b)) * (b / (a + b))) / (a + b + 1);
  if (Math.max(1, steepness) ** 2 * variance < NEGLIGIBLE) return f(a / (a + b));
  const mode = Math.log(a / b);
  const step = Math.min(STEP, STEP_OF_DEVIATION * Math.sqrt(1 / a + 1 / b));
  const top = f(0);
  const flat = -Math.log(FLAT / (1 + a + b + steepness));

  let weights = 1;
  let sum = f(a / (a + b));
  for (let k = 1; ; k++) {
    const odds = Math.exp(mode + k * step);
    const weight = relativeWeight(a, b, k * step);
    weights += weight;
    sum += weight * f(odds / (1 + odds));
    const rest = weight / Math.expm1(((b * odds - a) / (1 + odds)) * step);
    if (rest < NEGLIGIBLE * weights) break;
    if (mode + k * step > flat) {
      weights += rest;
      sum += rest * f(1);
      break;
    }
  }
  for (let k = 1; ; k++) {
    const odds = Math.exp(mode - k * step);
    const weight = relativeWeight(a, b, -k * step);
    weights += weight;
    sum += weight * f(odds / (1 + odds));
    const rest = weight / Math.expm1(((a - b * odds) / (1 + odds)) * step);
    if (rest * top < NEGLIGIBLE * sum && rest < NEGLIGIBLE * weights) break;
    if (mode - k * step < -flat) {
      weights += rest;
      sum += rest * top;
      break;
    }
  }
  return sum / weights;
}

/** w(mode + d)/w(mode) = e^(a d)/(1 + p₀(e^d − 1))^(a+b) with p₀ = a/(a + b); mirrored when that is the larger half. */
function relativeWeight(a: number, b: number, d: number): number {
  if (a > b) return relativeWeight(b, a, -d);
  return Math.exp(a * d - (a + b) * Math.log1p((a / (a + b)) * Math.expm1(d)));
}
