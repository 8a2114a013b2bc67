import { chebyshevNodes, lagrange } from "../math/chebyshev.ts";
import type { Future } from "../model/future.ts";

/** Degree of the polynomials that interpolate expected purchases between the nodes. */
const DEGREE = 8;
/** Blocks grow by this factor: expected purchases bend most at the beginning. */
const GROWTH = 3;
/** Days of the first block. */
const FIRST = 365;
/** Purchases discounted by more than this have no effect on the first nine digits of the sum. */
const NEGLIGIBLE = 1e-10;

/** Nodes in τ and their weights: the difference between the two ways of discounting is Σ weight·G(node). */
interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Discounts, by the calendar, purchases on the clock of a season:
 *
 *     ∫₀^t e^(−δu) dG(τ(u)) = ∫₀^τ(t) e^(−δv) dG(v) + ∫₀^τ(t) (e^(−δu(v)) − e^(−δv)) dG(v)
 *
 * The first integral is the model's own. The second is small, since u and τ(u) never lie far apart. In it G is a polynomial of degree 8 on
 * blocks that grow threefold, and the kernel is exact day by day. Its weights do not depend on the history. Compared with sums over days,
 * the result is within 1e-6 for customers observed as long as the first block, within 1e-4 for any.
 *
 * @param future on the clock
 * @param tau maps a time ahead to τ, both in time units
 * @param day in time units
 */
export function calendarDiscount(
  future: Future,
  tau: (t: number) => number,
  day: number,
): Pick<Future, "discounted" | "discount"> {
  let last: { readonly t: number; readonly delta: number; readonly rule: Rule } | undefined;
  const ruleOf = (t: number, delta: number): Rule => {
    if (last === undefined || last.t !== t || last.delta !== delta)
      last = { t, delta, rule: makeRule(tau, day, t, delta) };
    return last.rule;
  };
  const difference = (t: number, delta: number): Float64Array => {
    const { nodes, weights } = ruleOf(t, delta);
    const sum = new Float64Array(future.alive.length);
    nodes.forEach((node, j) => {
      const column = future.expected(node);
      for (let k = 0; k < sum.length; k++) sum[k] += weights[j] * column[k];
    });
    return sum;
  };
  return {
    discounted(t, delta) {
      if (delta === 0 || t === 0) return future.discounted(tau(t), delta);
      const by = difference(t, delta);
      return future.discounted(tau(t), delta).map((value, k) => value + by[k]);
    },
    discount(t, delta) {
      if (delta === 0 || t === 0) return future.discount(tau(t), delta);
      const by = difference(t, delta);
      const plain = future.expected(tau(t));
      return future.discount(tau(t), delta).map((ratio, k) => {
        return plain[k] > 0 && plain[k] < Number.POSITIVE_INFINITY ? ratio + by[k] / plain[k] : ratio;
      });
    },
  };
}

function makeRule(tau: (t: number) => number, day: number, t: number, delta: number): Rule {
  // Both kernels are negligible beyond this time: τ runs at most a few times as fast as the calendar.
  const end = Math.min(t, (2 * -Math.log(NEGLIGIBLE)) / delta);
  const weightOf = new Map<number, number>();
  let length = FIRST * day;
  for (let begin = 0; begin < end; begin += length, length *= GROWTH) {
    addBlock(weightOf, tau, day, delta, begin, Math.min(begin + length, end));
  }
  const used = [...weightOf].filter(([node]) => node > 0);
  return { nodes: used.map(([node]) => node), weights: used.map(([, weight]) => weight) };
}

/** Adds the weights of a block of time: Σ over its days of the mean kernel × the growth of G, read from its polynomial. */
function addBlock(
  weightOf: Map<number, number>,
  tau: (t: number) => number,
  day: number,
  delta: number,
  begin: number,
  end: number,
): void {
  const [low, high] = [tau(begin), tau(end)];
  const nodes = chebyshevNodes(low, high, DEGREE);
  const sums = new Float64Array(DEGREE + 1);
  let before = lagrange(nodes, low);
  let from = low;
  for (let u = begin; u < end; ) {
    const next = Math.min(u + day, end);
    const to = tau(next);
    const kernel = Math.exp((-delta * (u + next)) / 2) - Math.exp((-delta * (from + to)) / 2);
    const after = lagrange(nodes, to);
    for (let j = 0; j <= DEGREE; j++) sums[j] += kernel * (after[j] - before[j]);
    [before, from, u] = [after, to, next];
  }
  for (const [j, node] of nodes.entries()) weightOf.set(node, (weightOf.get(node) ?? 0) + sums[j]);
}
