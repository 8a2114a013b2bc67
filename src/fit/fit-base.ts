import type { CustomerBase } from "../data/customer-base.ts";
import { buildHistories, buildSpendHistories } from "../data/histories.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { fit } from "./fit.ts";
import type { Fit } from "./fit-result.ts";
import type { FittedModel } from "./fitted-model.ts";

/**
 * Fits a purchase model to a customer base and, where it has values, a spend model.
 *
 * @param base the customers up to the end of observation
 * @param purchase e.g. `bgNbd`
 * @param spend e.g. `gammaGamma`; without it, or without repeat purchases of some value, there is no spend fit
 * @returns the fits with the base's unit and grain and the fingerprint of the data; both fits carry their notices
 * @throws ClvError `data` when the base has no customer
 */
export async function fitBase(base: CustomerBase, purchase: PurchaseModel, spend?: SpendModel): Promise<FittedModel> {
  const { histories } = buildHistories(base);
  const values = spend && buildSpendHistories(base);
  const spent = spend && values && values.histories.length > 0 ? fit(spend, values.histories) : undefined;
  return {
    purchase: fit(purchase, histories),
    ...(spent && { spend: withLeftOut(spent, values?.zeroValued ?? 0) }),
    unit: base.unit,
    grain: base.grain,
    data: await fingerprintOf(base, histories, values?.histories),
  };
}

function withLeftOut(spend: Fit, customers: number): Fit {
  if (customers === 0) return spend;
  const leftOut = {
    name: "zero-spend-left-out",
    severity: "note",
    message: `${customers} repeat buyers with a mean value of 0 are left out of the spend fit.`,
    advice: "The model knows positive values only: its expected values are those of customers who pay.",
  } as const;
  return { ...spend, notices: [...spend.notices, leftOut] };
}
