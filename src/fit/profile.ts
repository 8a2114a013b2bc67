import { normalQuantile } from "../math/normal-quantile.ts";
import type { Objective } from "../model/objective.ts";
import type { Model } from "../model.ts";
import { type Derivatives, maximize } from "../optimize/newton.ts";
import { finite, restricted } from "./at-limits.ts";
import type { Fit } from "./fit-result.ts";
import { type ParameterInterval, type ParameterIntervals, requireLevel } from "./interval.ts";
import { fromLink, toLink } from "./link.ts";

/** A parameter e^30 times its estimate is at its limit: there is no bound on that side. */
const FARTHEST = 30;
/** Longest step of the search along φ_j. */
const LONGEST_STEP = 2;
/** Error of the signed root of the deviance at an end, in standard deviations. */
const TOLERANCE = 1e-8;
const STEPS = 60;

/**
 * Profile-likelihood intervals: every value of a parameter that a likelihood-ratio test at 1 − level does not reject.
 *
 *     { θ_j : 2·(ln L(θ̂) − max over the others of ln L) ≤ χ²_1(level) }
 *
 * An end is the root of r(ψ) = √(2·(ln L̂ − ln L_p(ψ))) = z in ψ = φ_j. This r is nearly linear, and its slope is
 * −ℓ_j/r, because at a profile maximum only the partial derivative in ψ is left. So Newton's method within a bracket
 * needs three or four steps. Each step is a Newton fit of the other parameters from the end of the last one. On a ridge
 * r levels off below z, and that side has no bound. The interval does not depend on the scale of the parameter.
 *
 * @param data the data of the fit
 * @param level probability in (0, 1), e.g. 0.9
 * @returns ends per parameter; undefined where there is no bound, and for both where the parameter is not identified
 * @throws ClvError `usage` when the level is not in (0, 1)
 * @example
 * const histories = {
 *   length: 4,
 *   frequency: Float64Array.of(0, 1, 2, 5),
 *   recency: Float64Array.of(0, 10, 22, 30),
 *   T: Float64Array.of(38, 38, 38, 38),
 *   count: Float64Array.of(600, 200, 120, 80),
 * };
 * const { parameters } = profileIntervals(fit(bgNbd, histories), histories, 0.9);
 * parameters[0].name; // "r"
 * parameters[0].high / parameters[0].low; // 1.4042...
 *
 * Venzon & Moolgavkar (1988), "A method for computing profile-likelihood-based confidence intervals", Appl. Statist. 37(1).
 */
export function profileIntervals<M extends Model>(
  fit: Fit<M>,
  data: Parameters<M["objective"]>[0],
  level: number,
): ParameterIntervals {
  requireLevel(level);
  const objective = fit.model.objective(data as never);
  const z = normalQuantile((1 + level) / 2);
  const parameters = fit.estimates.map((estimate, j): ParameterInterval => {
    if (estimate.logStandardError === undefined) return { name: estimate.name, low: undefined, high: undefined };
    return { name: estimate.name, low: end(fit, objective, j, -z), high: end(fit, objective, j, z) };
  });
  return { model: fit.model.name, method: "profile", level, parameters };
}

/** The end of the interval of parameter j on the side of the sign of z; undefined where there is none. */
function end(fit: Fit, objective: Objective, j: number, z: number): number | undefined {
  const n = objective.dimension;
  const best = toLink(fit.model.parameters, fit.parameters).map(finite);
  if (!best.every(Number.isFinite)) return undefined;
  const side = Math.sign(z);
  const target = Math.abs(z);
  const spread = fit.estimates[j].logStandardError!;
  const full: Derivatives = { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
  const point = best.slice();
  const free = fit.estimates.flatMap((_, i) => (i === j ? [] : [i]));
  let from = best[j];

  /** Moves the others to their maximum given ψ, from the last point along the regression on ψ. */
  const profile = (psi: number): { root: number; slope: number } => {
    for (let i = 0; i < n; i++) {
      const slope = fit.logCovariance[i][j] / (spread * spread);
      if (i !== j && Number.isFinite(slope)) point[i] += slope * (psi - from);
    }
    point[j] = psi;
    from = psi;
    const others = maximize(
      restricted(objective, point, free),
      Float64Array.from(free, (i) => point[i]),
    );
    free.forEach((i, k) => {
      point[i] = others.point[k];
    });
    objective.evaluate(point, full);
    const root = Math.sqrt(Math.max(0, 2 * (fit.logLikelihood - full.value)));
    return { root, slope: (-side * full.gradient[j]) / root };
  };

  let inside = 0;
  let outside = Number.POSITIVE_INFINITY;
  let distance = target * spread;
  for (let step = 0; step < STEPS; step++) {
    if (distance > FARTHEST) return undefined;
    const { root, slope } = profile(best[j] + side * distance);
    if (!Number.isFinite(root)) return undefined;
    if (Math.abs(root - target) <= TOLERANCE) break;
    if (root < target) inside = distance;
    else outside = distance;
    let next = distance + (target - root) / slope;
    if (!(next > inside) || next > inside + LONGEST_STEP) next = inside + LONGEST_STEP;
    if (!(next < outside)) next = (inside + outside) / 2;
    distance = next;
  }
  return fromLink([fit.model.parameters[j]], [best[j] + side * distance])[fit.estimates[j].name];
}
