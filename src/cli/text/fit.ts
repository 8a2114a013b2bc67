import type { Estimate, Fit, KeptEstimate } from "../../fit/fit-result.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { Parameter } from "../../model.ts";
import { counted, fixed, significant } from "../../number-words.ts";
import { GRADIENT_TOLERANCE, STEP_TOLERANCE } from "../../optimize/newton.ts";
import { section, table, withError } from "./format.ts";

/** The fits as text: estimates with standard errors, log-likelihood, verdict. */
export function reportFits({ purchase, spend, unit }: FittedModel): string {
  const purchases = reportFit(`Purchases: ${purchase.model.title}, time in ${unit}s`, purchase);
  if (!spend) return purchases;
  return `${purchases}\n${reportFit(`Spend per purchase: ${spend.model.title}`, spend)}`;
}

function reportFit(title: string, fit: Fit): string {
  const rows = fit.estimates.map((estimate, index) => {
    const parameter = fit.model.parameters[index];
    return [parameter.symbol, ...shown(estimate, parameter, fit), parameter.meaning];
  });
  const kept = (fit.limits ?? []).flatMap(({ name, kept }) =>
    kept ? [[kept.name, ...withKnownError(kept), `kept at the limit ${name}`]] : [],
  );
  const likelihood = Number.isNaN(fit.logLikelihood)
    ? "The log-likelihood has no bound and is not printed,"
    : `Log-likelihood ${fixed(fit.logLikelihood, 4)}`;
  return section(
    title,
    table(["", "estimate", "std. error", ""], [...rows, ...kept], [1, 2]),
    "",
    `  ${likelihood} of ${counted(fit.customers, "customer")} in ${counted(fit.histories, "distinct history", "distinct histories")}.`,
    `  ${fit.message} After ${counted(fit.iterations, "step")}: ${convergence(fit)}.`,
  );
}

/** Each measure of convergence beside its tolerance: `gradient 3.9e-16 ≤ 1e-9`. */
function convergence({ gradientNorm, newtonStep, stop }: Fit): string {
  const gradient = `gradient per customer ${againstTolerance(gradientNorm, GRADIENT_TOLERANCE)}`;
  if (newtonStep === undefined) return gradient;
  // The other way to converge: the gain of a step longer than its tolerance is below the rounding error.
  if (newtonStep > STEP_TOLERANCE && (stop === "stationary" || stop === "noise")) {
    return `${gradient}, a further step would gain less than the rounding error`;
  }
  return `${gradient}, Newton step ${againstTolerance(newtonStep, STEP_TOLERANCE)}`;
}

function againstTolerance(value: number, tolerance: number): string {
  return `${significant(value, 2)} ${value <= tolerance ? "≤" : ">"} ${tolerance}`;
}

function withKnownError({ value, standardError }: KeptEstimate): [string, string] {
  return standardError === undefined ? [significant(value), ""] : withError(value, standardError);
}

/** A parameter that is not identified has no estimate. The text shows instead where the likelihood leads. */
function shown(estimate: Estimate, parameter: Parameter, fit: Fit): [string, string] {
  const { model } = fit;
  if (estimate.identified && estimate.standardError !== undefined) {
    return withError(estimate.value, estimate.standardError);
  }
  const at = model.parameters.indexOf(parameter);
  const limits = model.limits.filter(({ name }) => fit.notices.some((notice) => notice.name === name));
  const direction = limits.map((limit) => limit.direction[at]).find((towards) => towards !== 0) ?? 0;
  const leads = direction === 0 ? "" : ` (${parameter.symbol} → ${direction < 0 ? "0" : "∞"})`;
  return [`not identified${leads}`, ""];
}
