import type { CustomerBase } from "../data/customer-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { chiSquareTail } from "../math/chi-square.ts";

/** A test of whether two arms have the same parameters: models of each against one of both. */
export interface LikelihoodRatio {
  /** 2·(ln L of the control + ln L of the other − ln L of both). */
  readonly statistic: number;
  /** Parameters that are free once more in the larger model. */
  readonly freedom: number;
  readonly p: number;
}

/** Wilks (1938): χ² where the parameters do not differ. */
export function likelihoodRatio(
  kind: "purchase" | "spend",
  both: FittedModel,
  arms: readonly FittedModel[],
): LikelihoodRatio | undefined {
  const fits = [both, ...arms].map((fitted) => fitted[kind]);
  // At a limit a parameter is not free, so the statistic has another distribution.
  if (fits.some((fit) => fit === undefined || !fit.converged || fit.limits !== undefined)) return undefined;
  const [common, ...own] = fits.map((fit) => fit!.logLikelihood);
  const statistic = Math.max(0, 2 * (own.reduce((sum, value) => sum + value, 0) - common));
  const freedom = both[kind]!.model.parameters.length * (arms.length - 1);
  return { statistic, freedom, p: chiSquareTail(statistic, freedom) };
}

/** The customers of a base at some places. */
export function customersAt(base: CustomerBase, places: readonly number[]): CustomerBase {
  const pick = (column: Float64Array): Float64Array => Float64Array.from(places, (k) => column[k]);
  const { monetaryValue, litt, firstValue, firstDate, lastDate, holdout: _, ...rest } = base;
  return {
    ...rest,
    length: places.length,
    customers: places.map((k) => base.customers[k]),
    ...{ frequency: pick(base.frequency), recency: pick(base.recency), T: pick(base.T) },
    ...(monetaryValue && { monetaryValue: pick(monetaryValue) }),
    ...(litt && { litt: pick(litt) }),
    ...(firstValue && { firstValue: pick(firstValue) }),
    ...(firstDate && { firstDate: pick(firstDate) }),
    ...(lastDate && { lastDate: pick(lastDate) }),
  };
}
