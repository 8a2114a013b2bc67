import type { CustomerBase } from "../data/customer-base.ts";
import type { Estimate, Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { quantilePair } from "../math/quantile-pair.ts";
import type { Parameter } from "../model.ts";
import { counted } from "../number-words.ts";
import type { IntervalEnds } from "../predict/interval-ends.ts";
import { warning } from "./notice.ts";

/**
 * The notices on intervals without an end, or from a covariance that does not cover all uncertainty.
 *
 * @param endless the customers whose interval of the CLV has no upper end
 * @param own whether the model was fitted to this base
 */
export function intervalNotices(endless: number, { purchase, spend }: FittedModel, own: boolean): Notice[] {
  const notices = noticesOfEndless(endless);
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
      `The model file determines ${unsure.join(", ")} poorly, so the intervals are too narrow.`,
      "Score the data of the fit: their intervals come from the bootstrap.",
    ),
  ];
}

/** The number of customers whose interval of the CLV has no upper end. */
export function endlessOf({ estimate: { clv } }: { readonly estimate: Pick<IntervalEnds["estimate"], "clv"> }): number {
  return clv ? clv.high.reduce((count, end) => (Number.isFinite(end) ? count : count + 1), 0) : 0;
}

/** The same from the draws: given x, the mean value per purchase does not exist under too many of them. */
export function endlessCustomers(
  { frequency }: CustomerBase,
  { spend }: FittedModel,
  draws: readonly ParameterDraw[],
  level: number,
): number {
  if (spend === undefined) return 0;
  const isEndless = new Map<number, boolean>();
  const endlessAfter = (x: number): boolean => {
    const means = draws.map((draw) => (spend.model.expectedSpend(draw.spend!, x) ? 0 : Number.POSITIVE_INFINITY));
    return quantilePair(Float64Array.from(means), level)[1] > 0;
  };
  return frequency.reduce((count, x) => {
    if (!isEndless.has(x)) isEndless.set(x, endlessAfter(x));
    return isEndless.get(x) ? count + 1 : count;
  }, 0);
}

function noticesOfEndless(endless: number): Notice[] {
  if (endless === 0) return [];
  return [
    warning(
      "interval-without-end",
      `For ${counted(endless, "customer")} the interval of the CLV has no upper end.`,
      "The mean value per purchase is infinite under some draws of the parameters. The field is empty.",
    ),
  ];
}

/** From this standard error of ln θ on, the likelihood is not a parabola (`bench/coverage`). */
const UNSURE = 1;

function symbolsOfUnsure(estimates: readonly Estimate[], parameters: readonly Parameter[]): string[] {
  return estimates.flatMap(({ logStandardError }, i) =>
    logStandardError === undefined || logStandardError > UNSURE ? [parameters[i].symbol] : [],
  );
}
