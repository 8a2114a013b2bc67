/**
 * The log-likelihood of GGompertz/NBD with its gradient and Hessian in (ln r, ln α, ln b, ln s, ln β).
 *
 *     ln L = Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α) − s ln(1+H(T)/β) + ln(1+Q),   H(y) = (e^(by) − 1)/b
 *     Q = s ∫_{t_x}^T ((α+T)/(α+y))^(r+x) ((β+H(T))/(β+H(y)))^s e^(by) dy/(β+H(y))
 *
 * Bemmaor & Glady (2012), with β for their β/b: so b = 0 is Pareto/NBD, and the derivatives by ln b vanish there as b does. Q comes by
 * quadrature over the time of death (`aging-nodes.ts`), with moments over the same nodes for the derivatives.
 */
import { arranged } from "../../src/math/runs.ts";
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { addRate, layRate, type RateLayout, type WeighedRate, weighRate } from "../family/purchase-rate.ts";
import { addDeaths, addSurvival, type Theta } from "./death-sums.ts";

/** Histories in the order of x. */
interface Layout {
  readonly rate: RateLayout;
  readonly recency: Float64Array;
  readonly T: Float64Array;
}

/** A layout with its weights. */
interface Weighed {
  readonly layout: Layout;
  readonly count: Float64Array;
  readonly rate: WeighedRate;
  readonly theta: Theta;
}

/** Lays out the log-likelihood of histories: see `DataObjective`. */
export function objective(histories: Histories): DataObjective {
  const rate = layRate(histories);
  const layout = { rate, recency: arranged(histories.recency, rate.runs), T: arranged(histories.T, rate.runs) };
  return weighted(layout, histories.count);
}

function weighted(layout: Layout, counts: Float64Array): DataObjective {
  const count = arranged(counts, layout.rate.runs);
  const rate = weighRate(layout.rate, count);
  const data: Weighed = { layout, count, rate, theta: { r: 0, alpha: 0, b: 0, s: 0, beta: 0 } };
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(5), hessian: new Float64Array(25) };
  return {
    dimension: 5,
    observations: rate.customers,
    evaluate: (phi, out) => evaluate(data, phi, out),
    reweighted: (other) => weighted(layout, other),
    value(phi) {
      evaluate(data, phi, scratch);
      return scratch.value;
    },
  };
}

function evaluate({ layout, count, rate, theta }: Weighed, phi: Float64Array, out: Evaluation): void {
  const H = out.hessian;
  out.value = 0;
  out.gradient.fill(0);
  H.fill(0);
  theta.r = Math.exp(phi[0]);
  theta.alpha = Math.exp(phi[1]);
  theta.b = Math.exp(phi[2]);
  theta.s = Math.exp(phi[3]);
  theta.beta = Math.exp(phi[4]);
  for (let k = 0; k < rate.T.length; k++) rate.logT[k] = Math.log1p(rate.T[k] / theta.alpha);
  addRate(rate, theta.r, theta.alpha, out);
  if (theta.s > 0) {
    for (let k = 0; k < rate.T.length; k++) addSurvival(theta, rate.T[k], rate.customersOfT[k], out);
    const { frequency } = layout.rate;
    for (let k = 0; k < count.length; k++) {
      if (count[k] > 0) addDeaths(theta, frequency[k], layout.recency[k], layout.T[k], count[k], out);
    }
  }
  for (let i = 0; i < 5; i++) for (let j = 0; j < i; j++) H[5 * i + j] = H[5 * j + i];
}
