/**
 * The log-likelihood of BG/BB with its gradient and Hessian in (ln α, ln β, ln γ, ln δ).
 *
 *     L = A_x(n)·S(n) + Σ_{t_x ≤ i < n} A_x(i)·D(i),
 *     A_x(i) = B(α+x, β+i−x)/B(α, β),   S(i) = B(γ, δ+i)/B(γ, δ),   D(i) = B(γ+1, δ+i)/B(γ, δ)
 *
 * n opportunities, x of them used, the last at t_x: alive after n, or dead before opportunity i+1. All factors are
 * running products of shares, and all terms are positive. S and D are tables over i, A_x one for each x. For customers
 * of equal (x, n) the sums over i from t_x up are those of the later t_x and one term more. So one pass from n down
 * serves all.
 *
 * Fader, Hardie & Shang (2010).
 */
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { clearProduct, emptyProduct, type LinearProduct, timesShare } from "../family/linear-product.ts";
import { requireOpportunities } from "./opportunities.ts";

const N = 4;
/** First and second shape of a Beta distribution. */
const [FIRST, SECOND] = [0, 1];
/** Logarithm, two slopes and three curvatures of a product in two parameters. */
const WIDTH = 6;
/** A logarithm as far from that of the others as this is taken as the new measure of all. */
const SCALE = 500;

/** Lays out the log-likelihood of histories in which T counts opportunities and t_x names one of them: see {@link Objective}. */
export function objective(histories: Histories): DataObjective {
  requireOpportunities(histories);
  const layout = layOut(histories);
  return weighted(layout, histories.count);
}

/** Histories in the order of x, n, and t_x from the last down. */
interface Layout {
  /** Places of the histories in that order. */
  readonly order: Uint32Array;
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  /** The most opportunities of a history. */
  readonly longest: number;
}

function layOut({ length, frequency: x, recency: tx, T: n }: Histories): Layout {
  const order = Uint32Array.from({ length }, (_, k) => k);
  order.sort((a, b) => x[a] - x[b] || n[a] - n[b] || tx[b] - tx[a]);
  const arranged = (column: Float64Array): Float64Array => Float64Array.from(order, (k) => column[k]);
  const longest = n.subarray(0, length).reduce((most, count) => Math.max(most, count), 0);
  return { order, frequency: arranged(x), recency: arranged(tx), T: arranged(n), longest };
}

function weighted(layout: Layout, count: Float64Array): DataObjective {
  const room = layRoom(layout.longest);
  const weights = Float64Array.from(layout.order, (k) => count[k]);
  const scratch: Evaluation = { value: 0, gradient: new Float64Array(N), hessian: new Float64Array(N * N) };
  const evaluate = (phi: Float64Array, out: Evaluation): void => {
    out.value = 0;
    out.gradient.fill(0);
    out.hessian.fill(0);
    evaluateAll(layout, weights, room, phi.map(Math.exp), out);
  };
  return {
    dimension: N,
    observations: weights.reduce((sum, n) => sum + n, 0),
    evaluate,
    reweighted: (other) => weighted(layout, other),
    value(phi) {
      evaluate(phi, scratch);
      return scratch.value;
    },
  };
}

/** Tables over the number of opportunities, {@link WIDTH} numbers for each, and what is summed. */
function layRoom(longest: number) {
  const table = (): Float64Array => new Float64Array((longest + 1) * WIDTH);
  return {
    ...{ bought: table(), survives: table(), dies: table() },
    ...{ path: emptyProduct(2), end: emptyProduct(2) },
    sum: { value: 0, log: 0, slopes: new Float64Array(N), curvatures: new Float64Array(N * N) },
  };
}

type Room = ReturnType<typeof layRoom>;

function evaluateAll(layout: Layout, weights: Float64Array, room: Room, theta: Float64Array, out: Evaluation): void {
  const { frequency, recency, T, longest } = layout;
  const { bought, survives, dies, sum } = room;
  layLives(room, theta.subarray(2), longest);
  const purchase = theta.subarray(0, 2);
  const { length } = weights;
  for (let begin = 0, end = 0; begin < length; begin = end) {
    const x = frequency[begin];
    while (end < length && frequency[end] === x) end++;
    layPurchases(room, purchase, x, T[end - 1]);
    for (let row = begin; row < end; ) {
      const n = T[row];
      startSum(sum, bought, survives, n);
      for (let i = n; row < end && T[row] === n; row++) {
        // A history without customers may still stand between others.
        while (i > recency[row]) addTerm(sum, bought, dies, --i);
        if (weights[row] !== 0) addLog(sum, weights[row], out);
      }
    }
  }
}

/** S(i) and D(i) for i ≤ longest. */
function layLives({ survives, dies, path, end }: Room, theta: Float64Array, longest: number): void {
  clearProduct(path);
  for (let i = 0; i <= longest; i++) {
    store(survives, i, path);
    copyProduct(path, end);
    if (theta[FIRST] === 0) end.log = Number.NEGATIVE_INFINITY;
    else timesShare(end, theta, FIRST, 0, SECOND, i);
    store(dies, i, end);
    timesShare(path, theta, SECOND, i, FIRST, 0);
  }
}

/** A_x(i) for x ≤ i ≤ longest. */
function layPurchases({ bought, path }: Room, theta: Float64Array, x: number, longest: number): void {
  clearProduct(path);
  for (let i = 0; i < x; i++) timesShare(path, theta, FIRST, i, SECOND, 0);
  for (let i = x; ; i++) {
    store(bought, i, path);
    if (i >= longest) return;
    // β = 0: no opportunity passes unused.
    if (theta[SECOND] + (i - x) === 0) path.log = Number.NEGATIVE_INFINITY;
    else timesShare(path, theta, SECOND, i - x, FIRST, x);
  }
}

function copyProduct(from: LinearProduct, to: LinearProduct): void {
  to.log = from.log;
  to.gradient.set(from.gradient);
  to.hessian.set(from.hessian);
}

function store(table: Float64Array, i: number, { log, gradient, hessian }: LinearProduct): void {
  const at = i * WIDTH;
  table[at] = log;
  table[at + 1] = gradient[0];
  table[at + 2] = gradient[1];
  table[at + 3] = hessian[0];
  table[at + 4] = hessian[1];
  table[at + 5] = hessian[3];
}

/** The sum of the one term of a customer who is alive after n. */
function startSum(sum: Room["sum"], bought: Float64Array, survives: Float64Array, n: number): void {
  sum.log = 0;
  sum.value = 0;
  sum.slopes.fill(0);
  sum.curvatures.fill(0);
  addTerm(sum, bought, survives, n);
}

/**
 * Adds A_x(i)·C(i), C one of S and D. The derivatives of the logarithm of a sum are the weighted mean of those of the
 * terms, and the covariance of their slopes. Both are updated with each term. Nothing cancels where all terms have a
 * large slope.
 */
function addTerm(sum: Room["sum"], purchases: Float64Array, lives: Float64Array, i: number): void {
  const at = i * WIDTH;
  const log = purchases[at] + lives[at];
  if (log === Number.NEGATIVE_INFINITY) return;
  // Terms stay as they are while doubles hold them, so that a sum near 1 keeps its digits.
  if (Math.abs(log - sum.log) > SCALE && (log > sum.log || sum.value === 0)) {
    if (sum.value > 0) sum.value *= Math.exp(sum.log - log);
    sum.log = log;
  }
  const value = Math.exp(log - sum.log);
  if (value === 0) return;
  sum.value += value;
  const share = value / sum.value;
  const { slopes: g, curvatures: H } = sum;
  const a = purchases[at + 1] - g[0];
  const b = purchases[at + 2] - g[1];
  const c = lives[at + 1] - g[2];
  const d = lives[at + 2] - g[3];
  g[0] += share * a;
  g[1] += share * b;
  g[2] += share * c;
  g[3] += share * d;
  const rest = 1 - share;
  const spread = share * rest;
  H[0] = rest * H[0] + share * purchases[at + 3] + spread * a * a;
  H[1] = rest * H[1] + share * purchases[at + 4] + spread * a * b;
  H[2] = rest * H[2] + spread * a * c;
  H[3] = rest * H[3] + spread * a * d;
  H[5] = rest * H[5] + share * purchases[at + 5] + spread * b * b;
  H[6] = rest * H[6] + spread * b * c;
  H[7] = rest * H[7] + spread * b * d;
  H[10] = rest * H[10] + share * lives[at + 3] + spread * c * c;
  H[11] = rest * H[11] + share * lives[at + 4] + spread * c * d;
  H[15] = rest * H[15] + share * lives[at + 5] + spread * d * d;
}

/** Adds the logarithm of a sum so many times. */
function addLog({ value, log, slopes, curvatures }: Room["sum"], count: number, out: Evaluation): void {
  out.value += count * (log + Math.log(value));
  for (let i = 0; i < N; i++) {
    out.gradient[i] += count * slopes[i];
    for (let j = i; j < N; j++) {
      const curvature = count * curvatures[N * i + j];
      out.hessian[N * i + j] += curvature;
      if (j > i) out.hessian[N * j + i] += curvature;
    }
  }
}
