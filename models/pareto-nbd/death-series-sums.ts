import type { Evaluation } from "../../src/model/objective.ts";
import { addDerivatives } from "../family/add-derivatives.ts";
import { DEATHS, nearestTime, type Rates } from "./death-series.ts";
import type { Run } from "./layout.ts";

/** An odds beyond e^700 is no double: the logarithm is then taken apart, and the customer is dead. */
export const LARGEST_EXPONENT = 700;

/**
 * Adds Σ count·ln(1 + Q) with derivatives over the rows of a run that the series can do: Q = e^E M(t_x) − M(T), from the run's tables of
 * {@link tabulateDeaths}, with E = ρ ln((α+T)/(α+t_x)) + s ln((β+T)/(β+t_x)). Returns how many rows it leaves.
 */
export function addBySeries(
  { r, alpha, s, beta }: Rates,
  { x, begin, end, recency, T, placeOfRecency, placeOfT }: Run,
  count: Float64Array,
  M: Float64Array,
  N: Float64Array,
  out: Evaluation,
): number {
  const rho = r + x;
  const nearest = nearestTime(alpha, beta);
  let left = 0;
  let value = 0;
  let [g0, g1, g2, g3] = [0, 0, 0, 0];
  let [h00, h01, h02, h03, h11, h12, h13, h22, h23, h33] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < end - begin; k++) {
    const p = placeOfRecency[k];
    const q = placeOfT[k];
    const tx = recency[p];
    if (tx < nearest) {
      left++;
      continue;
    }
    const w = count[begin + k];
    const a = DEATHS * p;
    const b = DEATHS * q;
    const silence = T[q] - tx;
    const lr = N[b + 15] - M[a + 15];
    const ls = N[b + 16] - M[a + 16];
    const exponent = rho * lr + s * ls;
    const m = M[a];
    let up: number;
    let down: number;
    if (exponent > LARGEST_EXPONENT) {
      value += w * (exponent + Math.log(m));
      up = w / m;
      down = 0;
    } else {
      const rise = Math.expm1(exponent);
      const odds = rise * m + (m - N[b]);
      value += w * Math.log1p(odds);
      down = w / (1 + odds);
      up = (1 + rise) * down;
    }
    const Ax = alpha * M[a + 17];
    const AT = alpha * N[b + 17];
    const Bx = beta * M[a + 18];
    const BT = beta * N[b + 18];
    const ea = -AT * silence * M[a + 17];
    const Er = r * lr;
    const Ea = rho * ea;
    const Es = s * ls;
    const Eb = -s * BT * silence * M[a + 18];
    const mr = M[a + 1] + m * Er;
    const ma = M[a + 2] + m * Ea;
    const ms = M[a + 3] + m * Es;
    const mb = M[a + 4] + m * Eb;
    const gr = up * mr - down * N[b + 1];
    const ga = up * ma - down * N[b + 2];
    const gs = up * ms - down * N[b + 3];
    const gb = up * mb - down * N[b + 4];
    g0 += gr;
    g1 += ga;
    g2 += gs;
    g3 += gb;
    const one = w > 0 ? 1 / w : 0;
    h00 += up * (M[a + 5] + M[a + 1] * Er + (mr + m) * Er) - down * N[b + 5] - one * gr * gr;
    h01 += up * (M[a + 6] + M[a + 1] * Ea + ma * Er + m * r * ea) - down * N[b + 6] - one * gr * ga;
    h02 += up * (M[a + 7] + M[a + 1] * Es + ms * Er) - down * N[b + 7] - one * gr * gs;
    h03 += up * (M[a + 8] + M[a + 1] * Eb + mb * Er) - down * N[b + 8] - one * gr * gb;
    h11 += up * (M[a + 9] + M[a + 2] * Ea + (ma + m * (1 - AT - Ax)) * Ea) - down * N[b + 9] - one * ga * ga;
    h12 += up * (M[a + 10] + M[a + 2] * Es + ms * Ea) - down * N[b + 10] - one * ga * gs;
    h13 += up * (M[a + 11] + M[a + 2] * Eb + mb * Ea) - down * N[b + 11] - one * ga * gb;
    h22 += up * (M[a + 12] + M[a + 3] * Es + (ms + m) * Es) - down * N[b + 12] - one * gs * gs;
    h23 += up * (M[a + 13] + M[a + 3] * Eb + mb * Es + m * Eb) - down * N[b + 13] - one * gs * gb;
    h33 += up * (M[a + 14] + M[a + 4] * Eb + (mb + m * (1 - BT - Bx)) * Eb) - down * N[b + 14] - one * gb * gb;
  }
  out.value += value;
  addDerivatives(out, g0, g1, g2, g3, h00, h01, h02, h03, h11, h12, h13, h22, h23, h33);
  return left;
}
