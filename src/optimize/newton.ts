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
  /** The number of terms of the sum: the gradient is judged per term. */
  readonly observations: number;
  evaluate(point: Float64Array, out: Derivatives): void;
}

/** The end of a search, and its reason. */
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
/** A gain in log-likelihood without meaning: a likelihood ratio of 1.000000001. */
const GAIN_TOLERANCE = 1e-9;
/** If the Newton step is longer than this at a vanishing gradient, the direction has no relevant curvature. */
const FLAT_STEP = 0.1;
/** Below this predicted gain the quadratic model is accurate, and the gradient is the better judge of a whole Newton step. */
const CLOSE = 1e-6;
/** Rounding error of a value, in units of its last place: a smaller gain is invisible. */
const NOISE_ULPS = 16;
const FIRST_RADIUS = 1;
const LARGEST_RADIUS = 4;
const ITERATIONS = 200;
/**
 * The most that ln θ may move from the start. No data distinguish a factor of 5·10⁸ from a limit, and it is still
 * computed accurately.
 */
const LARGEST_DISTANCE = 20;

/**
 * Maximises a smooth function by Newton's method with a trust region.
 *
 * Each iteration proposes the best step within the radius, evaluates there and accepts a gain. The value is a sum of
 * large terms, so rounding hides small gains. Close to the maximum a whole Newton step is therefore accepted if it at
 * least halves the gradient. So the search ends at the noise floor and not at a tolerance. The stop reasons:
 * `stationary` (gradient and Newton step vanish), and `flat` (only the gradient vanishes, and the gain of the Newton
 * step is meaningless). The others are `noise`, `runaway`, `iterations`, and `no-start` when the start is not finite.
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
