import { type Pole, poleAt } from "../family/pole.ts";

/** The lifetimes of GGompertz/NBD: the death rate of a customer is μ e^(b·age), and μ ~ Gamma(s, β) between customers. */

/** H(y)/y = (e^z − 1)/z with z = b·y, the integral of e^(b·age) over the mean; 1 at z = 0. */
function growth(z: number): number {
  return z === 0 ? 1 : Math.expm1(z) / z;
}

/** (1 − e^(−z))/z; 1 at z = 0. */
function fading(z: number): number {
  return z === 0 ? 1 : -Math.expm1(-z) / z;
}

/** ln(1 + H(y)/B), H(y) = (e^(by) − 1)/b: −ln P(alive at y)/s of customers with death rates Gamma(s, B) at y = 0. It is y/B at first, by in the end. */
export function hazardLog(b: number, B: number, y: number): number {
  const z = b * y;
  const odds = (y * growth(z)) / B;
  return odds < Number.MAX_VALUE ? Math.log1p(odds) : z - Math.log(b * B);
}

/**
 * B(y) = (β + H(y)) e^(−by) = β e^(−by) + (1 − e^(−by))/b: of customers alive at age y, death rates are Gamma(s, B(y)). So they are
 * customers of the model at age 0 with B(y) in the place of β, and their mean death rate is s/B(y). It tends from β to 1/b.
 */
export function rateAt(b: number, beta: number, y: number): number {
  const z = b * y;
  return beta * Math.exp(-z) + y * fading(z);
}

/** How fast the logarithm of the mean death rate s/B(y) rises at y, from B(0) = B on: b − 1/B(y); 0 where it falls. */
export function growthLeft(b: number, B: number, y: number): number {
  const excess = b * B - 1;
  return excess > 0 ? (excess * Math.exp(-b * y)) / rateAt(b, B, y) : 0;
}

/**
 * The nearest singularity of (B/(B+H(y)))^s, in v = ln(1 + y/m), m ≤ B: e^(by) = 1 − bB. For bB ≤ 1 it is left of y =
 * 0, and its copies at ±2πi/b lie at Im v ≥ π/2. For bB > 1 it lies beside the age at which the death rate stops
 * growing.
 */
export function poleBeside(b: number, B: number, m: number): Pole {
  const excess = b * B - 1;
  return excess > 0 ? poleAt(Math.log(excess) / b, Math.PI / b, m) : { at: 0, up: Math.PI / 2 };
}

/** Of (1 − e^(−z))/z the derivatives by ln z from z = 0 on, as power series: Σ (−1)^(k+1) k^n z^k/(k+1)!, n = 0, 1, 2. */
const TERMS = 12;
const [CHI, OMEGA, SLOPE] = [0, 1, 2].map((n) => {
  let factorial = 1;
  return Float64Array.from({ length: TERMS }, (_, j) => {
    const k = j + 1;
    factorial *= k + 1;
    return ((j % 2 === 0 ? 1 : -1) * k ** n) / factorial;
  });
});

/** From this z on, the closed forms lose no more than a digit. */
const SMALL = 0.3;

/** Derivatives of ln P(alive at y)/s and of ln(death rate at y) by ln b and ln β; see {@link deriveLifetime}. */
export interface LifetimeSlopes {
  /** B(y). */
  rate: number;
  /** Λ = ln(1 + H(y)/β): −∂Λ/∂ ln β, which is 1 − share. */
  gone: number;
  /** β e^(−by)/B(y): −∂ ln(death rate)/∂ ln β. */
  share: number;
  /** ∂Λ/∂ ln b, and its own derivative by ln b; that by ln β is −share·k. */
  k: number;
  kk: number;
  /** ∂ ln(death rate)/∂ ln b = by − k, and its own derivative by ln b; that by ln β is share·k. */
  q: number;
  qq: number;
}

/** Writes the derivatives at age y. Nothing cancels as b → 0, where k and q vanish as by, nor as β → ∞, where `gone` and k vanish. */
export function deriveLifetime(b: number, beta: number, y: number, out: LifetimeSlopes): void {
  const z = b * y;
  const e = Math.exp(-z);
  let phi: number;
  let chi = 0;
  let omega = 0;
  let slope = 0;
  if (z < SMALL) {
    for (let j = TERMS - 1; j >= 0; j--) {
      chi = (chi + CHI[j]) * z;
      omega = (omega + OMEGA[j]) * z;
      slope = (slope + SLOPE[j]) * z;
    }
    phi = 1 - chi;
  } else {
    phi = (1 - e) / z;
    chi = 1 - phi;
    omega = phi - e;
    slope = z * e - omega;
  }
  const early = beta * e;
  const rate = early + y * phi;
  const k = (y * chi) / rate;
  const q = (z * early + y * omega) / rate;
  out.rate = rate;
  out.gone = (y * phi) / rate;
  out.share = early / rate;
  out.k = k;
  out.q = q;
  // kk + qq = by; each of the two forms cancels by z² where the other does not.
  if (k > 1) {
    out.qq = (z * early * (1 - z) + y * slope) / rate + q * q;
    out.kk = z - out.qq;
  } else {
    out.kk = (y * (z - chi)) / rate - k * k;
    out.qq = z - out.kk;
  }
}
