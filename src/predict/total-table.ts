import type { FutureTotal } from "../model/future-total.ts";

/**
 * Grid steps per standard deviation of the narrowest distribution. With cubic interpolation, its error is below 1e-4.
 */
const PER_WIDTH = 2;
/** Points of a grid at most. */
const LONGEST = 1 << 12;

/** Points of y = ln(total/scale), the same for all tables after x repeat purchases. */
export interface TotalGrid {
  readonly from: number;
  readonly step: number;
  readonly points: number;
}

/** Cumulative distributions and densities of y. For each point, the counts lie side by side. */
export interface TotalTable {
  readonly cumulative: Float64Array;
  readonly density: Float64Array;
}

/** A distribution under each draw of the parameters, and the shift of y there. */
export interface MovedLaw {
  readonly total: FutureTotal;
  /** ln of the draw's scale over that of the estimate: the least and the largest over all m. */
  readonly moved: readonly [least: number, most: number];
}

/** The grid that holds the laws of all counts under all draws. */
export function totalGrid(laws: readonly MovedLaw[], nodes: Float64Array): TotalGrid {
  let [from, until, width] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { total, moved } of laws) {
    const [first, last] = [total.law(nodes[0]), total.law(nodes[nodes.length - 1])];
    from = Math.min(from, first.from + moved[0]);
    until = Math.max(until, last.until + moved[1]);
    width = Math.min(width, first.width, last.width);
  }
  const step = Math.max(width / PER_WIDTH, (until - from) / (LONGEST - 1));
  return { from, step, points: Math.ceil((until - from) / step) + 1 };
}

/**
 * Averages the laws over the draws and adds them up along the grid, count by count.
 *
 * Between two points: h/2·(f₀ + f₁) + h²/12·(f₀′ − f₁′), exact for cubics. The sums miss 1 by the mass beyond the grid, or where a law is
 * narrower than a step. So they are divided by the last sum.
 *
 * @param shifts ln of each draw's scale over that of the estimate
 */
export function totalTable(
  { from, step, points }: TotalGrid,
  totals: readonly FutureTotal[],
  shifts: readonly number[],
  nodes: Float64Array,
): TotalTable {
  const size = nodes.length;
  const cumulative = new Float64Array(points * size);
  const density = new Float64Array(points * size);
  const [f, slope, out] = [new Float64Array(points), new Float64Array(points), new Float64Array(2)];
  /** The last point at which each law has not reached 1. */
  const ends = new Int32Array(size);
  nodes.forEach((n, j) => {
    // Where the density is 0, nothing is added. A narrow law has few points of a long grid.
    let [begin, end] = [points, -1];
    totals.forEach((total, d) => {
      const law = total.law(n);
      const first = Math.max(0, Math.floor((law.from + shifts[d] - from) / step));
      const last = Math.min(points - 1, Math.ceil((law.until + shifts[d] - from) / step));
      for (let k = first; k <= last; k++) {
        law.density(from + k * step - shifts[d], out);
        f[k] += out[0];
        slope[k] += out[1];
      }
      [begin, end] = [Math.min(begin, first), Math.max(end, last)];
    });
    let sum = 0;
    ends[j] = Math.min(points - 1, end + 1);
    for (let k = Math.max(1, begin); k <= ends[j]; k++) {
      sum += Math.max(0, (step / 2) * (f[k - 1] + f[k]) + ((step * step) / 12) * (slope[k - 1] - slope[k]));
      cumulative[k * size + j] = sum;
    }
    for (let k = begin; k <= ends[j]; k++) {
      cumulative[k * size + j] /= sum;
      density[k * size + j] = f[k] / sum;
    }
    f.fill(0, begin, end + 1);
    slope.fill(0, begin, end + 1);
  });
  for (let k = 0; k < points; k++) {
    for (let j = 0; j < size; j++) if (k > ends[j]) cumulative[k * size + j] = 1;
  }
  return { cumulative, density };
}
