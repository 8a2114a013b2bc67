import type { Evaluation, Objective } from "../model/objective.ts";
import type { Limit } from "../model.ts";
import { maximize, type Optimum } from "../optimize/newton.ts";
import { STOP_REASONS } from "../optimize/stop-reason.ts";

/**
 * A difference in log-likelihood without meaning: a likelihood ratio of 1.0000001. A limit of the model that comes this close to the best
 * point replaces it.
 */
export const NO_EVIDENCE = 1e-7;
/** The length of the trial step along the direction of a limit, in ln θ: it reduces the remaining gain by a factor of e^−10. */
const DISTANCE = 10;

/** The optimum, or the limits of the model to which the data lead, with the best point at them. */
export interface Verdict {
  readonly optimum: Optimum;
  readonly limits: readonly Limit[];
}

/**
 * Tests for each limit of a model whether the likelihood has its supremum there.
 *
 * Towards a limit ln L behaves like c − k·e^−u, where u is the distance along the limit's direction in ln θ. The
 * gradient vanishes there while Newton's step stays about 1. Near any interior maximum, however flat, ln L exceeds the
 * limit by A·e^−u − B·e^−2u. That is A²/4B at its best, and nearly all of it is lost 10 further along. So all other
 * parameters are maximised with the direction fixed. If the point 10 further along is then at most 10⁻⁷ worse, the fit
 * moves to the limit. Limits of the same parameters exclude each other, and the first wins; others combine.
 */
export function approachLimits(objective: Objective, optimum: Optimum, limits: readonly Limit[]): Verdict {
  let best = optimum;
  let { iterations, evaluations } = optimum;
  const found: Limit[] = [];
  for (const limit of limits) {
    if (limit.unidentified.some((name) => found.some((other) => other.unidentified.includes(name)))) continue;
    const remaining = heldFixed(objective, [...found, limit]);
    const climb = (start: Float64Array): Optimum => {
      const end = maximize(remaining, start);
      iterations += end.iterations;
      evaluations += end.evaluations;
      return end;
    };
    const here = climb(best.point);
    const further = here.point.map((x, i) => x + DISTANCE * limit.direction[i]);
    evaluations++;
    if (!(objective.value(further) >= here.value - NO_EVIDENCE)) continue;
    const there = climb(further);
    if (!(there.value >= best.value - NO_EVIDENCE)) continue;
    found.push(limit);
    best = { ...there, stop: STOP_REASONS[there.stop].converged ? "limit" : there.stop };
  }
  return { optimum: { ...best, iterations, evaluations }, limits: found };
}

/** The objective with zero slope and strong curvature along the directions of the limits, so that no step follows them. */
function heldFixed(objective: Objective, limits: readonly Limit[]): Objective {
  const n = objective.dimension;
  const directions = limits.map(({ direction }) => direction.map((d) => d / Math.hypot(...direction)));
  return {
    ...objective,
    evaluate(logTheta: Float64Array, out: Evaluation): void {
      objective.evaluate(logTheta, out);
      const { gradient: g, hessian: H } = out;
      for (const d of directions) {
        const slope = d.reduce((sum, di, i) => sum + di * g[i], 0);
        const curved = d.map((_, i) => d.reduce((sum, dj, j) => sum + H[n * i + j] * dj, 0));
        const along = d.reduce((sum, di, i) => sum + di * curved[i], 0) - objective.observations;
        for (let i = 0; i < n; i++) {
          g[i] -= slope * d[i];
          for (let j = 0; j < n; j++) {
            H[n * i + j] += along * d[i] * d[j] - curved[i] * d[j] - d[i] * curved[j];
          }
        }
      }
    },
  };
}
