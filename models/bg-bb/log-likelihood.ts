/**
 * The log-likelihood of BG/BB with its gradient and Hessian in (ln α, ln β, ln γ, ln δ).
 *
 *     L = B(α+x, β+n−x)/B(α, β) B(γ, δ+n)/B(γ, δ) + Σ_{i<n−t_x} B(α+x, β+t_x−x+i)/B(α, β) B(γ+1, δ+t_x+i)/B(γ, δ)
 *
 * n opportunities, x of them used, the last at t_x: alive after n, or dead before opportunity t_x+i+1. The part that is certain at t_x is
 * a common factor; the rest is a sum of n−t_x+1 positive terms, each a running product.
 *
 * Fader, Hardie & Shang (2010).
 */
import type { DataObjective, Evaluation, Histories } from "../../src/model.ts";
import { clearProduct, emptyProduct, type LinearProduct, timesShare } from "../family/linear-product.ts";

const [ALPHA, BETA, GAMMA, DELTA] = [0, 1, 2, 3];
const N = 4;

/** Lays out the log-likelihood of histories in which T counts opportunities and t_x names one of them: see {@link Objective}. */
export function objective({ length, frequency, recency, T, count }: Histories): DataObjective {
  const weighted = (counts: Float64Array): DataObjective => {
    const [known, path, term] = [emptyProduct(N), emptyProduct(N), emptyProduct(N)];
    const theta = new Float64Array(N);
    const evaluate = (phi: Float64Array, out: Evaluation): void => {
      out.value = 0;
      out.gradient.fill(0);
      out.hessian.fill(0);
      for (let i = 0; i < N; i++) theta[i] = Math.exp(phi[i]);
      for (let k = 0; k < length; k++) {
        if (counts[k] === 0) continue;
        clearProduct(known);
        layKnown(known, theta, frequency[k], recency[k]);
        addProduct(known, counts[k], out);
        addSilence(theta, frequency[k], recency[k], T[k], counts[k], path, term, out);
      }
    };
    const scratch: Evaluation = { value: 0, gradient: new Float64Array(N), hessian: new Float64Array(N * N) };
    return {
      dimension: N,
      observations: counts.reduce((sum, n) => sum + n, 0),
      evaluate,
      reweighted: weighted,
      value(phi) {
        evaluate(phi, scratch);
        return scratch.value;
      },
    };
  };
  return weighted(count);
}

/** x opportunities used and t_x − x not, and alive through t_x. */
function layKnown(product: LinearProduct, theta: Float64Array, x: number, tx: number): void {
  for (let i = 0; i < x; i++) timesShare(product, theta, ALPHA, i, BETA, 0);
  for (let i = 0; i < tx - x; i++) timesShare(product, theta, BETA, i, ALPHA, x);
  for (let i = 0; i < tx; i++) timesShare(product, theta, DELTA, i, GAMMA, 0);
}

function addProduct({ log, gradient, hessian }: LinearProduct, count: number, out: Evaluation): void {
  out.value += count * log;
  for (let i = 0; i < N; i++) out.gradient[i] += count * gradient[i];
  for (let i = 0; i < N * N; i++) out.hessian[i] += count * hessian[i];
}

/** ln of the sum over the possible events after t_x. */
function addSilence(
  theta: Float64Array,
  x: number,
  tx: number,
  n: number,
  count: number,
  path: LinearProduct,
  term: LinearProduct,
  out: Evaluation,
): void {
  if (n === tx) return;
  clearProduct(path);
  const sum = { value: 0, gradient: new Float64Array(N), hessian: new Float64Array(N * N) };
  for (let i = 0; i < n - tx; i++) {
    term.log = path.log;
    term.gradient.set(path.gradient);
    term.hessian.set(path.hessian);
    timesShare(term, theta, GAMMA, 0, DELTA, tx + i);
    addTerm(sum, term);
    timesShare(path, theta, DELTA, tx + i, GAMMA, 0);
    timesShare(path, theta, BETA, tx - x + i, ALPHA, x);
  }
  addTerm(sum, path);
  out.value += count * Math.log(sum.value);
  for (let i = 0; i < N; i++) out.gradient[i] += (count * sum.gradient[i]) / sum.value;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      const slopes = (sum.gradient[i] / sum.value) * (sum.gradient[j] / sum.value);
      out.hessian[N * i + j] += count * (sum.hessian[N * i + j] / sum.value - slopes);
    }
  }
}

function addTerm(sum: Evaluation, { log, gradient, hessian }: LinearProduct): void {
  const value = Math.exp(log);
  sum.value += value;
  for (let i = 0; i < N; i++) {
    sum.gradient[i] += value * gradient[i];
    for (let j = 0; j < N; j++) sum.hessian[N * i + j] += value * (hessian[N * i + j] + gradient[i] * gradient[j]);
  }
}
