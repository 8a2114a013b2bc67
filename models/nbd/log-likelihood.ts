/**
 * The log-likelihood of the NBD with its gradient and Hessian in (ln r, ln α).
 *
 *     ln L = Σ_{k<x} ln((r+k)/α) − (r+x) ln(1+T/α)
 *
 * Summed over customers the product needs only N_k, the number of customers with x > k, and ln(1+T/α) only the distinct
 * T. The cost of an evaluation grows with both, not with the number of histories.
 */
import { arranged } from "../../src/math/runs.ts";
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { addRate, layRate, type RateLayout, type WeighedRate, weighRate } from "../family/purchase-rate.ts";

/** Lays out the log-likelihood of histories: see {@link Objective}. */
export function objective(histories: Histories): DataObjective {
  return weighted(layRate(histories), histories.count);
}

function weighted(layout: RateLayout, count: Float64Array): DataObjective {
  const data = weighRate(layout, arranged(count, layout.runs));
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(2), hessian: new Float64Array(4) };
  return {
    dimension: 2,
    observations: data.customers,
    evaluate: (phi, out) => evaluate(data, phi, out),
    reweighted: (other) => weighted(layout, other),
    value(phi) {
      evaluate(data, phi, scratch);
      return scratch.value;
    },
  };
}

function evaluate(data: WeighedRate, phi: Float64Array, out: Evaluation): void {
  const { T, logT } = data;
  const alpha = Math.exp(phi[1]);
  out.value = 0;
  out.gradient.fill(0);
  out.hessian.fill(0);
  for (let k = 0; k < T.length; k++) logT[k] = Math.log1p(T[k] / alpha);
  addRate(data, Math.exp(phi[0]), alpha, out);
  out.hessian[2] = out.hessian[1];
}
