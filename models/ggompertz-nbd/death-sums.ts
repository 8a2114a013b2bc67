import type { Evaluation } from "../../src/model/objective.ts";
import { layAgingNodes, nodes } from "./aging-nodes.ts";
import { deriveLifetime, hazardLog, type LifetimeSlopes, rateAt } from "./lifetimes.ts";

/** The parameters. */
export interface Theta {
  r: number;
  alpha: number;
  b: number;
  s: number;
  beta: number;
}

/** An odds beyond e^700 is no double: the logarithm is then taken apart, and the customer is dead. */
const LARGEST_EXPONENT = 700;

const [atEnd, atNode]: LifetimeSlopes[] = [0, 1].map(() => ({ rate: 0, gone: 0, share: 0, k: 0, kk: 0, q: 0, qq: 0 }));
/** Adds `weight`·ln(1 + Q) with derivatives for one history, Q by quadrature over the time of death. */
export function addDeaths(theta: Theta, x: number, tx: number, T: number, weight: number, out: Evaluation): void {
  const { r, alpha, b, s, beta } = theta;
  const silence = T - tx;
  if (silence === 0) return;
  const rho = r + x;
  const A = alpha + tx;
  const B = rateAt(b, beta, tx);
  const count = layAgingNodes({ rho, A, b, s, B, delta: 0 }, Math.min(A, B), silence, false);
  const lr = Math.log1p(silence / A);
  const ls = hazardLog(b, B, silence);
  const shareT = alpha / (alpha + T);
  deriveLifetime(b, beta, T, atEnd);
  const { y: ages, weight: weights, fallA, fallB } = nodes;
  let sum = 0;
  let [m0, m1, m2, m3, m4] = [0, 0, 0, 0, 0];
  let [m00, m01, m02, m03, m04, m11, m12, m13, m14, m22, m23, m24, m33, m34, m44] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ];
  for (let j = 0; j < count; j++) {
    const y = ages[j];
    deriveLifetime(b, beta, tx + y, atNode);
    const { rate, gone, share, k, kk, q, qq } = atNode;
    const w = weights[j] / rate;
    // Derivatives of the logarithm of the integrand, by ln r, ln α, ln b, ln s and ln β.
    const shareAy = alpha / (A + y);
    const ea = (-shareT * (silence - y)) / (A + y);
    const lives = s * (ls - fallB[j]);
    const byB = s * (atEnd.k - k);
    const byBeta = s * (gone - atEnd.gone);
    const h0 = r * (lr - fallA[j]);
    const h1 = rho * ea;
    const h2 = byB + q;
    const h3 = 1 + lives;
    const h4 = byBeta - share;
    const w0 = w * h0;
    const w1 = w * h1;
    const w2 = w * h2;
    const w3 = w * h3;
    const w4 = w * h4;
    sum += w;
    m0 += w0;
    m1 += w1;
    m2 += w2;
    m3 += w3;
    m4 += w4;
    m00 += w * h0 + w0 * h0;
    m01 += w * (r * ea) + w0 * h1;
    m02 += w0 * h2;
    m03 += w0 * h3;
    m04 += w0 * h4;
    m11 += w * (h1 * (1 - shareT - shareAy)) + w1 * h1;
    m12 += w1 * h2;
    m13 += w1 * h3;
    m14 += w1 * h4;
    m22 += w * (s * (atEnd.kk - kk) + qq) + w2 * h2;
    m23 += w * byB + w2 * h3;
    m24 += w * (s * (share * k - atEnd.share * atEnd.k) + share * k) + w2 * h4;
    m33 += w * lives + w3 * h3;
    m34 += w * byBeta + w3 * h4;
    m44 += w * (s * (atEnd.share * atEnd.gone - share * gone) - share * gone) + w4 * h4;
  }
  const exponent = rho * lr + s * ls;
  let died = 1;
  if (exponent > LARGEST_EXPONENT) out.value += weight * (exponent + Math.log(s * sum));
  else {
    const odds = s * sum * Math.exp(exponent);
    out.value += weight * Math.log1p(odds);
    died = odds / (1 + odds);
  }
  const share = died / sum;
  const [g0, g1, g2, g3, g4] = [share * m0, share * m1, share * m2, share * m3, share * m4];
  const { gradient: g, hessian: H } = out;
  g[0] += weight * g0;
  g[1] += weight * g1;
  g[2] += weight * g2;
  g[3] += weight * g3;
  g[4] += weight * g4;
  H[0] += weight * (share * m00 - g0 * g0);
  H[1] += weight * (share * m01 - g0 * g1);
  H[2] += weight * (share * m02 - g0 * g2);
  H[3] += weight * (share * m03 - g0 * g3);
  H[4] += weight * (share * m04 - g0 * g4);
  H[6] += weight * (share * m11 - g1 * g1);
  H[7] += weight * (share * m12 - g1 * g2);
  H[8] += weight * (share * m13 - g1 * g3);
  H[9] += weight * (share * m14 - g1 * g4);
  H[12] += weight * (share * m22 - g2 * g2);
  H[13] += weight * (share * m23 - g2 * g3);
  H[14] += weight * (share * m24 - g2 * g4);
  H[18] += weight * (share * m33 - g3 * g3);
  H[19] += weight * (share * m34 - g3 * g4);
  H[24] += weight * (share * m44 - g4 * g4);
}

/** Adds `weight`·ln P(alive at T) = −s ln(1 + H(T)/β) with derivatives. */
export function addSurvival({ b, s, beta }: Theta, T: number, weight: number, out: Evaluation): void {
  const { gradient: g, hessian: H } = out;
  deriveLifetime(b, beta, T, atEnd);
  const { gone, share, k, kk } = atEnd;
  const lives = weight * s * hazardLog(b, beta, T);
  const w = weight * s;
  out.value -= lives;
  g[2] -= w * k;
  g[3] -= lives;
  g[4] += w * gone;
  H[12] -= w * kk;
  H[13] -= w * k;
  H[14] += w * share * k;
  H[18] -= lives;
  H[19] += w * gone;
  H[24] -= w * share * gone;
}
