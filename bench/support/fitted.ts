import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { buildSpendHistories, countHistories } from "../../src/data/histories.ts";
import { fit } from "../../src/fit/fit.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";

/** Both models fitted to a simulated base; its data are named by their number alone. */
export function fittedTo(base: CustomerBase): FittedModel {
  return {
    purchase: fit(bgNbd, countHistories(base)),
    spend: fit(gammaGamma, buildSpendHistories(base)!.histories),
    unit: base.unit,
    grain: base.grain,
    data: { customers: base.length, repeatPurchases: 0, sha256: "" },
  };
}
