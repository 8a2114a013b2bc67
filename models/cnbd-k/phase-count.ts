import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import { dropoutMean } from "../bg-nbd/dropout.ts";
import { endlessCount } from "../bg-nbd/purchase-count.ts";
import { type Alive, SMALL_Q, SMALL_Q_TERMS, sumEveryKth } from "./phases.ts";
import { arePhasesFew, sumOfTails } from "./sum-over-phases.ts";

/** e^(−50) no longer counts beside 1. */
const NO_MATTER = 50;

/**
 * G_j = Σ_{m≥1} q_{m−1} P(M ≥ km−j), M negative binomial with shape R and odds y: The expected purchases in a time y,
 * in units of A. Here q_m = Π_{i<m} (B+i)/(a+B+i) is the chance to survive m coins.
 *
 * Every term is positive. Where too many phases pass, the mean over p ~ Beta(a, B) of the sum in closed form, by k-th roots of unity. For
 * y = ∞ it is that of BG/NBD, for all phases pass then.
 */
export function phaseCount(alive: Alive, y: number): number {
  if (y === 0) return 0;
  const { k, j, R, a, B } = alive;
  if (y === Number.POSITIVE_INFINITY) return endlessCount(a, B);
  if (arePhasesFew(R, y)) return sumOfTails(alive, R, y);
  let tail: Float64Array | undefined;
  /** (1 − (1+wy)^−R)/w; exactly Ry at w = 0. */
  const real = (w: number): number => (w === 0 ? R * y : -Math.expm1(-R * Math.log1p(w * y)) / w);
  return dropoutMean(a, B, (1 + R) * y, (p) => {
    const logQ = Math.log1p(-p) / k;
    const q = Math.exp(logQ);
    if (k > 1 && q < SMALL_Q) {
      tail ??= negativeBinomial(R, y, SMALL_Q_TERMS * k).tail;
      return sumEveryKth(tail, k, j, p);
    }
    let sum = real(-Math.expm1(logQ));
    // The roots come in pairs of conjugates, and −1 alone.
    for (let l = 1; 2 * l <= k; l++) {
      const angle = (2 * Math.PI * l) / k;
      const [re, im] = [1 - q * Math.cos(angle), -q * Math.sin(angle)];
      const [pr, pi] = power(re, im, y, R);
      const size = re * re + im * im;
      const [x, v] = [((1 - pr) * re - pi * im) / size, (-pi * re - (1 - pr) * im) / size];
      sum += (2 * l === k ? 1 : 2) * (Math.cos((j + 1) * angle) * x - Math.sin((j + 1) * angle) * v);
    }
    return (sum * q ** (j + 1 - k)) / k;
  });
}

/** (1 + (re + i·im) y)^−R, or 0 where it is so small that it no longer counts beside 1. */
function power(re: number, im: number, y: number, R: number): [number, number] {
  const [x, v] = [re * y, im * y];
  const log = 0.5 * Math.log1p(x * (2 + x) + v * v);
  if (R * log > NO_MATTER) return [0, 0];
  const size = Math.exp(-R * log);
  const turn = -R * Math.atan2(v, 1 + x);
  return [size * Math.cos(turn), size * Math.sin(turn)];
}
