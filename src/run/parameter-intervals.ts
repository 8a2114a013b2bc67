import type { FitData } from "../fit/fit-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterIntervals } from "../fit/interval.ts";
import { profileIntervals } from "../fit/profile.ts";

/** Profile-likelihood intervals of both models' parameters, from the data of the fit. */
export function parameterIntervalsOf(
  { histories, values }: Pick<FitData, "histories" | "values">,
  { purchase, spend }: FittedModel,
  level: number,
): ParameterIntervals[] {
  return [
    profileIntervals(purchase, histories, level),
    ...(spend && values ? [profileIntervals(spend, values.histories, level)] : []),
  ];
}
