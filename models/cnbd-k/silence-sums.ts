import type { Evaluation } from "../../src/model.ts";
import type { RateLayout } from "../family/purchase-rate.ts";
import type { Member } from "./phases.ts";

/** A power beyond e^700 is no double: everything is then taken in parts of it. */
const LARGEST_EXPONENT = 700;
/** Below these R − S is summed as a tail of weights, not taken as a difference. */
const SMALL_EXPONENT = 1;
const SMALL_TAU = 0.5;

/** Histories in the order of `layout`, whose frequency counts phases. */
export interface Silences extends Member {
  readonly layout: RateLayout;
  readonly recency: Float64Array;
  readonly count: Float64Array;
}

/** Adds Σ count·ln(S + π(R−S)) with derivatives: what the silence since t_x says. */
export function addSilence(
  { k, firstCoins, layout, recency, count }: Silences,
  r: number,
  alpha: number,
  a: number,
  b: number,
  out: Evaluation,
): void {
  const { frequency, placeOfT, T } = layout;
  let value = 0;
  let [g0, g1, g2, g3] = [0, 0, 0, 0];
  let [h00, h01, h02, h03, h11, h12, h13, h22, h23, h33] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < frequency.length; i++) {
    const weight = count[i];
    const age = T[placeOfT[i]];
    const tx = recency[i];
    const silence = age - tx;
    if (weight === 0 || silence === 0) continue;
    const rho = r + frequency[i];
    const before = frequency[i] / k + firstCoins - 1;
    const bx = b + before;
    const pi = before < 0 ? 0 : a / (a + bx);
    const tau = silence / (alpha + age);
    const l = Math.log1p(silence / (alpha + tx));
    const exponent = rho * l;
    const shareT = alpha / (alpha + age);
    const e = -tau * (alpha / (alpha + tx));

    // S − 1 with its derivatives in ln r and ln α, phase by phase.
    let [w, u, pairs] = [1, 0, 0];
    let [S1, Sr, Srr, Sa, Saa, Sra] = [0, 0, 0, 0, 0, 0];
    for (let j = 1; j < k; j++) {
      const up = 1 / (rho + (j - 1));
      w *= ((rho + (j - 1)) * tau) / j;
      pairs += 2 * u * up;
      u += up;
      const wa = -j * shareT * w;
      S1 += w;
      Sr += w * u;
      Srr += w * pairs;
      Sa += wa;
      Saa += wa * (1 - shareT - j * shareT);
      Sra += wa * u;
    }
    // The power R, with all else in parts of it where it is no double; without a coin it has no say.
    const large = pi > 0 && exponent > LARGEST_EXPONENT;
    const R = large || pi === 0 ? 1 : Math.exp(exponent);
    const part = large ? Math.exp(-exponent) : 1;
    const S = part * (1 + S1);
    let tail = R - S;
    if (!large && pi > 0)
      tail = exponent < SMALL_EXPONENT && tau < SMALL_TAU ? tailOf(k, rho, tau, w) : Math.expm1(exponent) - S1;
    if (large) value += weight * exponent;
    const L = S + pi * tail;
    value += weight * (large ? Math.log(L) : Math.log1p(S1 + pi * tail));

    const stay = 1 - pi;
    const one = 1 / L;
    const alive = one * stay * part;
    const gone = one * pi * R;
    const Er = r * l;
    const Ea = rho * e;
    const gr = alive * r * Sr + gone * Er;
    const ga = alive * Sa + gone * Ea;
    const coin = one * pi * stay;
    const gp = coin * tail;
    // ∂²/∂ln π-odds with ln r and ln α, and with itself.
    const mixedR = coin * (R * Er - part * r * Sr);
    const mixedA = coin * (R * Ea - part * Sa);
    const beta = b / bx;
    const gb = -beta * gp;
    const hr = mixedR - gr * gp;
    const ha = mixedA - ga * gp;
    const hp = gp * (1 - 2 * pi) - gp * gp;
    g0 += weight * gr;
    g1 += weight * ga;
    g2 += weight * gp;
    h00 += weight * (alive * (r * Sr + r * r * Srr) + gone * (Er + Er * Er) - gr * gr);
    h01 += weight * (alive * r * Sra + gone * (r * e + Er * Ea) - gr * ga);
    h11 += weight * (alive * Saa + gone * (Ea * (1 - shareT - alpha / (alpha + tx)) + Ea * Ea) - ga * ga);
    h02 += weight * hr;
    h12 += weight * ha;
    h22 += weight * hp;
    if (before < 0) continue;
    g3 += weight * gb;
    h03 -= weight * beta * hr;
    h13 -= weight * beta * ha;
    h23 -= weight * beta * hp;
    h33 += weight * beta * (beta * hp - (before / bx) * gp);
  }
  const { gradient: g, hessian: H } = out;
  out.value += value;
  g[0] += g0;
  g[1] += g1;
  g[2] += g2;
  g[3] += g3;
  H[0] += h00;
  H[1] += h01;
  H[2] += h02;
  H[3] += h03;
  H[5] += h11;
  H[6] += h12;
  H[7] += h13;
  H[10] += h22;
  H[11] += h23;
  H[15] += h33;
}

/** R − S = Σ_{j≥k} (ρ)_j/j! τ^j from its weight at j = k−1 on. */
function tailOf(k: number, rho: number, tau: number, last: number): number {
  let sum = 0;
  let w = last;
  for (let j = k; ; j++) {
    w *= ((rho + (j - 1)) * tau) / j;
    sum += w;
    if (!(w > 1e-17 * sum)) return sum;
  }
}
