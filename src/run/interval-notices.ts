import type { Estimate, Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { Parameter } from "../model.ts";
import { counted } from "../number-words.ts";
import type { IntervalColumns, IntervalEnds } from "../predict/interval-ends.ts";
import { warning } from "./notice.ts";

/**
 * Says when intervals have no end, or rest on a covariance that leaves something out.
 *
 * @param own whether the base is the one the model was fitted to
 */
export function intervalNotices(
  intervals: { readonly estimate: Pick<IntervalEnds["estimate"], "clv"> } | undefined,
  { purchase, spend }: FittedModel,
  own: boolean,
): Notice[] {
  if (intervals === undefined) return [];
  const notices = noticesOfEndless(intervals.estimate.clv);
  if (own) return notices;
  const unsure = [
    ...symbolsOfUnsure(purchase.estimates, purchase.model.parameters),
    ...symbolsOfUnsure(spend?.estimates ?? [], spend?.model.parameters ?? []),
  ];
  if (unsure.length === 0) return notices;
  return [
    ...notices,
    warning(
      "intervals-too-narrow",
      `The model file says little of ${unsure.join(", ")}, so the intervals are too narrow.`,
      "Ask for intervals of the data the model was fitted on: they are then made by the bootstrap.",
    ),
  ];
}

function noticesOfEndless(clv: IntervalColumns | undefined): Notice[] {
  const endless = clv ? clv.high.reduce((count, end) => (Number.isFinite(end) ? count : count + 1), 0) : 0;
  if (endless === 0) return [];
  return [
    warning(
      "interval-without-end",
      `For ${counted(endless, "customer")} the interval of the CLV has no upper end.`,
      "The mean value per purchase is infinite under some draws of the parameters. The field is left empty.",
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
