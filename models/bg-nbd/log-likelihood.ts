/**
 * The log-likelihood of BG/NBD with its gradient and Hessian in (ln r, ln α, ln a, ln b).
 *
 *     ln L = Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α) − Σ_{k<x−1} ln(1+a/(b+k)) + 1{x>0} ln(1−π+πρ)
 *     π = a/(a+b+x−1),    ρ = ((α+T)/(α+t_x))^(r+x)
 *
 * This is Fader, Hardie & Lee (2005), equation 6, with Γ and B written as products (x is an integer) and the last factor
 * of the Beta terms joined to the mixture, where it cancels exactly at t_x = T. Summed over customers, the products need
 * only N_k, the number of customers with x > k, and ln(1+T/α) only the distinct T; the mixture alone is a sum over
 * histories. Every logarithm is of a ratio, so nothing overflows or cancels as r, α → ∞ or a, b → ∞.
 */
import type { DataObjective, Evaluation, Histories } from "../../src/model.ts";
import { type DropoutRows, dropoutRows, SUM, sumRun } from "./dropout-sums.ts";
import { type Layout, layOut } from "./layout.ts";

/** Lays out the log-likelihood of histories: see {@link Objective}. */
export function objective(histories: Histories): DataObjective {
  return weighted(layOut(histories), histories.count);
}

function weighted(layout: Layout, count: Float64Array): DataObjective {
  const data = weigh(layout, count);
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  return {
    dimension: 4,
    observations: data.customers,
    evaluate: (logTheta, out) => evaluate(data, logTheta, out),
    reweighted: (other) => weighted(layout, other),
    value: (logTheta) => {
      evaluate(data, logTheta, scratch);
      return scratch.value;
    },
  };
}

/** A layout with its weights, and the room in which one evaluation works. */
interface Data {
  readonly layout: Layout;
  readonly rows: DropoutRows;
  readonly customers: number;
  readonly longestT: number;
  /** Per distinct T: its customers, and their repeat purchases. */
  readonly customersOfT: Float64Array;
  readonly purchasesOfT: Float64Array;
  /** Per run: the customers of this run and all later ones; N_k from the previous run's x up to this one's. */
  readonly atLeast: Float64Array;
  readonly sums: Float64Array;
}

function weigh(layout: Layout, count: Float64Array): Data {
  const { frequency, T, placeOfT, recency, runStart, rowHistory } = layout;
  const customersOfT = new Float64Array(T.length);
  const purchasesOfT = new Float64Array(T.length);
  let customers = 0;
  for (let i = 0; i < placeOfT.length; i++) {
    const w = count[i];
    const place = placeOfT[i];
    customers += w;
    customersOfT[place] += w;
    purchasesOfT[place] += w * frequency[i];
  }
  const weight = new Float64Array(rowHistory.length);
  for (let row = 0; row < weight.length; row++) weight[row] = count[rowHistory[row]];
  const atLeast = new Float64Array(runStart.length - 1);
  let later = 0;
  for (let run = atLeast.length - 1; run >= 0; run--) {
    for (let row = runStart[run]; row < runStart[run + 1]; row++) later += weight[row];
    atLeast[run] = later;
  }
  return {
    layout,
    rows: dropoutRows(weight, layout.rowT, layout.rowRecency, T.length, recency.length),
    customers,
    longestT: T.reduce((longest, t) => Math.max(longest, t), 0),
    customersOfT,
    purchasesOfT,
    atLeast,
    sums: new Float64Array(SUM.length),
  };
}

function evaluate(data: Data, logTheta: Float64Array, out: Evaluation): void {
  const r = Math.exp(logTheta[0]);
  const alpha = Math.exp(logTheta[1]);
  const a = Math.exp(logTheta[2]);
  const b = Math.exp(logTheta[3]);
  const H = out.hessian;
  out.value = 0;
  out.gradient.fill(0);
  H.fill(0);
  fillTables(data, alpha);
  addRate(data, r, alpha, out);
  addSurvival(data, a, b, out);
  addDropout(data, r, a, b, out);
  for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) H[4 * i + j] = H[4 * j + i];
}

/**
 * Tables of ln(1+t/α) and of its slope. With α beyond all T, α/(α+t) is close to 1 and −t/(α+t), which differs from it by
 * 1, keeps its digits: only differences of slopes are used.
 */
function fillTables(data: Data, alpha: number): void {
  const { layout, rows, longestT } = data;
  const far = alpha > longestT;
  fillTable(layout.T, alpha, far, rows.logT, rows.slopeT);
  fillTable(layout.recency, alpha, far, rows.logRecency, rows.slopeRecency);
  rows.slopeOrigin = far ? -1 : 1;
  rows.largestLog = Math.log1p(longestT / alpha);
}

function fillTable(times: Float64Array, alpha: number, far: boolean, log: Float64Array, slope: Float64Array): void {
  for (let k = 0; k < times.length; k++) {
    const t = times[k];
    log[k] = Math.log1p(t / alpha);
    slope[k] = (far ? -t : alpha) / (alpha + t);
  }
}

/** Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α): the rate. */
function addRate(data: Data, r: number, alpha: number, out: Evaluation): void {
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
function addSurvival(data: Data, a: number, b: number, out: Evaluation): void {
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

/** 1{x>0} ln(1−π+πρ): still alive, or dropped out after the last purchase. */
function addDropout(data: Data, r: number, a: number, b: number, out: Evaluation): void {
  const { layout, rows, sums } = data;
  const { gradient: g, hessian: H } = out;
  for (let run = 0; run < layout.runFrequency.length; run++) {
    const x = layout.runFrequency[run];
    const s = r + x;
    const bx = b + (x - 1);
    const beta = b / bx;
    sumRun(rows, layout.runStart[run], layout.runStart[run + 1], s, a / (a + bx), sums);
    const E = sums[SUM.E];
    const U = sums[SUM.U];
    const rdl = r * sums[SUM.dl];
    const rvl = r * sums[SUM.vl];
    const sve = s * sums[SUM.ve];
    out.value += sums[SUM.log];
    g[0] += rdl;
    g[1] += s * sums[SUM.de];
    g[2] += E;
    g[3] -= beta * E;
    H[0] += rdl + r * r * sums[SUM.vll];
    H[1] += r * sums[SUM.de] + r * s * sums[SUM.vle];
    H[2] += rvl;
    H[3] -= beta * rvl;
    H[5] += s * sums[SUM.df] + s * s * sums[SUM.vee];
    H[6] += sve;
    H[7] -= beta * sve;
    H[10] += U;
    H[11] -= beta * U;
    H[15] += beta * (beta * U - ((x - 1) / bx) * E);
  }
}
