import type { CustomerBase } from "../data/customer-base.ts";
import { buildHistories, buildSpendHistories } from "../data/histories.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { fit } from "./fit.ts";
import type { FittedModel } from "./fitted-model.ts";

/**
 * Fits a purchase model to a customer base and, where it has values, a spend model.
 *
 * @param base the customers up to the end of observation
 * @param purchase e.g. `bgNbd`
 * @param spend e.g. `gammaGamma`; without it, or without repeat purchases of some value, there is no spend fit
 */
export async function fitBase(base: CustomerBase, purchase: PurchaseModel, spend?: SpendModel): Promise<FittedModel> {
  const { histories } = buildHistories(base);
  const spendHistories = spend && buildSpendHistories(base)?.histories;
  return {
    purchase: fit(purchase, histories),
    ...(spend && spendHistories && spendHistories.length > 0 && { spend: fit(spend, spendHistories) }),
    unit: base.unit,
    grain: base.grain,
    data: await fingerprintOf(base, histories, spendHistories),
  };
}
