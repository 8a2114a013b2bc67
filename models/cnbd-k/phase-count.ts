import { betaMean } from "../../src/math/beta-mean.ts";
import { gaussLegendre } from "../../src/math/gauss-legendre.ts";
import { negativeBinomial } from "../../src/math/negative-binomial.ts";

/** Phases up to which the sum is taken; beyond, the mean over p costs less. */
const MOST_PHASES = 4000;
/** Below this q = (1−p)^(1/k) the roots of unity cancel, and the sum has few terms. */
const SMALL_Q = 0.3;
const SMALL_Q_TERMS = 20;

/** A customer alive, j phases after the last purchase: R, a and B as told, and k. */
export interface Alive {
  readonly k: number;
  readonly j: number;
  readonly R: number;
  readonly a: number;
  readonly B: number;
}

/** So many phases matter among those that pass in the time y, in units of A: mean, eight deviations and an exponential tail. */
function phasesOf(R: number, y: number): number {
  const mean = R * y;
  return mean + 8 * Math.sqrt(mean * (1 + y)) + 40 * (1 + y);
}

/**
 * Σ_{m≥1} q_{m−1} law[km−j−1], q_m = Π_{i<m} (B+i)/(a+B+i): a law over phases, summed over those that end with a purchase of a customer
 * who survived the coins before.
 */
function sumPurchases({ k, j, a, B }: Alive, law: Float64Array): number {
  let sum = 0;
  let q = 1;
  for (let n = k - j - 1, m = 0; n < law.length; n += k, m++) {
    sum += q * law[n];
    q *= (B + m) / (a + B + m);
  }
  return sum;
}

/**
 * G_j = Σ_{m≥1} q_{m−1} P(M ≥ km−j), M negative binomial with shape R and odds y: the expected purchases in a time y, in units of A.
 *
 * Every term is positive. Where too many phases pass, the mean over p ~ Beta(a, B) of the sum in closed form, by k-th roots of unity.
 */
export function phaseCount(alive: Alive, y: number): number {
  if (y === 0) return 0;
  const { k, j, R, a, B } = alive;
  const most = phasesOf(R, y);
  if (most < MOST_PHASES) return sumPurchases(alive, negativeBinomial(R, y, Math.ceil(most) + k).tail.subarray(1));
  const { tail } = negativeBinomial(R, y, SMALL_Q_TERMS * k);
  const closed = (z: number, re: number, im: number): [number, number] => {
    // (1 − (1+(1−z)y)^−R)/(1−z) with 1−z = re + i·im; exactly Ry at z = 1.
    if (im === 0 && z === 0) return [re === 0 ? R * y : -Math.expm1(-R * Math.log1p(re * y)) / re, 0];
    const [pr, pi] = power(re, im, y, R);
    const size = re * re + im * im;
    return [((1 - pr) * re - pi * im) / size, (-pi * re - (1 - pr) * im) / size];
  };
  return meanOverDropout(a, B, (1 + R) * y, k, j, tail, closed);
}

/**
 * The rate of purchases y after T in units of 1/A, the derivative of {@link phaseCount}: R Σ_{m≥1} q_{m−1} P(M′ = km−j−1), M′ of shape R+1.
 */
function phaseRate(alive: Alive, y: number): number {
  const { k, j, R, a, B } = alive;
  const most = phasesOf(R + 1, y);
  if (most < MOST_PHASES) return R * sumPurchases(alive, negativeBinomial(R + 1, y, Math.ceil(most) + k).probability);
  const { probability } = negativeBinomial(R + 1, y, SMALL_Q_TERMS * k);
  const law = new Float64Array(probability.length + 1);
  law.set(probability, 1);
  return R * meanOverDropout(a, B, (2 + R) * y, k, j, law, (_, re, im) => power(re, im, y, R + 1));
}

/** (1 + (re + i·im) y)^−R. */
function power(re: number, im: number, y: number, R: number): [number, number] {
  const [x, v] = [re * y, im * y];
  const log = 0.5 * Math.log1p(x * (2 + x) + v * v);
  const size = Math.exp(-R * log);
  const turn = -R * Math.atan2(v, 1 + x);
  return [size * Math.cos(turn), size * Math.sin(turn)];
}

/**
 * E_p[Σ_{m≥1} (1−p)^(m−1) law[km−j]] for p ~ Beta(a, B), where Σ_n z^(n−1) law[n] is known in closed form as a function of 1−z:
 * q^(j+1−k)/k Σ_l ω^(l(j+1)) closed(1 − ω^l q) with q = (1−p)^(1/k), ω = e^(2πi/k).
 */
function meanOverDropout(
  a: number,
  B: number,
  steepness: number,
  k: number,
  j: number,
  law: Float64Array,
  closed: (l: number, re: number, im: number) => [number, number],
): number {
  const given = (p: number): number => {
    const logQ = Math.log1p(-p) / k;
    const q = Math.exp(logQ);
    if (k > 1 && q < SMALL_Q) {
      let sum = 0;
      for (let n = law.length - 1 - ((law.length - 1 + j) % k); n > 0; n -= k) sum = sum * (1 - p) + law[n];
      return sum;
    }
    let sum = closed(0, -Math.expm1(logQ), 0)[0];
    for (let l = 1; l < k; l++) {
      const angle = (2 * Math.PI * l) / k;
      const [re, im] = closed(l, 1 - q * Math.cos(angle), -q * Math.sin(angle));
      sum += Math.cos((j + 1) * angle) * re - Math.sin((j + 1) * angle) * im;
    }
    return (sum * q ** (j + 1 - k)) / k;
  };
  return a === 0 ? given(0) : betaMean(a, B, steepness, given);
}

const ORDER = 12;
const RULE = gaussLegendre(ORDER);
const PANEL = 1;
/** Beyond κy = 42 less than e^(−41) of the integral is left. */
const DISCOUNTED_AWAY = 42;

/**
 * ∫₀^Y e^(−κy) dG_j(y): the same purchases, each discounted when it happens. Time y and discount κ = δA are in units of A.
 *
 * Gauss-Legendre of order 12 on panels ≤ 1 long in ln(1 + y/c), where 1/c adds up the rates at which phases, discount and dropout act.
 */
export function discountedPhaseCount(alive: Alive, Y: number, kappa: number): number {
  const end = Math.min(Y, DISCOUNTED_AWAY / kappa);
  const c = 1 / (2 + kappa + alive.R);
  const length = Math.log1p(end / c);
  const panels = Math.ceil(length / PANEL);
  const width = length / panels;
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    for (let i = 0; i < ORDER; i++) {
      const y = c * Math.expm1(width * (panel + (1 + RULE.nodes[i]) / 2));
      sum += (width / 2) * RULE.weights[i] * (c + y) * Math.exp(-kappa * y) * phaseRate(alive, y);
    }
  }
  return sum;
}
