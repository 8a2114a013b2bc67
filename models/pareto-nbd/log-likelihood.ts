/**
 * The log-likelihood of Pareto/NBD with its gradient and Hessian in (ln r, ln α, ln s, ln β).
 *
 *     ln L = Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α) − s ln(1+T/β) + ln(1+Q)
 *     Q = s ∫_{t_x}^T ((α+T)/(α+y))^(r+x) ((β+T)/(β+y))^s dy/(β+y)
 *
 * Schmittlein, Morrison & Colombo (1987), with the possible death at any y of the silence as an integral, not as their
 * 2F1. The customer alive is taken out as a factor, so that 1 + Q loses no digit, and Q is 0 at t_x = T. Q comes from
 * one of two kernels: One is a series with coefficients that depend on x alone (`death-series.ts`), where z at t_x is
 * at most 0.9. The other is quadrature (`death-nodes.ts`).
 */
import { arranged } from "../../src/math/runs.ts";
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { addRate, type WeighedRate, weighRate } from "../family/purchase-rate.ts";
import { addByQuadrature } from "./death-quadrature-sums.ts";
import { DEATHS, nearestTime, type Rates, tabulateDeaths } from "./death-series.ts";
import { addBySeries } from "./death-series-sums.ts";
import { type Layout, layOut, type Run } from "./layout.ts";

/** A layout with its weights, and the room in which one evaluation works. */
interface Weighed {
  readonly layout: Layout;
  readonly count: Float64Array;
  readonly rate: WeighedRate;
  readonly atRecency: Float64Array;
  readonly atT: Float64Array;
  readonly rates: Rates;
}

/** Lays out the log-likelihood of histories: see {@link Objective}. */
export function objective(histories: Histories): DataObjective {
  return weighted(layOut(histories), histories.count);
}

function weighted(layout: Layout, counts: Float64Array): DataObjective {
  const count = arranged(counts, layout.rate.runs);
  const data: Weighed = {
    layout,
    count,
    rate: weighRate(layout.rate, count),
    atRecency: new Float64Array(DEATHS * layout.mostRecencies),
    atT: new Float64Array(DEATHS * layout.mostT),
    rates: { r: 0, alpha: 0, s: 0, beta: 0 },
  };
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  return {
    dimension: 4,
    observations: data.rate.customers,
    evaluate: (phi, out) => evaluate(data, phi, out),
    reweighted: (other) => weighted(layout, other),
    value(phi) {
      evaluate(data, phi, scratch);
      return scratch.value;
    },
  };
}

function evaluate(data: Weighed, phi: Float64Array, out: Evaluation): void {
  const { rates, layout, rate } = data;
  const H = out.hessian;
  out.value = 0;
  out.gradient.fill(0);
  H.fill(0);
  rates.r = Math.exp(phi[0]);
  rates.alpha = Math.exp(phi[1]);
  rates.s = Math.exp(phi[2]);
  rates.beta = Math.exp(phi[3]);
  for (let k = 0; k < rate.T.length; k++) rate.logT[k] = Math.log1p(rate.T[k] / rates.alpha);
  addRate(rate, rates.r, rates.alpha, out);
  addSurvival(rate, rates.s, rates.beta, out);
  if (rates.s > 0) for (const run of layout.runs) addDeaths(data, run, out);
  for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) H[4 * i + j] = H[4 * j + i];
}

/** −s ln(1+T/β): alive until T. */
function addSurvival({ T, customersOfT }: WeighedRate, s: number, beta: number, out: Evaluation): void {
  const { gradient: g, hessian: H } = out;
  for (let k = 0; k < T.length; k++) {
    const log = customersOfT[k] * s * Math.log1p(T[k] / beta);
    const slope = (customersOfT[k] * s * T[k]) / (beta + T[k]);
    out.value -= log;
    g[2] -= log;
    g[3] += slope;
    H[10] -= log;
    H[11] += slope;
    H[15] -= (slope * beta) / (beta + T[k]);
  }
}

/** ln(1+Q): alive at T, or died in the silence before. */
function addDeaths(data: Weighed, run: Run, out: Evaluation): void {
  const { rates, count, atRecency, atT } = data;
  const { x, begin, end, recency, T, placeOfRecency, placeOfT } = run;
  tabulateDeaths(x, rates, recency, atRecency);
  tabulateDeaths(x, rates, T, atT);
  if (addBySeries(rates, run, count, atRecency, atT, out) === 0) return;
  const nearest = nearestTime(rates.alpha, rates.beta);
  for (let k = begin; k < end; k++) {
    const tx = recency[placeOfRecency[k - begin]];
    if (tx < nearest && count[k] > 0) addByQuadrature(rates, x, tx, T[placeOfT[k - begin]], count[k], out);
  }
}
