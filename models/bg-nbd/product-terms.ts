/** The terms of the log-likelihood that are products over k = 0 … x−1, or depend on T alone: sums over runs and distinct T. */
import type { Evaluation } from "../../src/model.ts";
import type { WeighedLayout } from "./weighed-layout.ts";

/** Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α): the rate. */
export function addRate(data: WeighedLayout, r: number, alpha: number, out: Evaluation): void {
  const { layout, rows, customersOfT, purchasesOfT, atLeast } = data;
  const { gradient: g, hessian: H } = out;
  let k = 0;
  for (let run = 0; run < atLeast.length; run++) {
    const x = layout.runFrequency[run];
    let log = 0;
    let first = 0;
    let second = 0;
    for (; k < x; k++) {
      const share = r / (r + k);
      log += Math.log((r + k) / alpha);
      first += share;
      second += share * (k / (r + k));
    }
    const n = atLeast[run];
    out.value += n * log;
    g[0] += n * first;
    H[0] += n * second;
  }
  for (let i = 0; i < customersOfT.length; i++) {
    const t = layout.T[i];
    const log = rows.logT[i];
    const part = t / (alpha + t);
    const rest = alpha / (alpha + t);
    const rCustomers = r * customersOfT[i];
    const purchases = purchasesOfT[i];
    out.value -= (rCustomers + purchases) * log;
    g[0] -= rCustomers * log;
    g[1] += rCustomers * part - purchases * rest;
    H[0] -= rCustomers * log;
    H[1] += rCustomers * part;
    H[5] -= (rCustomers + purchases) * part * rest;
  }
}

/** −Σ_{k<x−1} ln(1+a/(b+k)): no dropout after any repeat purchase but the last. */
export function addSurvival(data: WeighedLayout, a: number, b: number, out: Evaluation): void {
  const { layout, atLeast } = data;
  const { gradient: g, hessian: H } = out;
  let k = 0;
  for (let run = 0; run < atLeast.length; run++) {
    const last = layout.runFrequency[run] - 1;
    let log = 0;
    let ga = 0;
    let gb = 0;
    let aa = 0;
    let ab = 0;
    let bb = 0;
    for (; k < last; k++) {
      const bk = b + k;
      const beta = b / bk;
      const dropout = a / (a + bk);
      const stay = bk / (a + bk);
      log += Math.log1p(a / bk);
      ga += dropout;
      gb += dropout * beta;
      aa += dropout * stay;
      ab += dropout * stay * beta;
      bb += dropout * beta * (k / bk - stay * beta);
    }
    const n = atLeast[run];
    out.value -= n * log;
    g[2] -= n * ga;
    g[3] += n * gb;
    H[10] -= n * aa;
    H[11] += n * ab;
    H[15] += n * bb;
  }
}
