import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { Future } from "../model/future.ts";
import type { SpendModel } from "../model.ts";
import { drawFutures, type FuturesQuestion, onOwnClock } from "../predict/draw-futures.ts";
import type { Segments } from "../predict/draw-options.ts";
import { spendDrawer } from "../predict/draw-spend.ts";
import { seeded } from "../random/seeded.ts";
import { flowOf, weightsOf } from "./ahead.ts";
import type { Flow } from "./demand.ts";

/** Customers whose purchases in periods ahead are drawn. */
export interface OutcomesQuestion extends FuturesQuestion {
  readonly groups: Segments;
  readonly spend: SpendModel;
  /** m of each customer. */
  readonly monetaryValue: Float64Array;
  readonly seed: number;
  /**
   * If the customers are a sample: the ratio of all customers to the sample at the estimates, [group][period]. It
   * scales totals and their variance.
   */
  readonly growth?: readonly (readonly Flow[])[] | undefined;
}

/** The first of the streams of the seed for the periods. Those of resamples begin at 0, those of moves at 2³¹. */
const PERIODS = 3 * 2 ** 30;

/**
 * The purchases of the customers of each group in each period, [group][period], in one drawn future under given joint
 * parameters. Undefined where these have no mean value and it is needed to scale up a sample.
 *
 * The value of the purchases of a customer is drawn period by period, each given the values drawn before it. So the
 * joint distribution of the periods is that of the spend model.
 *
 * @param k the number of the draw, which gives its random numbers
 */
export function periodOutcome(asked: OutcomesQuestion, draw: ParameterDraw, k: number): Flow[][] | undefined {
  const question = onOwnClock(asked, draw.purchase);
  const { histories, index, purchase, ends, groups, seed, spend, monetaryValue, growth } = question;
  const random = seeded(seed, PERIODS + k);
  const law = purchase.future(histories)(draw.purchase);
  const drawValue = spendDrawer(spend, draw.spend!);
  const drawn = groups.names.map(() => ends.map(() => ({ purchases: 0, value: 0 })));
  for (const [customer, orders] of drawFutures(random, law, question, 1, draw)) {
    const flows = drawn[groups.of[customer]];
    let x = histories.frequency[index[customer]];
    let sum = x === 0 ? 0 : x * monetaryValue[customer];
    for (let period = 0; period < orders.length; period++) {
      const n = orders[period];
      if (n === 0) continue;
      const value = drawValue(random, x, x === 0 ? 0 : sum / x, n);
      flows[period].purchases += n;
      flows[period].value += value;
      x += n;
      sum += value;
    }
  }
  if (growth === undefined) return drawn;
  const expected = expectedFlows(question, law, draw);
  return (
    expected &&
    drawn.map((flows, g) =>
      flows.map((flow, period) => {
        const [mean, ratio] = [expected[g][period], growth[g][period]];
        return {
          purchases: grown(flow.purchases, mean.purchases, ratio.purchases),
          value: grown(flow.value, mean.value, ratio.value),
        };
      }),
    )
  );
}

/** The total of all from that of a sample: the expectation grows by the ratio r, the deviation from it by √r. */
function grown(drawn: number, expected: number, ratio: number): number {
  return ratio * expected + Math.sqrt(ratio) * (drawn - expected);
}

/** The purchases that a model expects in each period, [group][period]; undefined without a mean value. */
function expectedFlows(
  { histories, index, ends, groups, spend, monetaryValue }: OutcomesQuestion,
  law: Future,
  draw: ParameterDraw,
): Flow[][] | undefined {
  const lines = new Map<number, ReturnType<SpendModel["expectedSpend"]>>();
  const expectedSpend = new Float64Array(index.length);
  for (let k = 0; k < index.length; k++) {
    const x = histories.frequency[index[k]];
    let line = lines.get(x);
    if (line === undefined) lines.set(x, (line = spend.expectedSpend(draw.spend!, x)));
    if (line === undefined) return undefined;
    expectedSpend[k] = line.constant + (x > 0 ? line.slope * monetaryValue[k] : 0);
  }
  return flowsBetween(weightsOf(groups, index, histories.length, expectedSpend), groups, law, ends);
}

/** The purchases that a model expects in each period between the ends, [group][period]. */
export function flowsBetween(
  weights: ReturnType<typeof weightsOf>,
  { names }: Segments,
  law: Pick<Future, "expected">,
  ends: readonly number[],
): Flow[][] {
  const until = ends.map((end) => law.expected(end));
  return names.map((_, g) => {
    const to = until.map((purchases) => flowOf(weights, g, purchases));
    return to.map(({ purchases, value }, period) => ({
      purchases: purchases - (period === 0 ? 0 : to[period - 1].purchases),
      value: value - (period === 0 ? 0 : to[period - 1].value),
    }));
  });
}
