import { isSeasonal } from "../../fit/on-calendar.ts";
import type { HistoryColumns, PurchaseModel } from "../../model.ts";

/**
 * The future of customers as of earlier ages, each with its own time.
 *
 * On the clock of a season these ages end before the observation does, so they are measured from each customer's first purchase.
 *
 * @param then - Histories with the earlier ages as T.
 * @param now - T at the end of observation.
 */
export function pastFuture(
  model: PurchaseModel,
  then: HistoryColumns,
  now: Float64Array,
): ReturnType<PurchaseModel["future"]> {
  if (!isSeasonal(model)) return model.future(then);
  return model.plain.future(model.inTau(then, now));
}
