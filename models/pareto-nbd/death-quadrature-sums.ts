import type { Evaluation } from "../../src/model/objective.ts";
import { addDerivatives } from "../family/add-derivatives.ts";
import { layDeathNodes, nodes } from "./death-nodes.ts";
import type { Rates } from "./death-series.ts";
import { LARGEST_EXPONENT } from "./death-series-sums.ts";

/** Adds `weight`·ln(1 + Q) with derivatives for one history, Q by quadrature over the time of death, for all parameters. */
export function addByQuadrature(
  { r, alpha, s, beta }: Rates,
  x: number,
  tx: number,
  T: number,
  weight: number,
  out: Evaluation,
): void {
  const rho = r + x;
  const silence = T - tx;
  if (silence === 0) return;
  const A = alpha + tx;
  const B = beta + tx;
  const count = layDeathNodes(rho, A, s, B, silence);
  const least = Math.min(A, B);
  const lr = Math.log1p(silence / A);
  const ls = Math.log1p(silence / B);
  const shareT = alpha / (alpha + T);
  const shareB = beta / (beta + T);
  let sum = 0;
  let r1 = 0;
  let a1 = 0;
  let s1 = 0;
  let b1 = 0;
  let rr = 0;
  let ra = 0;
  let rs = 0;
  let rb = 0;
  let aa = 0;
  let as = 0;
  let ab = 0;
  let ss = 0;
  let sb = 0;
  let bb = 0;
  for (let j = 0; j < count; j++) {
    const y = nodes.y[j];
    const w = (nodes.weight[j] * (least + y)) / (B + y);
    // Derivatives of the logarithm of the integrand.
    const shareAy = alpha / (A + y);
    const shareBy = beta / (B + y);
    const ea = (-shareT * (silence - y)) / (A + y);
    const eb = (-shareB * (silence - y)) / (B + y);
    const hr = r * (lr - nodes.fallA[j]);
    const ha = rho * ea;
    const m = s * (ls - nodes.fallB[j]);
    const hs = 1 + m;
    const hb = s * eb - shareBy;
    sum += w;
    r1 += w * hr;
    a1 += w * ha;
    s1 += w * hs;
    b1 += w * hb;
    rr += w * (hr + hr * hr);
    ra += w * (r * ea + hr * ha);
    rs += w * hr * hs;
    rb += w * hr * hb;
    aa += w * (ha * (1 - shareT - shareAy) + ha * ha);
    as += w * ha * hs;
    ab += w * ha * hb;
    ss += w * (m + hs * hs);
    sb += w * (s * eb + hs * hb);
    bb += w * (s * eb * (1 - shareB - shareBy) - shareBy * (1 - shareBy) + hb * hb);
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
  const gr = share * r1;
  const ga = share * a1;
  const gs = share * s1;
  const gb = share * b1;
  addDerivatives(
    out,
    weight * gr,
    weight * ga,
    weight * gs,
    weight * gb,
    weight * (share * rr - gr * gr),
    weight * (share * ra - gr * ga),
    weight * (share * rs - gr * gs),
    weight * (share * rb - gr * gb),
    weight * (share * aa - ga * ga),
    weight * (share * as - ga * gs),
    weight * (share * ab - ga * gb),
    weight * (share * ss - gs * gs),
    weight * (share * sb - gs * gb),
    weight * (share * bb - gb * gb),
  );
}
