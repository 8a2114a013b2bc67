import type { FitData } from "../../fit/fit-base.ts";
import { sumNumbers } from "../../math/sum.ts";
import { weightedMedian } from "../../math/weighted-median.ts";
import type { Session } from "../../sql/session.ts";
import type { EngineBase } from "../../sql/steps/engine-base.ts";
import type { BaseInNumbers } from "../report-base.ts";
import { day } from "../report-log.ts";

/** The customer base in numbers, from its histories. */
export async function baseInNumbers(
  session: Session,
  base: EngineBase,
  { histories, values }: FitData,
): Promise<BaseInNumbers> {
  const { frequency, T, count } = histories;
  const repeatBuyers = count.reduce((sum, n, k) => (frequency[k]! > 0 ? sum + n : sum), 0);
  const spend = values && withZeros(values.histories.monetaryValue, values.histories.count, values.zeroValued);
  return {
    customers: base.customers,
    repeatBuyers,
    repeatPurchases: base.repeatPurchases,
    unit: base.unit,
    grain: base.grain,
    ...(base.from !== undefined && { from: day(base.from) }),
    ...(base.until !== undefined && { until: day(base.until) }),
    medianT: weightedMedian(T, count),
    ...(spend &&
      repeatBuyers > 0 && {
        meanMonetaryValue: sumNumbers(spend.value.map((m, k) => m * spend.count[k]!)) / repeatBuyers,
        medianMonetaryValue: weightedMedian(spend.value, spend.count),
      }),
    ...(base.holdout && {
      holdout: {
        duration: base.holdout.duration,
        purchases: await holdoutPurchases(session, base),
        newCustomers: base.holdout.newCustomers,
      },
    }),
  };
}

/** Repeat buyers whose purchases cost nothing have a mean value too. */
function withZeros(value: Float64Array, count: Float64Array, zeros: number) {
  if (zeros === 0) return { value, count };
  const after = (first: number, rest: Float64Array): Float64Array => {
    const all = new Float64Array(rest.length + 1);
    all[0] = first;
    all.set(rest, 1);
    return all;
  };
  return { value: after(0, value), count: after(zeros, count) };
}

async function holdoutPurchases(session: Session, base: EngineBase): Promise<number> {
  const { purchases } = await session.numbers(`SELECT sum(frequency_holdout) AS purchases FROM ${base.relation}`);
  return purchases!;
}
