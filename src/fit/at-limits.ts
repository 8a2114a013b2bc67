import { INFINITE } from "../math/infinite.ts";
import type { Objective } from "../model/objective.ts";
import type { Limit, Parameters, PurchaseModel, SpendModel } from "../model.ts";
import { maximize, type Optimum, type SmoothFunction } from "../optimize/newton.ts";

/** The maximum of the likelihood at limits of its model. It does not depend on the point where the search stopped. */
export interface AtLimits {
  /** The parameters; those without a meaning have the values that stand for the limits. */
  readonly parameters: Parameters;
  /** Places of the parameters that still move the likelihood: those identified, and those that carry what is kept. */
  readonly free: readonly number[];
  /** The objective in ln θ, with derivatives only in the free parameters. */
  readonly optimum: Optimum;
}

/** The parameters at limits, from a point near them. */
export function standAt(limits: readonly Limit[], theta: Parameters): Parameters {
  return Object.assign({}, theta, ...limits.map(({ keeps, standFor }) => standFor(keeps?.of(theta) ?? Number.NaN)));
}

/** Maximises the likelihood over the parameters with a meaning at the limits, from a point near them. */
export function maximizeAt(
  objective: Objective,
  model: PurchaseModel | SpendModel,
  limits: readonly Limit[],
  near: Parameters,
): AtLimits {
  const names = model.parameters.map(({ name }) => name);
  const at = standAt(limits, near);
  const free = names.flatMap((name, i) => {
    const lost = limits.find(({ unidentified }) => unidentified.includes(name));
    return lost === undefined || lost.keeps?.carrier === name ? [i] : [];
  });
  const whole = Float64Array.from(names, (name) => Math.log(at[name]));
  const start = Float64Array.from(free, (i) => whole[i]);
  const remaining = restricted(objective, whole, free);
  const optimum = free.length > 0 ? maximize(remaining, start) : standing(remaining);
  free.forEach((i, k) => {
    whole[i] = optimum.point[k];
  });
  const found = Object.fromEntries(names.map((name, i) => [name, Math.exp(whole[i])]));
  return { parameters: standAt(limits, { ...at, ...found }), free, optimum: { ...optimum, point: whole } };
}

/** The result when no parameter is free. */
function standing(objective: SmoothFunction): Optimum {
  const here = { value: 0, gradient: new Float64Array(0), hessian: new Float64Array(0) };
  objective.evaluate(here.gradient, here);
  const stop = Number.isFinite(here.value) ? "stationary" : "no-start";
  return { ...here, point: here.gradient, stop, gradientNorm: 0, iterations: 0, evaluations: 1 };
}

/** The objective as a function of the parameters at the places `free`; the others stay as they are in `whole`. */
export function restricted(objective: Objective, whole: Float64Array, free: readonly number[]): SmoothFunction {
  const n = objective.dimension;
  const point = whole.slice();
  const full = { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
  return {
    dimension: free.length,
    observations: objective.observations,
    evaluate(some, out) {
      free.forEach((i, k) => {
        point[i] = some[k];
      });
      objective.evaluate(point, full);
      out.value = full.value;
      free.forEach((i, k) => {
        out.gradient[k] = full.gradient[i];
        free.forEach((j, l) => {
          out.hessian[free.length * k + l] = full.hessian[n * i + j];
        });
      });
    },
  };
}

/** The distance from a limit at which a search still finds a slope, in ln θ. */
const NEAR = 10;

/** A start in ln θ from which a search can leave the limits. */
export function leaving(limits: readonly Limit[], logTheta: Float64Array): Float64Array {
  const point = logTheta.map(finite);
  for (const { direction } of limits) {
    // Back along the direction until its farthest parameter is near.
    const beyond = point.reduce(
      (most, x, i) => (direction[i] * x > NEAR ? Math.max(most, direction[i] * x - NEAR) : most),
      0,
    );
    for (let i = 0; i < point.length; i++) point[i] -= beyond * direction[i];
  }
  return point;
}

/** ln θ, with the values that stand for 0 and for infinity. */
export function finite(logTheta: number): number {
  return Math.max(logTheta, -Math.log(INFINITE));
}
