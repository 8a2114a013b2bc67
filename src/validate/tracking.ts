import { countedAge } from "../data/calendar.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { DAY, inUnits } from "../data/time-unit.ts";
import type { Fit } from "../fit/fit-result.ts";
import { elapsed, isSeasonal } from "../fit/on-calendar.ts";
import type { PurchaseModel } from "../model.ts";
import { DAYS, STEP, type Weeks } from "./count-weeks.ts";
import type { Tracking } from "./validation.ts";

/**
 * Repeat purchases of the customers known before the split, week by week: actual, and expected by the model.
 *
 * Week k is [from + 7(k−1) days, from + 7k days). The expected purchases up to its end are Σ_i E[X(from + 7k days −
 * b_i)] over the customers, b_i their first purchase. They need one evaluation for each distinct day of b_i. Those in
 * the week are the difference. The fit has used the purchases before the split; the rest is a forecast.
 *
 * @param actual the repeat purchases of each week, see {@link countWeeks}
 */
export function track(
  { firstDate, unit }: Pick<CustomerBase, "firstDate" | "unit">,
  split: number,
  { from }: Weeks,
  actual: Float64Array,
  { model, parameters }: Pick<Fit<PurchaseModel>, "model" | "parameters">,
): Tracking {
  const newcomer = (isSeasonal(model) ? model.plain : model).newcomer(parameters);
  const counts = model.clock === "periods";
  const births = new Map<number, number>();
  for (const birth of firstDate!) {
    const day = Math.floor(birth / DAY) * DAY;
    births.set(day, (births.get(day) ?? 0) + 1);
  }
  let [actualCumulative, expectedCumulative] = [0, 0];
  const steps = Array.from(actual, (actual, k) => {
    const until = from + (k + 1) * STEP;
    const before = expectedCumulative;
    expectedCumulative = 0;
    for (const [birth, count] of births) {
      const age = counts ? countedAge(birth, until - 1, unit) : inUnits(elapsed(model, birth, until), unit);
      if (age > 0) expectedCumulative += count * newcomer.expected(age);
    }
    actualCumulative += actual;
    return { step: k + 1, actual, expected: expectedCumulative - before, actualCumulative, expectedCumulative };
  });
  return { days: DAYS, from: new Date(from).toISOString().slice(0, 10), splitAt: (split - from) / STEP, steps };
}
