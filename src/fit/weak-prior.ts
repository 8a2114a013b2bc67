import type { Objective } from "../model/objective.ts";
import type { Model } from "../model.ts";
import type { SmoothFunction } from "../optimize/newton.ts";
import { drawNormal } from "../random/draws.ts";
import type { Random } from "../random/random.ts";

/** Standard deviation of φ. At twice this distance, a factor of 5·10⁸, a model counts as being at its limit. */
const SPREAD = 10;
/** Entries of a projection along directions of −1, 0 and 1 are fractions. An entry this near to a whole number is that number. */
const ROUNDING = 1e-12;

/** A prior on the parameters with very little information. */
export interface WeakPrior {
  /** The centre of the prior: 0, in φ. */
  readonly centre: Float64Array;
  /** Draws another centre from the prior. */
  drawCentre(random: Random): Float64Array;
  /** φ moved along the prior to within one standard deviation of the centre. */
  within(phi: Float64Array): Float64Array;
  /** The log-likelihood plus the logarithm of the prior around `centre`. */
  added(objective: Objective, centre: Float64Array): SmoothFunction;
}

/**
 * A prior so weak that it matters only where the data carry no information. That is along the limits of the model,
 * where a likelihood can rise for ever.
 *
 *     ln π = −(φ − c)ᵀ Q (φ − c)/(2·10²),   Q the projection onto what limits span, less the change of units
 *
 * A change of the unit of time or money moves φ along the powers of the parameters. Q is taken at right angles to that,
 * so the result is the same in any unit. For BG/NBD, Q keeps ln r, ln a and ln b; of two times, such as α and β of
 * Pareto/NBD, it keeps the ratio. Compared with a standard error of 1 in φ, the prior has a weight of 1 %.
 */
export function weakPrior({ parameters, limits }: Pick<Model, "parameters" | "limits">): WeakPrior {
  const n = parameters.length;
  const Q = projection(
    limits.map(({ direction }) => direction),
    [parameters.map(({ timePower }) => timePower), parameters.map(({ moneyPower }) => moneyPower)],
  );
  const touched = parameters.map((_, i) => Q[i][i] !== 0);
  const projected = (x: ArrayLike<number>): Float64Array =>
    Float64Array.from(Q, (row) => row.reduce((sum, q, j) => sum + q * x[j], 0));
  return {
    centre: new Float64Array(n),
    drawCentre: (random) => projected(touched.map((drawn) => (drawn ? SPREAD * drawNormal(random) : 0))),
    within(phi) {
      const along = projected(phi);
      return phi.map((x, j) => x - along[j] + Math.min(Math.max(along[j], -SPREAD), SPREAD));
    },
    added: (objective, centre) => ({
      dimension: n,
      observations: objective.observations,
      evaluate(phi, out) {
        objective.evaluate(phi, out);
        const away = phi.map((x, j) => (x - centre[j]) / SPREAD);
        const along = projected(away);
        for (let i = 0; i < n; i++) {
          out.value -= (away[i] * along[i]) / 2;
          out.gradient[i] -= along[i] / SPREAD;
          for (let j = 0; j < n; j++) out.hessian[n * i + j] -= Q[i][j] / SPREAD ** 2;
        }
      },
    }),
  };
}

/** The orthogonal projection onto the span of directions, each less its part along others: by Gram and Schmidt. */
function projection(directions: readonly (readonly number[])[], others: readonly (readonly number[])[]): number[][] {
  const basis: number[][] = [];
  const add = (direction: readonly number[]): void => {
    let rest = [...direction];
    for (const unit of basis) {
      const part = dot(rest, unit);
      rest = rest.map((x, j) => x - part * unit[j]);
    }
    const length = Math.hypot(...rest);
    if (length > ROUNDING) basis.push(rest.map((x) => x / length));
  };
  others.forEach(add);
  const kept = basis.length;
  directions.forEach(add);
  const n = others[0].length;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      const entry = basis.slice(kept).reduce((sum, unit) => sum + unit[i] * unit[j], 0);
      return Math.abs(entry - Math.round(entry)) < ROUNDING ? Math.round(entry) : entry;
    }),
  );
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, x, j) => sum + x * other[j], 0);
}
