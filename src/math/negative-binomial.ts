/** P(N = n) and P(N ≥ n) of a negative binomial for n = 0 … nMax. */
export interface CountDistribution {
  readonly probability: Float64Array;
  readonly tail: Float64Array;
}

/** A factor taken out of the running product before it overflows, and its logarithm. */
const SCALE = 2 ** 64;
const LOG_SCALE = 64 * Math.LN2;

/**
 * P(N = n) = Γ(R+n)/(Γ(R) n!) (1−z)^R z^n with z = y/(1+y), and P(N ≥ n), for n = 0 … nMax.
 *
 * The probabilities are a running product, rescaled in powers of two: no Γ, no overflow. The tail is summed from its
 * far end, so that small tails keep their digits. The far end itself is the continued fraction of the incomplete Beta
 * function, I_z(n, R), where that converges (n above the mean). Below the mean, where it is not small, it is 1 − P(N =
 * 0) less the rest.
 *
 * Relative error below 1e-13 + 1e-16·R·ln(1+y) for nMax up to some thousands.
 *
 * @param R shape > 0
 * @param y odds z/(1 − z) ≥ 0
 * @param nMax an integer ≥ 0
 */
export function negativeBinomial(R: number, y: number, nMax: number): CountDistribution {
  const probability = new Float64Array(nMax + 1);
  const tail = new Float64Array(nMax + 1);
  const z = y / (1 + y);
  const logNone = -R * Math.log1p(y);
  let product = 1;
  let logScale = 0;
  let scale = Math.exp(logNone);
  for (let n = 0; n <= nMax; n++) {
    probability[n] = product * scale;
    product *= ((R + n) / (n + 1)) * z;
    if (product <= SCALE && product >= 1 / SCALE) continue;
    const shift = product > SCALE ? 1 : -1;
    product *= SCALE ** -shift;
    logScale += shift * LOG_SCALE;
    scale = Math.exp(logNone + logScale);
  }
  let beyond: number;
  if (z < (nMax + 2) / (nMax + R + 3)) {
    beyond = product * scale * tailRatio(R, z, nMax + 1);
  } else {
    beyond = -Math.expm1(logNone);
    for (let n = 1; n <= nMax; n++) beyond -= probability[n];
  }
  for (let n = nMax; n >= 0; n--) tail[n] = beyond += probability[n];
  return { probability, tail };
}

/** P(N ≥ n)/P(N = n) = n·I_z(n, R)/(z^n (1−z)^R/B(n, R)), by the continued fraction of I_z (DLMF 8.17.22), modified Lentz. */
function tailRatio(R: number, z: number, n: number): number {
  let c = 1;
  let d = 1 / (1 - ((n + R) * z) / (n + 1));
  let value = d;
  for (let m = 1; ; m++) {
    const even = (m * (R - m) * z) / ((n + 2 * m - 1) * (n + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(n + m) * (n + R + m) * z) / ((n + 2 * m) * (n + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < Number.EPSILON) return value;
  }
}
