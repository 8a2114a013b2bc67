/**
 * The log-likelihood of the shifted Beta-geometric with its gradient and Hessian in (ln α, ln β).
 *
 *     ln L = Σ churned · ln P(T = t) + Σ active · ln S(t),   P(T = t) = α/(α+β+t−1)·S(t−1),   S(t) = Π_{k<t} (β+k)/(α+β+k)
 *
 * Fader & Hardie (2007).
 */
import type { Evaluation, Objective } from "../../src/model/objective.ts";
import { clearProduct, emptyProduct, timesShare } from "../family/linear-product.ts";

/** Contracts by age, as columns of one length. */
export interface Contracts {
  readonly length: number;
  /** t, renewals that were due: integers ≥ 1. */
  readonly periods: Float64Array;
  /** Customers who churned at the t-th, and who are still active after it. */
  readonly churned: Float64Array;
  readonly active: Float64Array;
}

/** Lays out the log-likelihood of contracts: see {@link Objective}. */
export function objective({ length, periods, churned, active }: Contracts): Objective {
  const product = emptyProduct(2);
  const theta = new Float64Array(2);
  const evaluate = (phi: Float64Array, out: Evaluation): void => {
    out.value = 0;
    out.gradient.fill(0);
    out.hessian.fill(0);
    for (let i = 0; i < 2; i++) theta[i] = Math.exp(phi[i]);
    const add = (count: number): void => {
      out.value += count * product.log;
      for (let i = 0; i < 2; i++) out.gradient[i] += count * product.gradient[i];
      for (let i = 0; i < 4; i++) out.hessian[i] += count * product.hessian[i];
    };
    for (let k = 0; k < length; k++) {
      const t = periods[k];
      for (const stays of [true, false]) {
        const count = stays ? active[k] : churned[k];
        if (count === 0) continue;
        clearProduct(product);
        for (let i = 0; i < t - 1; i++) timesShare(product, theta, 1, i, 0, 0);
        if (stays) timesShare(product, theta, 1, t - 1, 0, 0);
        else timesShare(product, theta, 0, 0, 1, t - 1);
        add(count);
      }
    }
  };
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(2), hessian: new Float64Array(4) };
  return {
    dimension: 2,
    observations: churned.reduce((sum, n) => sum + n, 0) + active.reduce((sum, n) => sum + n, 0),
    evaluate,
    value(phi) {
      evaluate(phi, scratch);
      return scratch.value;
    },
  };
}
