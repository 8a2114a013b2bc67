import type { Fit } from "../../fit/fit-result.ts";
import type { ParameterIntervals } from "../../fit/interval.ts";
import type { Parameter } from "../../model.ts";
import type { ModelNumbers, ParameterNumbers } from "../report-data.ts";
import { boundsOf } from "./bounds.ts";
import type { ReportInput } from "./build-report-data.ts";

/** The fits with what each parameter means. */
export function modelNumbers({ fitted: { purchase, spend }, parameterIntervals }: ReportInput): ModelNumbers[] {
  const numbers = (fit: Fit): ModelNumbers => {
    const { model } = fit;
    const intervals = parameterIntervals?.find((candidate) => candidate.model === model.name);
    return {
      title: model.title,
      source: model.source,
      customers: fit.customers,
      logLikelihood: fit.logLikelihood,
      aic: fit.aic,
      bic: fit.bic,
      converged: fit.converged,
      message: fit.message,
      parameters: fit.estimates.map((estimate, k) => parameterNumbers(estimate, model.parameters[k], intervals)),
      ...(intervals && { intervals: intervals.method }),
      notices: fit.notices,
    };
  };
  return [numbers(purchase), ...(spend ? [numbers(spend)] : [])];
}

function parameterNumbers(
  { name, value, identified, standardError }: Fit["estimates"][number],
  { symbol, meaning }: Parameter,
  intervals: ParameterIntervals | undefined,
): ParameterNumbers {
  if (!identified) return { symbol, meaning };
  const ends = intervals?.parameters.find((parameter) => parameter.name === name);
  return {
    symbol,
    meaning,
    value,
    ...(standardError !== undefined && { standardError }),
    ...(ends && { interval: boundsOf(ends) }),
  };
}
