import type { Evaluation } from "../../src/model/objective.ts";
import { addDerivatives } from "../family/add-derivatives.ts";
import type { Member } from "./phases.ts";

/** A power beyond e^700 is no double: everything is then taken in parts of it. */
const LARGEST_EXPONENT = 700;
/** Below these R − S is summed as a tail of weights, not taken as a difference. */
const SMALL_TAIL = 1e-2;
const SMALL_TAU = 0.5;
/** Below this ln((α+T)/(α+t_x)) is not taken as a difference of tabulated logarithms. */
const SMALL_LOG = 1e-2;
/** Below this shape ρ a power less 1 is not taken as a product of tabulated powers. */
const SMALL_SHAPE = 0.05;
/** Rows in a block: no call of exp interrupts the sums, and sums of block sums keep rounding from growing. */
const BLOCK = 1024;
/** Six polynomials in τ, of S − 1 and its derivatives. */
const POLYNOMIALS = 6;

/** Histories in runs of equal x, laid out for one member and for many parameters. */
export interface Silences extends Member {
  /** Run i has x = `frequency[i]` and the rows `start[i]` up to `start[i + 1]`. */
  readonly frequency: Float64Array;
  readonly start: Int32Array;
  /** Distinct T and t_x, and of each row the places of both. */
  readonly T: Float64Array;
  readonly recency: Float64Array;
  readonly placeOfT: Int32Array;
  readonly placeOfRecency: Int32Array;
  readonly count: Float64Array;
}

/** Tables of a time: ln(1+t/α), 1/(α+t), and its power within a run. */
interface Table {
  readonly log: Float64Array;
  readonly inverse: Float64Array;
  readonly power: Float64Array;
}

function tableOf({ length }: Float64Array): Table {
  return { log: new Float64Array(length), inverse: new Float64Array(length), power: new Float64Array(length) };
}

function fillTable(times: Float64Array, alpha: number, { log, inverse }: Table): void {
  for (let i = 0; i < times.length; i++) {
    log[i] = Math.log1p(times[i] / alpha);
    inverse[i] = 1 / (alpha + times[i]);
  }
}

/**
 * Lays out the sum Σ count·ln(S + π(R−S)), what the silence since t_x says. The returned function adds it with its derivatives.
 *
 * Histories with equal x share ρ, π and the coefficients of S, a polynomial in τ of degree k−1. Logarithms are taken
 * once for each distinct time.
 */
export function silenceSums(data: Silences): (r: number, alpha: number, a: number, b: number, out: Evaluation) => void {
  const { k, firstCoins, frequency, start, T, recency, placeOfT, placeOfRecency } = data;
  const [atT, atRecency] = [tableOf(T), tableOf(recency)];
  const rises = new Float64Array(BLOCK);
  const logs = new Float64Array(BLOCK);
  const coefficients = new Float64Array(POLYNOMIALS * (k - 1));
  const longest = T.reduce((most, t) => Math.max(most, t), 0);

  /** Fills l = ln((α+T)/(α+t_x)) and, where a coin gives it a say, R − 1 of a block. */
  const fillBlock = (low: number, high: number, rho: number, coin: boolean, tabulated: boolean): void => {
    const [logT, logRecency, powerT, powerRecency] = [atT.log, atRecency.log, atT.power, atRecency.power];
    const inverseRecency = atRecency.inverse;
    for (let i = low; i < high; i++) {
      const p = placeOfT[i];
      const q = placeOfRecency[i];
      let l = logT[p] - logRecency[q];
      if (l < SMALL_LOG) l = Math.log1p((T[p] - recency[q]) * inverseRecency[q]);
      logs[i - low] = l;
      if (!coin) rises[i - low] = 0;
      else if (tabulated) rises[i - low] = powerT[p] * powerRecency[q] - 1;
      else rises[i - low] = Math.expm1(Math.min(rho * l, LARGEST_EXPONENT));
    }
  };

  return (r, alpha, a, b, out) => {
    fillTable(T, alpha, atT);
    fillTable(recency, alpha, atRecency);
    for (let run = 0; run < frequency.length; run++) {
      const x = frequency[run];
      const rho = r + k * x;
      const before = x + firstCoins - 1;
      const bx = b + before;
      const pi = before < 0 ? 0 : a / (a + bx);
      const [from, to] = [start[run], start[run + 1]];
      const tabulated =
        to - from > T.length + recency.length &&
        rho > SMALL_SHAPE &&
        rho * Math.log1p(longest / alpha) < LARGEST_EXPONENT;
      if (tabulated) {
        for (let i = 0; i < T.length; i++) atT.power[i] = Math.exp(rho * atT.log[i]);
        for (let i = 0; i < recency.length; i++) atRecency.power[i] = Math.exp(-rho * atRecency.log[i]);
      }
      layPhases(k, r, rho, coefficients);
      for (let low = from; low < to; low += BLOCK) {
        const high = Math.min(to, low + BLOCK);
        fillBlock(low, high, rho, pi > 0, tabulated);
        addBlock(low, high, r, rho, alpha, pi, b / bx, before, out);
      }
    }
  };

  function addBlock(
    low: number,
    high: number,
    r: number,
    rho: number,
    alpha: number,
    pi: number,
    beta: number,
    before: number,
    out: Evaluation,
  ): void {
    const { count } = data;
    const inverseT = atT.inverse;
    const inverseRecency = atRecency.inverse;
    const size = coefficients.length;
    const stay = 1 - pi;
    const mixed = pi * stay;
    let value = 0;
    let g0 = 0;
    let g1 = 0;
    let g2 = 0;
    let h00 = 0;
    let h01 = 0;
    let h02 = 0;
    let h11 = 0;
    let h12 = 0;
    let h22 = 0;
    for (let i = low; i < high; i++) {
      const p = placeOfT[i];
      const q = placeOfRecency[i];
      const weight = count[i];
      const tau = (T[p] - recency[q]) * inverseT[p];
      const shareT = alpha * inverseT[p];
      const share = alpha * inverseRecency[q];
      const l = logs[i - low];
      // S − 1, and its derivatives in ln r and by τ.
      let S = 0;
      let Sr = 0;
      let Srr = 0;
      let St = 0;
      let Stt = 0;
      let Srt = 0;
      for (let c = 0; c < size; c += POLYNOMIALS) {
        S = (S + coefficients[c]) * tau;
        Sr = (Sr + coefficients[c + 1]) * tau;
        Srr = (Srr + coefficients[c + 2]) * tau;
        St = (St + coefficients[c + 3]) * tau;
        Stt = (Stt + coefficients[c + 4]) * tau;
        Srt = (Srt + coefficients[c + 5]) * tau;
      }
      const Sa = -shareT * St;
      const Saa = shareT * (shareT * Stt - (1 - shareT) * St);
      const Sra = -shareT * Srt;
      let R = 1 + rises[i - low];
      let tail = rises[i - low] - S;
      if (tail < SMALL_TAIL && tau < SMALL_TAU && pi > 0) tail = tailOf(k, rho, tau);
      let part = 1;
      let rest = S + pi * tail;
      if (rho * l > LARGEST_EXPONENT && pi > 0) {
        // All in parts of the power R.
        part = Math.exp(-rho * l);
        R = 1;
        tail = 1 - part * (1 + S);
        rest = part * (1 + S) + pi * tail - 1;
        value += weight * rho * l;
      }
      value += weight * Math.log(1 + rest);
      const one = 1 / (1 + rest);
      const alive = one * stay * part;
      const gone = one * pi * R;
      const e = -tau * share;
      const Er = r * l;
      const Ea = rho * e;
      const gr = alive * Sr + gone * Er;
      const ga = alive * Sa + gone * Ea;
      const coin = one * mixed;
      const gp = coin * tail;
      g0 += weight * gr;
      g1 += weight * ga;
      g2 += weight * gp;
      h00 += weight * (alive * Srr + gone * (Er + Er * Er) - gr * gr);
      h01 += weight * (alive * Sra + gone * (r * e + Er * Ea) - gr * ga);
      h11 += weight * (alive * Saa + gone * (Ea * (1 - shareT - share) + Ea * Ea) - ga * ga);
      h02 += weight * (coin * (R * Er - part * Sr) - gr * gp);
      h12 += weight * (coin * (R * Ea - part * Sa) - ga * gp);
      h22 += weight * (gp * (1 - 2 * pi) - gp * gp);
    }
    out.value += value;
    // π depends on b through b + c − 1 alone; without a coin on nothing.
    if (before < 0) addDerivatives(out, g0, g1, g2, 0, h00, h01, h02, 0, h11, h12, 0, h22, 0, 0);
    else {
      const h33 = beta * (beta * h22 - (1 - beta) * g2);
      addDerivatives(
        out,
        g0,
        g1,
        g2,
        -beta * g2,
        h00,
        h01,
        h02,
        -beta * h02,
        h11,
        h12,
        -beta * h12,
        h22,
        -beta * h22,
        h33,
      );
    }
  }
}

/**
 * The coefficients of τ^j in S − 1 = Σ_{1≤j<k} (ρ)_j/j! τ^j, and in its first and second derivative in ln r. Then j
 * times the first, j² times the first and j times the second of these, for j = k−1 down to 1.
 */
function layPhases(k: number, r: number, rho: number, out: Float64Array): void {
  let [c, u, pairs] = [1, 0, 0];
  for (let j = 1; j < k; j++) {
    const up = 1 / (rho + (j - 1));
    c *= (rho + (j - 1)) / j;
    pairs += 2 * u * up;
    u += up;
    const at = POLYNOMIALS * (k - 1 - j);
    out[at] = c;
    out[at + 1] = c * r * u;
    out[at + 2] = c * r * (u + r * pairs);
    out[at + 3] = j * c;
    out[at + 4] = j * j * c;
    out[at + 5] = j * c * r * u;
  }
}

/** R − S = Σ_{j≥k} (ρ)_j/j! τ^j. */
function tailOf(k: number, rho: number, tau: number): number {
  let [sum, w] = [0, 1];
  for (let j = 1; ; j++) {
    w *= ((rho + (j - 1)) * tau) / j;
    if (j < k) continue;
    sum += w;
    if (!(w > 1e-17 * sum)) return sum;
  }
}
