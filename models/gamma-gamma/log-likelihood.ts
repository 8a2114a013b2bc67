/**
 * The log-likelihood of Gamma-Gamma with its gradient and Hessian in (ln p, ln q, ln v).
 *
 *     ln L = −ln B(px, q) − ln m − px ln(1+v/(mx)) − q ln(1+mx/v)
 *
 * (Fader & Hardie 2013, equation 1a, every logarithm written as one of a ratio.) The Gamma terms depend on x alone and
 * are taken once per distinct x. Per history there is one logarithm: the smaller of the two by log1p, the other from
 * it.
 */
import trigamma from "@stdlib/math-base-special-trigamma";
import { digammaDifference, negativeLogBeta, trigammaDifference } from "../../src/math/gamma-differences.ts";
import { arranged } from "../../src/math/runs.ts";
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { SpendHistories } from "../../src/model.ts";
import { type Layout, layOut } from "./layout.ts";

/** Lays out the log-likelihood of spend histories: see {@link Objective}. */
export function objective(histories: SpendHistories): DataObjective {
  return weighted(layOut(histories), histories.count);
}

function weighted(layout: Layout, count: Float64Array): DataObjective {
  const weight = arranged(count, layout.runs);
  const data: Data = { layout, weight, sums: new Float64Array(SUM.length) };
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(3), hessian: new Float64Array(9) };
  return {
    dimension: 3,
    observations: weight.reduce((sum, customers) => sum + customers, 0),
    evaluate: (logTheta, out) => evaluate(data, logTheta, out),
    reweighted: (other) => weighted(layout, other),
    value: (logTheta) => {
      evaluate(data, logTheta, scratch);
      return scratch.value;
    },
  };
}

/** A layout with its weights, and the room for the sums of a run. */
interface Data {
  readonly layout: Layout;
  readonly weight: Float64Array;
  readonly sums: Float64Array;
}

/**
 * Places of the sums over the customers of a run, with t = v/(v+mx): 1, ln mx, ln(1+v/mx), ln(1+mx/v), t, 1−t and t(1−t).
 *
 * The first two depend on no parameter. In this loop they cost 4 % of an evaluation. Rejected: a separate loop. It cost
 * the first fit of a million customers 4 ms, more than a whole evaluation, because it ran before it was compiled.
 */
const SUM = { customers: 0, logTotal: 1, logByTotal: 2, logByV: 3, t: 4, rest: 5, product: 6, length: 7 } as const;

function evaluate(data: Data, logTheta: Float64Array, out: Evaluation): void {
  const { layout, sums } = data;
  const { value: runFrequency, start: runStart } = layout.runs;
  const { gradient: g, hessian: H } = out;
  const p = Math.exp(logTheta[0]);
  const q = Math.exp(logTheta[1]);
  out.value = 0;
  g.fill(0);
  H.fill(0);
  for (let run = 0; run < runFrequency.length; run++) {
    sumRun(data, runStart[run], runStart[run + 1], logTheta[2], sums);
    const x = runFrequency[run];
    const y = p * x;
    const n = sums[SUM.customers];
    const logSpend = sums[SUM.logTotal] - n * Math.log(x);
    const logByTotal = y * sums[SUM.logByTotal];
    const logByV = q * sums[SUM.logByV];
    const gp = y * n * digammaDifference(y, q) - logByTotal;
    const gq = q * n * digammaDifference(q, y) - logByV;
    out.value += n * negativeLogBeta(y, q) - logSpend - logByTotal - logByV;
    g[0] += gp;
    g[1] += gq;
    g[2] += q * sums[SUM.rest] - y * sums[SUM.t];
    H[0] += gp + y * y * n * trigammaDifference(y, q);
    H[1] += y * q * n * trigamma(y + q);
    H[2] -= y * sums[SUM.t];
    H[4] += gq + q * q * n * trigammaDifference(q, y);
    H[5] += q * sums[SUM.rest];
    H[8] -= (y + q) * sums[SUM.product];
  }
  for (let i = 0; i < 3; i++) for (let j = 0; j < i; j++) H[3 * i + j] = H[3 * j + i];
}

function sumRun(data: Data, from: number, to: number, logV: number, sums: Float64Array): void {
  const { weight } = data;
  const { total, logTotal } = data.layout;
  const perV = Math.exp(-logV);
  let customers = 0;
  let logTotals = 0;
  let logByTotal = 0;
  let logByV = 0;
  let t = 0;
  let rest = 0;
  let product = 0;
  for (let row = from; row < to; row++) {
    const w = weight[row];
    const ratio = total[row] * perV;
    const logOfTotal = logTotal[row];
    const logRatio = logOfTotal - logV;
    const share = 1 / (1 + ratio);
    const small = Math.log1p(ratio < 1 ? ratio : 1 / ratio);
    customers += w;
    logTotals += w * logOfTotal;
    logByTotal += w * (ratio < 1 ? small - logRatio : small);
    logByV += w * (ratio < 1 ? small : small + logRatio);
    t += w * share;
    rest += w * ratio * share;
    product += w * ratio * share * share;
  }
  sums[SUM.customers] = customers;
  sums[SUM.logTotal] = logTotals;
  sums[SUM.logByTotal] = logByTotal;
  sums[SUM.logByV] = logByV;
  sums[SUM.t] = t;
  sums[SUM.rest] = rest;
  sums[SUM.product] = product;
}
