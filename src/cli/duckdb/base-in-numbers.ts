import type { Session } from "../../engine/duckdb.ts";
import type { EngineBase } from "../../engine/engine-base.ts";
import type { FitData } from "../../fit/fit-base.ts";
import { sumNumbers } from "../../math/sum.ts";
import type { BaseInNumbers } from "../report-base.ts";
import { day } from "../report-log.ts";

/** The customer base in numbers, from its histories. */
export async function baseInNumbers(
  session: Session,
  base: EngineBase,
  { histories, values }: FitData,
): Promise<BaseInNumbers> {
  const { frequency, T, count } = histories;
  const repeatBuyers = sumNumbers(count.filter((_, k) => frequency[k]! > 0));
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
  return zeros === 0
    ? { value, count }
    : { value: Float64Array.of(0, ...value), count: Float64Array.of(zeros, ...count) };
}

async function holdoutPurchases(session: Session, base: EngineBase): Promise<number> {
  const { purchases } = await session.numbers(`SELECT sum(frequency_holdout) AS purchases FROM ${base.relation}`);
  return purchases!;
}

/** The median of values that come so often each: of an even number the mean of the two in the middle. */
function weightedMedian(values: Float64Array, count: Float64Array): number {
  const order = Uint32Array.from(values, (_, k) => k).sort((a, b) => values[a]! - values[b]!);
  const total = count.reduce((sum, n) => sum + n, 0);
  const at = (place: number): number => {
    let before = 0;
    return values[order.find((k) => (before += count[k]!) > place)!]!;
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}
