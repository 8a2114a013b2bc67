import { convertHistories } from "../data/convert-base.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import { given } from "../given.ts";
import { scoreHistories } from "../predict/score.ts";
import type { Customers, LogReading } from "./customers.ts";
import { type HoldoutInNumbers, holdoutInNumbers } from "./holdout-in-numbers.ts";

/** Compares purchases in the holdout with those expected, history by history. */
export async function compareHoldout(
  customers: Customers,
  { summary }: LogReading,
  split: string,
  { histories, unit }: FitData,
  fitted: FittedModel,
): Promise<HoldoutInNumbers> {
  const { duration, newCustomers } = customers.about.holdout!;
  const converted = convertHistories(histories, unit, fitted.unit);
  const { until, grain } = customers.about;
  const timed = onCalendar(fitted, { until, unit: fitted.unit, grain });
  const { expectedPurchases: expected } = scoreHistories(converted, timed, { amount: duration, unit }, 0);
  return holdoutInNumbers(await customers.holdoutByFrequency(), histories, expected, {
    ...{ split, until: isoDay(summary.end), fittedUntil: isoDay(summary.until), duration },
    ...given({ newCustomers }),
  });
}
