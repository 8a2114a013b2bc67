/** Whether the fields of a model file agree with each other and with the model, once each field has been read. */

import { unexpected } from "../data/json-fields.ts";
import { estimatedIn } from "../data/season.ts";
import { inUnits, UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { Fit } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { slopeOf } from "../fit/link.ts";
import { symmetricEigen } from "../math/symmetric-eigen.ts";

/**
 * Parameters lie between 1/LARGEST and LARGEST: a search stays within a factor of 5·10⁸ of its start, which comes from
 * moments of the data.
 */
const LARGEST = 1e15;
/** The most expected purchases of a new customer within one grain. Purchases in a grain count as one, so no fit gives more. */
const MOST_PURCHASES = 1e6;
/** Relative rounding error of fields that follow from others. */
const ROUNDING = 1e-9;
/** The shortest time between purchases for `--grain none`, in milliseconds: an hour, the finest of the other grains. */
const FINEST = UNIT_MILLISECONDS.hour;

/** Throws where the fields of a fitted model contradict each other or the model. */
export function checkModel(where: string, fitted: FittedModel): void {
  const { data, unit, grain } = fitted;
  if (fitted.purchase.customers !== data.customers) {
    throw unexpected({ where: `${where}: purchase: customers`, value: fitted.purchase.customers }, `${data.customers}`);
  }
  checkFit(`${where}: purchase`, fitted.purchase, estimatedIn(fitted.season ?? []));
  const length = inUnits(grain === "none" ? FINEST : UNIT_MILLISECONDS[grain], unit);
  const purchases = fitted.purchase.model.newcomer(fitted.purchase.parameters).expected(length);
  if (!(purchases <= MOST_PURCHASES)) {
    throw unexpected(
      { where: `${where}: purchase: estimates`, value: purchases },
      `at most ${MOST_PURCHASES} purchases of a customer within one ${grain === "none" ? "hour" : grain}`,
    );
  }
  if (!fitted.spend) return;
  checkFit(`${where}: spend`, fitted.spend);
  const most = Math.min(data.customers, data.repeatPurchases);
  if (!(fitted.spend.customers <= most)) {
    throw unexpected({ where: `${where}: spend: customers`, value: fitted.spend.customers }, `at most ${most}`);
  }
}

function checkFit(where: string, fit: Fit, estimatedBeside = 0): void {
  const { model } = fit;
  const n = model.parameters.length;
  if (!(fit.histories <= fit.customers)) {
    throw unexpected({ where: `${where}: histories`, value: fit.histories }, `at most ${fit.customers}`);
  }
  if (Number.isNaN(fit.logLikelihood) && !isUnbounded(fit)) {
    throw unexpected({ where: `${where}: logLikelihood`, value: null }, "a finite number");
  }
  if (!Number.isNaN(fit.logLikelihood)) {
    const counted = n + estimatedBeside;
    requireEqual(`${where}: aic`, fit.aic, 2 * counted - 2 * fit.logLikelihood);
    requireEqual(`${where}: bic`, fit.bic, counted * Math.log(fit.customers) - 2 * fit.logLikelihood);
  }
  fit.estimates.forEach(({ value, identified, logStandardError, standardError }, k) => {
    const at = `${where}: estimates[${k}]`;
    if (identified && !(value >= 1 / LARGEST && value <= LARGEST)) {
      throw unexpected({ where: `${at}: value`, value }, `a number from ${1 / LARGEST} to ${LARGEST}`);
    }
    const slope = slopeOf(model.parameters[k], value);
    requireEqual(`${at}: standardError`, standardError, logStandardError && slope * logStandardError);
    const variance = fit.logCovariance[k][k];
    requireEqual(`${where}: logCovariance[${k}][${k}]`, variance, square(logStandardError));
    requireEqual(`${where}: covariance[${k}][${k}]`, fit.covariance[k][k], square(standardError));
  });
  for (const name of ["covariance", "logCovariance", "correlation"] as const) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) requireEqual(`${where}: ${name}[${i}][${j}]`, fit[name][i][j], fit[name][j][i]);
    }
  }
  requireDefinite(`${where}: logCovariance`, fit);
}

/** Throws unless the covariance of the identified parameters allows draws. */
function requireDefinite(where: string, { estimates, logCovariance }: Fit): void {
  const free = estimates.flatMap(({ logStandardError }, i) => (logStandardError === undefined ? [] : [i]));
  if (free.length === 0) return;
  const entries = free.flatMap((i) => free.map((j) => logCovariance[i][j]));
  const [least] = entries.every(Number.isFinite)
    ? symmetricEigen(Float64Array.from(entries), free.length).values
    : [Number.NaN];
  if (!(least > 0)) throw unexpected({ where, value: least }, "a covariance, whose least eigenvalue is above 0");
}

function isUnbounded({ limits, model }: Fit): boolean {
  return model.limits.some(({ name, unbounded }) => unbounded && limits?.some((limit) => limit.name === name));
}

function square(value: number | undefined): number {
  return value === undefined ? Number.NaN : value * value;
}

/** Throws unless two numbers, either of which may be missing, agree up to rounding. */
function requireEqual(where: string, value: number | undefined, expected: number | undefined): void {
  const missing = (one: number | undefined): boolean => one === undefined || Number.isNaN(one);
  if (missing(value) && missing(expected)) return;
  if (Math.abs(value! - expected!) <= ROUNDING * Math.abs(expected!)) return;
  throw unexpected({ where, value }, missing(expected) ? "null" : String(expected));
}
