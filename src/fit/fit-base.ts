import type { CustomerBase } from "../data/customer-base.ts";
import { type BaseSpendHistories, buildSpendHistories, countHistories } from "../data/histories.ts";
import { type RepeatSpend, sumRepeatSpend, totalsOf } from "../data/repeat-spend.ts";
import type { Grain, TimeUnit } from "../data/time-unit.ts";
import type { Histories, PurchaseModel, SpendHistories, SpendModel } from "../model.ts";
import { counted } from "../number-words.ts";
import { fitSeason, type SeasonToFit } from "./estimate-season.ts";
import { type AboutData, aboutBase, fingerprint } from "./fingerprint.ts";
import { fit } from "./fit.ts";
import type { Fit, Notice } from "./fit-result.ts";
import type { FittedModel } from "./fitted-model.ts";
import { widerNotices } from "./wider.ts";

/**
 * Fits a purchase model to a customer base and, where it has values, a spend model.
 *
 * @param base the customers up to the end of observation
 * @param purchase e.g. `bgNbd`
 * @param spend e.g. `gammaGamma`; without it, or without repeat purchases of positive value, there is no spend fit. A
 * spend fit that does not converge is left out, and a notice on the purchase fit says so.
 *
 * @returns the fits with the base's unit and grain and the fingerprint of the data; both fits carry their notices
 * @throws ClvError `data` when the base has no customer
 */
export async function fitBase(base: CustomerBase, purchase: PurchaseModel, spend?: SpendModel): Promise<FittedModel> {
  const { unit, grain } = base;
  const data = { unit, grain, about: aboutBase(base), histories: countHistories(base) };
  const values = spend && buildSpendHistories(base);
  return fitHistories({ ...data, values, repeatSpend: spend && repeatSpendOf(base) }, purchase, spend);
}

/** The data of a fit, wherever the customers are stored. */
export interface FitData {
  readonly histories: Histories;
  readonly values: Pick<BaseSpendHistories, "histories" | "zeroValued" | "pairs"> | undefined;
  /** The identity of the values; absent without values. */
  readonly repeatSpend: RepeatSpend | undefined;
  readonly about: AboutData;
  readonly unit: TimeUnit;
  readonly grain: Grain;
  /** The season of the fit; absent where all days are alike. */
  readonly season?: SeasonToFit | undefined;
}

/** {@link fitBase} of a base that is already compressed to histories. */
export async function fitHistories(
  { histories, values, repeatSpend, about, unit, grain, season }: FitData,
  purchase: PurchaseModel,
  spend?: SpendModel,
): Promise<FittedModel> {
  const tried = spend && values && values.histories.length > 0 ? trySpend(spend, values.histories) : {};
  const { fit: spent, notice } = tried;
  const observed = { until: about.until!, unit, grain };
  const seasonal = season && fitSeason(purchase, histories, observed, season);
  const bought = seasonal ? seasonal.purchase : withAdvice(fit(purchase, histories), histories);
  const zeroValued = values?.zeroValued ?? 0;
  const why = notice ?? (spent === undefined && zeroValued > 0 ? NO_SPEND : undefined);
  return {
    purchase: why ? { ...bought, notices: [...bought.notices, why] } : bought,
    ...(spent && { spend: withPoints(withLeftOut(spent, zeroValued), values) }),
    ...(seasonal && { season: seasonal.season }),
    unit,
    grain,
    data: await fingerprint(about, histories, repeatSpend),
  };
}

/** A fit with the advice to fit a wider model, where the score test asks for it. */
function withAdvice(fitted: Fit<PurchaseModel>, histories: Histories): Fit<PurchaseModel> {
  const wider = widerNotices(fitted, histories);
  return wider.length > 0 ? { ...fitted, notices: [...fitted.notices, ...wider] } : fitted;
}

export function repeatSpendOf({ frequency, monetaryValue }: CustomerBase): RepeatSpend | undefined {
  return monetaryValue && sumRepeatSpend(frequency, totalsOf(frequency, monetaryValue));
}

const NO_SPEND: Notice = {
  name: "no-spend-fit",
  severity: "warning",
  message: "All repeat purchases have the value 0, so clv fits no spend model.",
  advice: "There is no expected spend and no CLV. Check the column: --value.",
};

/** A spend fit, or a notice why there is none. Purchases are fitted and scored without it. */
function trySpend(spend: SpendModel, histories: SpendHistories): { fit?: Fit<SpendModel>; notice?: Notice } {
  const spent = fit(spend, histories);
  if (spent.converged) return { fit: spent };
  const notice = {
    name: "spend-fit-failed",
    severity: "warning",
    message: `The spend model ${spend.title} could not be fitted: ${spent.message}`,
    advice:
      "There is no expected spend and no CLV; the forecast of purchases is not affected. Check for values of very different size.",
  } as const;
  return { notice };
}

function withLeftOut<F extends Fit>(spend: F, customers: number): F {
  if (customers === 0) return spend;
  const leftOut = {
    name: "zero-spend-left-out",
    severity: "note",
    message: `The spend fit leaves out ${counted(customers, "customer")} whose repeat purchases have the value 0.`,
    advice: "The model accepts only positive values, so its expected values are those of paying customers.",
  } as const;
  return { ...spend, notices: [...spend.notices, leftOut] };
}

function withPoints<F extends Fit>(spend: F, values: FitData["values"]): F {
  if (values?.pairs === undefined) return spend;
  const points = {
    name: "spend-in-points",
    severity: "note",
    message:
      `The ${values.pairs} distinct pairs of repeat purchases and mean value are too many to fetch. The spend model is fitted to ` +
      `${values.histories.length} points that have their number, mean, variance and skewness.`,
    advice: "Every customer counts. The parameters agree with those of all pairs to about ten digits.",
  } as const;
  return { ...spend, notices: [...spend.notices, points] };
}
