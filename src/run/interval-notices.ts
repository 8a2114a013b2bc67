import type { Estimate, Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { Parameter } from "../model.ts";
import { warning } from "./notice.ts";

/** Says when intervals rest on a covariance that leaves something out; `own`: whether the base is the one the model was fitted to. */
export function intervalNotices(
  intervals: object | undefined,
  { purchase, spend }: FittedModel,
  own: boolean,
): Notice[] {
  if (own || intervals === undefined) return [];
  const unsure = [
    ...symbolsOfUnsure(purchase.estimates, purchase.model.parameters),
    ...symbolsOfUnsure(spend?.estimates ?? [], spend?.model.parameters ?? []),
  ];
  if (unsure.length === 0) return [];
  return [
    warning(
      "intervals-too-narrow",
      `The model file says little of ${unsure.join(", ")}, so the intervals are too narrow.`,
      "Ask for intervals of the data the model was fitted on: they are then made by the bootstrap.",
    ),
  ];
}

/** A standard error of ln θ from which the likelihood is no parabola (`bench/coverage`). */
const UNSURE = 1;

function symbolsOfUnsure(estimates: readonly Estimate[], parameters: readonly Parameter[]): string[] {
  return estimates.flatMap(({ logStandardError }, i) =>
    logStandardError === undefined || logStandardError > UNSURE ? [parameters[i].symbol] : [],
  );
}
