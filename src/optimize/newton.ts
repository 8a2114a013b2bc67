import type { StopReason } from "./stop-reason.ts";
import { trustRegionStep } from "./trust-region-step.ts";

/** Value, gradient and Hessian (row-major) at a point. */
export interface Derivatives {
  value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** A smooth function to be maximised. */
export interface SmoothFunction {
  readonly dimension: number;
  /** Terms in the sum it is: the gradient is judged per term. */
  readonly observations: number;
  evaluate(point: Float64Array, out: Derivatives): void;
}

/** Where a search ended, and why. */
export interface Optimum extends Derivatives {
  readonly point: Float64Array;
  readonly stop: StopReason;
  /** Largest |∂f/∂x_i| per observation. */
  readonly gradientNorm: number;
  /** Length of the last step proposed, cut to the trust region; undefined where none was. */
  readonly newtonStep?: number | undefined;
  readonly iterations: number;
  readonly evaluations: number;
}

/** Largest gradient component per observation at which a point counts as stationary. */
export const GRADIENT_TOLERANCE = 1e-9;
/** A Newton step shorter than this would change no parameter in its tenth digit. */
export const STEP_TOLERANCE = 1e-10;
/** A gain in log-likelihood that means nothing to anybody: a likelihood ratio of 1.000000001. */
const GAIN_TOLERANCE = 1e-9;
/** A Newton step longer than this at a vanishing gradient: the direction has no curvature to speak of. */
const FLAT_STEP = 0.1;
/** A predicted gain so small that the quadratic model holds and the gradient is the better judge of a whole Newton step. */
const CLOSE = 1e-6;
/** Rounding error of a value, in units of its last place: below this a gain can't be seen. */
const NOISE_ULPS = 16;
const FIRST_RADIUS = 1;
const LARGEST_RADIUS = 4;
const ITERATIONS = 200;
/** How far ln θ may move from the start: a factor of 5·10⁸ is beyond what data can tell from a limit, and yet well computed. */
const LARGEST_DISTANCE = 20;

/**
 * Maximises a smooth function by Newton's method with a trust region.
 *
 * Each iteration proposes the best step within the radius, evaluates there and accepts what gains. Small gains drown in the
 * rounding of the value, which is a sum of large terms; close to the maximum a whole Newton step is accepted as long as it at
 * least halves the gradient, so that the search ends at the noise floor and not at a tolerance. It ends: stationary (gradient and Newton step vanish), flat (gradient vanishes,
 * the Newton step does not: its gain means nothing), noise, runaway, iterations, or no-start when the start is not finite.
 */
export function maximize(f: SmoothFunction, start: Float64Array): Optimum {
  let here = derivatives(f.dimension);
  let there = derivatives(f.dimension);
  let point = Float64Array.from(start);
  let trial = new Float64Array(f.dimension);
  let radius = FIRST_RADIUS;
  let iterations = 0;
  let newtonStep: number | undefined;
  f.evaluate(point, here);
  let evaluations = 1;
  if (!allFinite(here)) return end("no-start");

  while (iterations < ITERATIONS) {
    iterations++;
    const { step, length, predicted, whole } = trustRegionStep(here.gradient, here.hessian, radius);
    newtonStep = length;
    const vanishes = normOf(here) <= GRADIENT_TOLERANCE;
    if (vanishes && whole && length <= STEP_TOLERANCE) return end("stationary");
    if (vanishes && predicted <= GAIN_TOLERANCE && length > FLAT_STEP) return end("flat");

    for (let i = 0; i < trial.length; i++) trial[i] = point[i] + step[i];
    f.evaluate(trial, there);
    evaluations++;
    const noise = NOISE_ULPS * Number.EPSILON * Math.abs(here.value);
    const gained = allFinite(there) ? there.value - here.value : Number.NEGATIVE_INFINITY;
    const close = whole && predicted <= CLOSE && allFinite(there) && normOf(there) < normOf(here) / 2;
    if (!close && gained < 0.25 * predicted) radius = length / 4;
    if (gained > 0.75 * predicted && !whole) radius = Math.min(2 * radius, LARGEST_RADIUS);
    if (close || (predicted > noise && gained > 1e-4 * predicted)) {
      [here, there] = [there, here];
      [point, trial] = [trial, point];
      if (point.some((x, i) => Math.abs(x - start[i]) > LARGEST_DISTANCE)) return end("runaway");
    } else if (!(predicted > noise)) {
      return end(vanishes ? (length > FLAT_STEP ? "flat" : "stationary") : "noise");
    }
  }
  return end("iterations");

  function normOf(d: Derivatives): number {
    return d.gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 0) / f.observations;
  }

  function end(stop: StopReason): Optimum {
    return { ...here, point, stop, gradientNorm: normOf(here), newtonStep, iterations, evaluations };
  }
}

function derivatives(n: number): Derivatives {
  return { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
}

function allFinite(d: Derivatives): boolean {
  return Number.isFinite(d.value) && d.gradient.every(Number.isFinite) && d.hessian.every(Number.isFinite);
}
