import { nelderMead } from "./fmin.ts";

/** Worse than any log-likelihood: what the simplex sees where the function is not finite. */
const WORST = 1e300;
const RESTARTS = 20;
const LEAST_GAIN = 1e-6;

/**
 * Looks for a higher point without derivatives, by Nelder & Mead's simplex: the rescue where the start of Newton is not finite.
 *
 * The first simplex has edges of 1 in every coordinate; scaled by the start, as fmin would, it is microscopic at ln θ = 0.
 * Each shrinking of the simplex ends fmin 0.0.4 with a ReferenceError (its loop variable is not declared, and modules are
 * strict): the search then begins again from the best point, as it does after every end until nothing is gained.
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
