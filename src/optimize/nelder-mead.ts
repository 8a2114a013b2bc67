import { nelderMead } from "./fmin.ts";

/** Worse than any log-likelihood: the value for the simplex where the function is not finite. */
const WORST = 1e300;
const RESTARTS = 20;
const LEAST_GAIN = 1e-6;

/**
 * Searches for a higher point without derivatives, with Nelder & Mead's simplex, where the start of Newton's method is not finite.
 *
 * The first simplex has edges of 1 in every coordinate. Rejected: a simplex scaled by the start, as in fmin; it is microscopic at
 * ln θ = 0. Each shrinking of the simplex ends fmin 0.0.4 with a ReferenceError (its loop variable is not declared, and modules are
 * strict). The search then starts again from the best point, as it does after every end until there is no gain.
 */
export function climb(value: (point: Float64Array) => number, start: Float64Array): Float64Array {
  let best = Float64Array.from(start);
  let lowest = WORST;
  const point = new Float64Array(start.length);
  for (let restart = 0; restart < RESTARTS; restart++) {
    const origin = best;
    const before = lowest;
    const descend = (z: number[]): number => {
      for (let i = 0; i < point.length; i++) point[i] = origin[i] + z[i] - 1;
      const negative = -value(point);
      if (!(negative < WORST)) return WORST;
      if (negative < lowest) {
        lowest = negative;
        best = Float64Array.from(point);
      }
      return negative;
    };
    try {
      nelderMead(descend, new Array<number>(start.length).fill(1), { nonZeroDelta: 2 });
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
    }
    if (!(lowest < before - LEAST_GAIN)) break;
  }
  return best;
}
