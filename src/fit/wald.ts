import { normalQuantile } from "../math/normal-quantile.ts";
import type { Fit } from "./fit-result.ts";
import { type ParameterIntervals, requireLevel } from "./interval.ts";
import { shifted } from "./link.ts";

/**
 * Wald intervals: link⁻¹(φ̂ ± z·se(φ)), for most parameters exp(ln θ̂ ± z·se(ln θ)), from the observed information on that scale.
 *
 * On that scale the likelihood is nearer to a parabola, and no end can leave the domain. The intervals come from the
 * curvature at the maximum alone. On a ridge, with few repeat buyers, they are too short on the far side (Pawitan 2001,
 * In All Likelihood, §2.7).
 *
 * @param level probability in (0, 1), e.g. 0.9
 * @returns ends per parameter; undefined where the parameter is not identified
 * @throws ClvError `usage` when the level is not in (0, 1)
 * @example
 * const histories = {
 *   length: 4,
 *   frequency: Float64Array.of(0, 1, 2, 5),
 *   recency: Float64Array.of(0, 10, 22, 30),
 *   T: Float64Array.of(38, 38, 38, 38),
 *   count: Float64Array.of(600, 200, 120, 80),
 * };
 * const { parameters } = waldIntervals(fit(bgNbd, histories), 0.9);
 * parameters[0].name; // "r"
 * parameters[0].high / parameters[0].low; // 1.4036...
 */
export function waldIntervals(fit: Fit, level: number): ParameterIntervals {
  requireLevel(level);
  const z = normalQuantile((1 + level) / 2);
  return {
    model: fit.model.name,
    method: "wald",
    level,
    parameters: fit.estimates.map(({ name, value, logStandardError }, j) => {
      if (logStandardError === undefined) return { name, low: undefined, high: undefined };
      const end = (shift: number): number => shifted(fit.model.parameters[j], value, shift);
      return { name, low: end(-z * logStandardError), high: end(z * logStandardError) };
    }),
  };
}
