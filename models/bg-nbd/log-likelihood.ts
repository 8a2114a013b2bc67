/**
 * The log-likelihood of BG/NBD, and of MBG/NBD, with its gradient and Hessian in (ln r, ln α, ln a, ln b).
 *
 *     ln L = Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α) − Σ_{k<c−1} ln(1+a/(b+k)) + 1{c>0} ln(1−π+πρ)
 *     π = a/(a+b+c−1),    ρ = ((α+T)/(α+t_x))^(r+x)
 *
 * c counts the coins of a customer: x in BG/NBD, x + 1 in MBG/NBD, where the first purchase has a coin too. With c = x
 * this is Fader, Hardie & Lee (2005), equation 6, with Γ and B written as products (x is an integer). The last factor
 * of the Beta terms is joined to the mixture, where it cancels exactly at t_x = T. Summed over customers, the products
 * need only N_k, the number of customers with x > k, and ln(1+T/α) only the distinct T. Only the mixture is a sum over
 * histories. Every logarithm is of a ratio, so nothing overflows or cancels as r, α → ∞ or a, b → ∞.
 */
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { addRate } from "../family/purchase-rate.ts";
import { logOfRun, SUM, sumRun } from "./dropout-sums.ts";
import { type Layout, layOut } from "./layout.ts";
import { addSurvival, type FirstCoins } from "./survival.ts";
import { fillTables, type WeighedLayout, weigh } from "./weighed-layout.ts";

/** Lays out the log-likelihood of histories: see {@link Objective}. */
export function objective(histories: Histories): DataObjective {
  return dropoutObjective(histories, 0);
}

/** The same for the model with `firstCoins` coins at the first purchase. */
export function dropoutObjective(histories: Histories, firstCoins: FirstCoins): DataObjective {
  return weighted(layOut(histories, firstCoins), histories.count);
}

function weighted(layout: Layout, count: Float64Array): DataObjective {
  const data = weigh(layout, count);
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  return {
    dimension: 4,
    observations: data.rate.customers,
    evaluate: (logTheta, out) => evaluate(data, logTheta, out),
    reweighted: (other) => weighted(layout, other),
    value: (logTheta) => valueAt(data, logTheta, scratch),
  };
}

function evaluate(data: WeighedLayout, logTheta: Float64Array, out: Evaluation): void {
  const r = Math.exp(logTheta[0]);
  const alpha = Math.exp(logTheta[1]);
  const a = Math.exp(logTheta[2]);
  const b = Math.exp(logTheta[3]);
  const H = out.hessian;
  out.value = 0;
  out.gradient.fill(0);
  H.fill(0);
  fillTables(data, alpha);
  addRate(data.rate, r, alpha, out);
  addSurvival(data.layout.coins, data.rate.atLeast, a, b, out);
  addDropout(data, r, a, b, out);
  for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) H[4 * i + j] = H[4 * j + i];
}

/** The value alone. The sums over k and T compute their derivatives too, at a negligible cost compared with the histories. */
function valueAt(data: WeighedLayout, logTheta: Float64Array, scratch: Evaluation): number {
  const { layout, rows } = data;
  const r = Math.exp(logTheta[0]);
  const alpha = Math.exp(logTheta[1]);
  const a = Math.exp(logTheta[2]);
  const b = Math.exp(logTheta[3]);
  scratch.value = 0;
  fillTables(data, alpha);
  addRate(data.rate, r, alpha, scratch);
  addSurvival(layout.coins, data.rate.atLeast, a, b, scratch);
  for (let run = 0; run < layout.runFrequency.length; run++) {
    const x = layout.runFrequency[run];
    const prior = a / (a + (b + (x + layout.firstCoins - 1)));
    scratch.value += logOfRun(rows, layout.runStart[run], layout.runStart[run + 1], r + x, prior);
  }
  return scratch.value;
}

/** 1{c>0} ln(1−π+πρ): still alive, or dropped out at the last coin. */
function addDropout(data: WeighedLayout, r: number, a: number, b: number, out: Evaluation): void {
  const { layout, rows, sums } = data;
  const { gradient: g, hessian: H } = out;
  for (let run = 0; run < layout.runFrequency.length; run++) {
    const x = layout.runFrequency[run];
    const s = r + x;
    const before = x + layout.firstCoins - 1;
    const bx = b + before;
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
    H[15] += beta * (beta * U - (before / bx) * E);
  }
}
