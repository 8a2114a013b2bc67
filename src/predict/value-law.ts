import type { FutureTotal, Line } from "../model/future-total.ts";
import type { SpendModel } from "../model.ts";
import { countNodes, nodesUpTo, weighNodes } from "./count-nodes.ts";
import type { DrawOptions } from "./draw-options.ts";
import { type TotalGrid, type TotalTable, totalGrid, totalTable } from "./total-table.ts";
import type { OrderTerms } from "./worth-formula.ts";

/** The number of draws of the spend parameters over which distributions are averaged. */
const AVERAGED = 7;
/**
 * The number of tables, between which the part of the prior in the scale, constant/(constant + slope·m), is
 * interpolated.
 */
const CELLS = 2;
/** Newton steps to an end within a cell of the grid. */
const STEPS = 4;

/** The most steps of a search for an end of the distribution of contributions. */
const HALVINGS = 40;

/** The distribution of the total future value of a customer of one history, without margin. It has a mass at 0. */
export interface ValueLaw {
  /** Takes the distribution of the future purchases of a history with x repeat purchases: P(N ≤ n), the last is 1. */
  lay(x: number, cumulative: Float64Array): void;
  /** P(value = 0). */
  readonly none: number;
  /** P(value ≤ s) of a customer with mean value m, for s > 0. */
  upTo(m: number, s: number): number;
  /** The least s with P(value ≤ s) ≥ p. */
  quantile(m: number, p: number): number;
  /** The least y with P(contribution ≤ y) ≥ p, where n orders with the total value v contribute s·v − k·n. */
  netQuantile(m: number, terms: OrderTerms, p: number): number;
}

/** The place between two others at which an increasing function reaches `wanted`, to 2⁻⁴⁰ of their distance. */
function whereRises(rising: (y: number) => number, wanted: number, from: number, until: number): number {
  let [low, high] = [from, until];
  let [below, above] = [rising(low) - wanted, rising(high) - wanted];
  if (below >= 0) return low;
  for (let k = 0; k < HALVINGS && above > 0 && high - low > (until - from) * 2 ** -HALVINGS; k++) {
    // The secant, kept away from the ends, and every third time the middle. It needs at most a few steps more than
    // bisection.
    const share = k % 3 === 2 ? 0.5 : Math.min(0.99, Math.max(0.01, below / (below - above)));
    const middle = low + share * (high - low);
    const off = rising(middle) - wanted;
    if (off >= 0) [high, above] = [middle, off];
    else [low, below] = [middle, off];
  }
  return high;
}

/**
 * The distribution of a customer's future value, with purchases and parameters averaged out:
 *
 *     P(V ≤ s) = P(N = 0) + Σ_n P(N = n)·mean_d P(total of n ≤ s | x, m, θ_d)
 *
 * Except for a scale, the totals of n purchases have the same distribution for all m. So they are tabulated once for
 * each x, over y = ln(total/scale at the estimate), and a customer's end is a search in the table. Draws differ in
 * scale, by a ratio that depends on m only through ρ = constant/(constant + slope·m). So there are three tables over ρ,
 * each made when it is first needed. Draws are averaged over seven, of equal ranks by the mean of a customer of the
 * population. Nothing is drawn, so equal customers have equal ends.
 */
export function valueLaw(spend: SpendModel, { draws, estimate }: Pick<DrawOptions, "draws" | "estimate">): ValueLaw {
  const ranked = draws
    .map((draw) => draw.spend!)
    .map((theta) => ({ theta, mean: spend.expectedSpend(theta, 0)?.constant ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => (a.mean < b.mean ? -1 : a.mean > b.mean ? 1 : 0));
  const few = Math.min(AVERAGED, ranked.length);
  const averaged = Array.from({ length: few }, (_, k) => ranked[Math.floor(((k + 0.5) * ranked.length) / few)].theta);
  /** The tables for a number of repeat purchases, by their room for counts. */
  const known = new Map<number, Tables>();
  let tabulated = -1;
  let tables: Tables | undefined;
  let weights = new Float64Array(0);
  /** The place of a customer with mean value m among the tables, between two of them. */
  let [lower, upper, part]: [TotalTable, TotalTable, number] = [NONE, NONE, 0];
  let scale = 1;
  const place = (m: number): void => {
    const { constant, slope } = tables!.scale;
    scale = slope > 0 ? constant + slope * m : constant;
    const at = (CELLS * constant) / scale;
    const cell = Math.min(Math.floor(at), CELLS - 1);
    part = at - cell;
    upper = part > 0 ? tables!.at(cell + 1) : NONE;
    lower = part < 1 ? tables!.at(cell) : upper;
    if (part === 0) upper = lower;
  };
  const along = (column: keyof TotalTable, k: number): number => {
    const [a, b, from] = [lower[column], upper[column], k * tables!.nodes.length];
    let [one, other] = [0, 0];
    for (let j = 0; j < weights.length; j++) {
      one += weights[j] * a[from + j];
      other += weights[j] * b[from + j];
    }
    return one + part * (other - one);
  };
  /** P(value ≤ v, and n orders) for the j-th node, v > 0. */
  const upToAt = (j: number, v: number): number => {
    const { from, step, points } = tables!.grid;
    const at = (Math.log(v / scale) - from) / step;
    if (at <= 0) return 0;
    if (at >= points - 1) return weights[j];
    const k = Math.floor(at);
    const [row, next] = [k * tables!.nodes.length + j, (k + 1) * tables!.nodes.length + j];
    const between = ({ cumulative: c, density: d }: TotalTable): number =>
      cubic(c[row], c[next], step * d[row], step * d[next], at - k);
    const one = between(lower);
    return weights[j] * (part > 0 ? one + part * (between(upper) - one) : one);
  };
  const law = {
    none: 1,
    lay(x: number, cumulative: Float64Array): void {
      const most = Math.max(1, cumulative.length - 1);
      // The room depends on the history alone, not on the histories before it: threads take parts in any order.
      const room = 2 ** Math.ceil(Math.log2(most));
      if (x !== tabulated) known.clear();
      tabulated = x;
      tables = known.get(room) ?? tablesOf(spend, averaged, estimate.spend!, x, countNodes(room));
      known.set(room, tables);
      const length = nodesUpTo(tables.nodes, most);
      if (weights.length !== length) weights = new Float64Array(length);
      weighNodes(cumulative, tables.nodes, weights);
      law.none = cumulative[0];
    },
    upTo(m: number, s: number): number {
      if (!(s > 0)) return s === 0 ? law.none : 0;
      place(m);
      const { from, step, points } = tables!.grid;
      const at = (Math.log(s / scale) - from) / step;
      if (at <= 0) return law.none;
      if (at >= points - 1) return 1;
      const k = Math.floor(at);
      return (
        law.none +
        cubic(
          along("cumulative", k),
          along("cumulative", k + 1),
          step * along("density", k),
          step * along("density", k + 1),
          at - k,
        )
      );
    },
    quantile(m: number, p: number): number {
      const wanted = p - law.none;
      if (wanted <= 0) return 0;
      place(m);
      const { from, step, points } = tables!.grid;
      let [low, high] = [0, points - 1];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (along("cumulative", middle) >= wanted) high = middle;
        else low = middle;
      }
      const [f0, f1] = [along("cumulative", low), along("cumulative", high)];
      const [d0, d1] = [step * along("density", low), step * along("density", high)];
      return scale * Math.exp(from + step * (low + crossing(f0, f1, d0, d1, wanted)));
    },
    netQuantile(m: number, { s, k }: OrderTerms, p: number): number {
      if (k === 0 || law.none >= 1) return s * law.quantile(m, p);
      place(m);
      const { nodes } = tables!;
      /** P(contribution ≤ y) of customers who buy at least once. */
      const buyers = (y: number): number => {
        let sum = 0;
        for (let j = 0; j < weights.length; j++) {
          const value = (y + k * nodes[j]) / s;
          if (value > 0) sum += upToAt(j, value);
        }
        return sum;
      };
      const losing = buyers(0);
      if (p <= losing) return whereRises(buyers, p, -k * nodes[weights.length - 1], 0);
      if (p <= losing + law.none) return 0;
      // An order has a cost, so the contribution is never above the share of the value.
      const most = s * law.quantile(m, p);
      return whereRises(buyers, p - law.none, 0, most);
    },
  };
  return law;
}

const NONE: TotalTable = { cumulative: new Float64Array(0), density: new Float64Array(0) };

/** The distributions of totals after x repeat purchases. */
interface Tables {
  readonly nodes: Float64Array;
  readonly grid: TotalGrid;
  /** At the estimate. */
  readonly scale: Line;
  /** The table at ρ = cell/2. */
  at(cell: number): TotalTable;
}

function tablesOf(
  spend: SpendModel,
  averaged: readonly Readonly<Record<string, number>>[],
  estimate: Readonly<Record<string, number>>,
  x: number,
  nodes: Float64Array,
): Tables {
  const { scale } = spend.futureTotal(estimate, x);
  const totals = averaged.map((theta) => spend.futureTotal(theta, x));
  const shiftAt = ({ scale: { constant, slope } }: FutureTotal, rho: number): number =>
    Math.log((rho > 0 ? (rho * constant) / scale.constant : 0) + (rho < 1 ? ((1 - rho) * slope) / scale.slope : 0));
  // Without a slope the scale depends on the prior alone.
  const least = scale.slope > 0 ? 0 : 1;
  const grid = totalGrid(
    totals.map((total) => {
      const [a, b] = [shiftAt(total, least), shiftAt(total, 1)];
      return { total, moved: [Math.min(a, b), Math.max(a, b)] };
    }),
    nodes,
  );
  const tables: TotalTable[] = [];
  return {
    nodes,
    grid,
    scale,
    at: (cell) =>
      (tables[cell] ??= totalTable(
        grid,
        totals,
        totals.map((total) => shiftAt(total, cell / CELLS)),
        nodes,
      )),
  };
}

/** The cubic through f0 and f1 with the slopes d0 and d1 there, at t in [0, 1]. */
function cubic(f0: number, f1: number, d0: number, d1: number, t: number): number {
  const s = 1 - t;
  return s * s * ((1 + 2 * t) * f0 + t * d0) + t * t * ((1 + 2 * s) * f1 - s * d1);
}

/** The place in [0, 1] at which that increasing cubic reaches `wanted`, by Newton's method within a bracket. */
function crossing(f0: number, f1: number, d0: number, d1: number, wanted: number): number {
  let [low, high] = [0, 1];
  let t = f1 > f0 ? Math.min(1, Math.max(0, (wanted - f0) / (f1 - f0))) : 1;
  for (let k = 0; k < STEPS; k++) {
    const f = cubic(f0, f1, d0, d1, t) - wanted;
    if (f >= 0) high = t;
    else low = t;
    const slope = 6 * t * (1 - t) * (f1 - f0) + (1 - t) * (1 - 3 * t) * d0 + t * (3 * t - 2) * d1;
    const next = t - f / slope;
    t = next >= low && next <= high ? next : (low + high) / 2;
  }
  return t;
}
