import { mergeGrains } from "../data/merge-grains.ts";
import { observationOf, startsOf } from "../data/observation.ts";
import { sortLog } from "../data/sort-log.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import { DAY, UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import type { Parameters, PurchaseModel } from "../model.ts";
import type { Tracking } from "./validation.ts";

const DAYS = 7;
const STEP = DAYS * DAY;

/**
 * Repeat purchases of the customers known before the split, week by week: made, and expected by the model.
 *
 * Week k is [from + 7(k−1) days, from + 7k days), `from` the first day with a purchase; whole weeks only. Expected up to
 * its end is Σ_i E[X(from + 7k days − b_i)] over the customers, b_i their first purchase, which needs one evaluation for each
 * distinct day of b_i; in the week, the difference. The model has seen what lies before the split; the rest is forecast.
 */
export function track(
  log: TransactionLog,
  options: SummarizeOptions,
  model: PurchaseModel,
  theta: Parameters,
): Tracking {
  const { grain = "day", unit } = options;
  const observation = observationOf(log, grain, options);
  const { split, end, clock } = observation;
  const { customers, begin, start } = mergeGrains(sortLog(log, startsOf(log, observation).start));

  let from = Number.POSITIVE_INFINITY;
  for (let c = 0; c < customers.length; c++) if (begin[c] < begin[c + 1]) from = Math.min(from, start[begin[c]]);
  from = Math.floor(from / DAY) * DAY;
  const observed = end + (end - clock.before(end)) - from;
  const actual = new Float64Array(Math.floor(observed / STEP));
  const births = new Map<number, number>();
  for (let c = 0; c < customers.length; c++) {
    const birth = start[begin[c]];
    if (!(begin[c] < begin[c + 1] && birth < split)) continue;
    const day = Math.floor(birth / DAY) * DAY;
    births.set(day, (births.get(day) ?? 0) + 1);
    for (let i = begin[c] + 1; i < begin[c + 1]; i++) {
      const week = Math.floor((start[i] - from) / STEP);
      if (week < actual.length) actual[week]++;
    }
  }
  let [actualCumulative, expectedCumulative] = [0, 0];
  const steps = Array.from(actual, (made, k) => {
    const until = from + (k + 1) * STEP;
    const before = expectedCumulative;
    expectedCumulative = 0;
    for (const [birth, count] of births) {
      const age = (until - birth) / UNIT_MILLISECONDS[unit];
      if (age > 0) expectedCumulative += count * model.expectedPurchases(theta, age);
    }
    actualCumulative += made;
    return {
      step: k + 1,
      actual: made,
      expected: expectedCumulative - before,
      actualCumulative,
      expectedCumulative,
    };
  });
  return { days: DAYS, from: new Date(from).toISOString().slice(0, 10), splitAt: (split - from) / STEP, steps };
}
