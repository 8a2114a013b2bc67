import { convertBase } from "../../data/convert-base.ts";
import { onCalendar } from "../../fit/on-calendar.ts";
import { drawOptions } from "../../predict/draw-options.ts";
import type { CameBackSince } from "../report-data.ts";
import { countCameBack } from "./came-back.ts";
import { type RankedWorth, rankWorth } from "./rank-worth.ts";
import type { ReportInput } from "./report-input.ts";
import { buildSlipping, type SlippingCustomers } from "./slipping.ts";

type SlippingInput = Pick<
  ReportInput,
  "base" | "fitted" | "scores" | "level" | "draws" | "top" | "margin" | "discountRate"
>;

/** The customers slipping away, and those of them who came back in the holdout of the base, where it has one. */
export function findSlipping(
  input: SlippingInput,
  worth: RankedWorth,
): { readonly slipping: SlippingCustomers; readonly cameBack: ReturnType<typeof countCameBack> } {
  const { fitted, scores, level, draws, top } = input;
  const base = convertBase(input.base, fitted.unit);
  const { model: purchase, parameters: theta } = onCalendar(fitted, base).purchase;
  const terms = { ...worthTerms(input), horizon: scores.horizon, level };
  const asked = draws && drawOptions(base, fitted, { ...terms, parameters: draws });
  const slipping = buildSlipping({ base, purchase, theta, scores, worth, top, asked });
  return { slipping, cameBack: countCameBack(base, slipping.customers, purchase, theta) };
}

/**
 * The number of customers slipping away at a split who came back by themselves.
 *
 * @param input the base as of the split, with its holdout, and the results of the model fitted before it
 * @returns undefined if no customer was slipping away
 */
export function cameBackSince(input: SlippingInput): CameBackSince | undefined {
  const { slipping, cameBack } = findSlipping(input, rankWorth(input.scores));
  return cameBack && { listed: slipping.customers.length, ...cameBack };
}

/** Above 1 only a percentage is clear, see `worthOf`. */
function worthTerms({ margin, discountRate }: Pick<ReportInput, "margin" | "discountRate">) {
  const clear = (share: number) => (share >= 1 ? (`${100 * share}%` as const) : share);
  return { margin: clear(margin), discountRate: clear(discountRate) };
}
