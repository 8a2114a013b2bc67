import { gaussLegendre } from "../../src/math/gauss-legendre.ts";
import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import { dropoutMean } from "../bg-nbd/dropout.ts";
import { endlessDiscountedPhases } from "./endless-phases.ts";
import { phaseCount } from "./phase-count.ts";
import { type Alive, SMALL_Q, SMALL_Q_TERMS, sumEveryKth } from "./phases.ts";
import { arePhasesFew, sumOfProbabilities } from "./sum-over-phases.ts";

const ORDER = 12;
const RULE = gaussLegendre(ORDER);
const PANEL = 1;
/** Beyond κy = 50 less than e^(−45) of the integral is left. */
const DISCOUNTED_AWAY = 50;
/**
 * D_j = ∫₀^Y e^(−κy) dG_j(y): the purchases of `phaseCount`, each discounted when it happens. Time y and discount κ = δA are in units of A.
 *
 * Beyond κY = 50 it is the integral to ∞ (see `endlessDiscountedPhases`). Before, it is Gauss-Legendre of order 12 on
 * panels ≤ 1 long in ln(1 + y/c). Here 1/c adds up the rates at which phases, discount and dropout act. It integrates
 * the rate of purchases
 *
 *     dG_j/dy = R Σ_{m≥1} q_{m−1} P(M′ = km−j−1),   M′ negative binomial with shape R+1 and odds y
 *
 * as that sum; where too many phases pass, the mean over p of the whole integral.
 */
export function discountedPhaseCount(alive: Alive, Y: number, kappa: number): number {
  if (Y === 0 || kappa === 0) return phaseCount(alive, Y);
  if (kappa * Y > DISCOUNTED_AWAY) return endlessDiscountedPhases(alive, kappa);
  const c = 1 / (2 + kappa + alive.R);
  const length = Math.log1p(Y / c);
  const panels = Math.ceil(length / PANEL);
  const width = length / panels;
  const time = new Float64Array(panels * ORDER);
  const weight = new Float64Array(panels * ORDER);
  for (let panel = 0; panel < panels; panel++) {
    for (let i = 0; i < ORDER; i++) {
      const y = c * Math.expm1(width * (panel + (1 + RULE.nodes[i]) / 2));
      time[panel * ORDER + i] = y;
      weight[panel * ORDER + i] = (width / 2) * RULE.weights[i] * (c + y) * Math.exp(-kappa * y);
    }
  }
  if (!arePhasesFew(alive.R + 1, Y)) return alive.R * meanOfPowers(alive, time, weight);
  let sum = 0;
  for (let i = 0; i < time.length; i++) sum += weight[i] * sumOfProbabilities(alive, alive.R + 1, time[i]);
  return alive.R * sum;
}

/**
 * E_p[Σ_i weight_i Σ_{m≥1} (1−p)^(m−1) P(M′ = km−j−1 at time_i)] for p ~ Beta(a, B), by k-th roots of unity:
 *
 *     Σ_{m≥1} (1−p)^(m−1) P(M′ = km−j−1) = q^(j+1−k)/k Σ_l ω^(l(j+1)) (1 + (1−ω^l q) y)^(−R−1),   q = (1−p)^(1/k), ω = e^(2πi/k)
 */
function meanOfPowers({ k, j, R, a, B }: Alive, time: Float64Array, weight: Float64Array): number {
  /** The laws of all times together, for small q. */
  const law = new Float64Array(SMALL_Q_TERMS * k + 1);
  for (let i = 0; k > 1 && i < time.length; i++) {
    const { probability } = negativeBinomial(R + 1, time[i], SMALL_Q_TERMS * k - 1);
    for (let n = 0; n < probability.length; n++) law[n + 1] += weight[i] * probability[n];
  }
  return dropoutMean(a, B, (2 + R) * time[time.length - 1], (p) => {
    const logQ = Math.log1p(-p) / k;
    const q = Math.exp(logQ);
    if (k > 1 && q < SMALL_Q) return sumEveryKth(law, k, j, p);
    const rest = -Math.expm1(logQ);
    let sum = 0;
    for (let i = 0; i < time.length; i++) sum += weight[i] * Math.exp(-(R + 1) * Math.log1p(rest * time[i]));
    // The roots come in pairs of conjugates, and −1 alone.
    for (let l = 1; 2 * l < k; l++) {
      const angle = (2 * Math.PI * l) / k;
      const [re, im] = [1 - q * Math.cos(angle), -q * Math.sin(angle)];
      const turned = (j + 1) * angle;
      for (let i = 0; i < time.length; i++) {
        const [x, v] = [re * time[i], im * time[i]];
        const size = Math.exp(-0.5 * (R + 1) * Math.log1p(x * (2 + x) + v * v));
        sum += 2 * weight[i] * size * Math.cos(turned - (R + 1) * Math.atan2(v, 1 + x));
      }
    }
    if (k % 2 === 0) {
      const sign = j % 2 === 0 ? -1 : 1;
      for (let i = 0; i < time.length; i++)
        sum += sign * weight[i] * Math.exp(-(R + 1) * Math.log1p((1 + q) * time[i]));
    }
    return (sum * q ** (j + 1 - k)) / k;
  });
}
