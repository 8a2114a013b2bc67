import type { Objective, Parameter } from "../model.ts";
import type { SmoothFunction } from "../optimize/newton.ts";
import { drawNormal } from "../random/draws.ts";
import type { Random } from "../random/random.ts";

/** Standard deviation of ln θ: twice it, a factor of 5·10⁸, is where a model is taken to be at its limit. */
const SPREAD = 10;

/** What is known of the parameters before any data: next to nothing. */
export interface WeakPrior {
  /** Where the prior itself has its centre: 1, in ln θ. */
  readonly centre: Float64Array;
  /** Draws another centre, as far off as the prior is wide. */
  drawCentre(random: Random): Float64Array;
  /** ln θ with every number that has a prior within one standard deviation of the centre. */
  within(logTheta: Float64Array): Float64Array;
  /** The log-likelihood plus the logarithm of the prior around `centre`. */
  added(objective: Objective, centre: Float64Array): SmoothFunction;
}

/**
 * A prior so weak that it speaks only where the data do not: ln θ_j ~ N(0, 10²) for every parameter that is a pure number.
 *
 * Parameters with a unit have none, so that the result is the same in any unit. Beside a standard error of 1 in ln θ_j it counts for 1 %.
 */
export function weakPrior(parameters: readonly Parameter[]): WeakPrior {
  const n = parameters.length;
  const pure = parameters.map(({ timePower, moneyPower }) => timePower === 0 && moneyPower === 0);
  return {
    centre: new Float64Array(n),
    drawCentre: (random) => Float64Array.from(pure, (isPure) => (isPure ? SPREAD * drawNormal(random) : 0)),
    within: (logTheta) => logTheta.map((x, j) => (pure[j] ? Math.min(Math.max(x, -SPREAD), SPREAD) : x)),
    added: (objective, centre) => ({
      dimension: n,
      observations: objective.observations,
      evaluate(logTheta, out) {
        objective.evaluate(logTheta, out);
        for (let j = 0; j < n; j++) {
          if (!pure[j]) continue;
          const away = (logTheta[j] - centre[j]) / SPREAD;
          out.value -= away ** 2 / 2;
          out.gradient[j] -= away / SPREAD;
          out.hessian[(n + 1) * j] -= 1 / SPREAD ** 2;
        }
      },
    }),
  };
}
