import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { drawParameters, type ParameterDraw } from "../../src/fit/parameter-draws.ts";
import { quantilePair } from "../../src/math/quantile-pair.ts";
import { DRAWS } from "../../src/predict/draw-options.ts";
import { parseHorizon } from "../../src/predict/horizon.ts";
import type { IntervalColumns } from "../../src/predict/interval-ends.ts";
import { type ScoreIntervals, scoreIntervals } from "../../src/predict/score-intervals.ts";
import { seeded } from "../../src/random/seeded.ts";
import { fittedTo } from "../support/fitted.ts";
import type { Case } from "../support/measure.ts";
import { simulatedBase } from "../support/simulated-base.ts";

/** Against the plain formulas under each draw an end may be off by this, relatively. */
const AGREEMENT = 1e-12;
/** Customers whose ends are checked one by one. */
const CHECKED = 97;
const LEVEL = 0.9;

/** How long intervals are: of every score of every customer, estimate and outcome, and of the totals, from draws made before. */
export function intervalSuite(customers: number): readonly Case<ScoreIntervals>[] {
  const base = simulatedBase(customers);
  const fitted = fittedTo(base);
  const parameters = drawParameters(fitted.purchase, fitted.spend, DRAWS, seeded(1));
  const horizon = parseHorizon("12m");
  const run = () => scoreIntervals(base, fitted, bgNbd, gammaGamma, { horizon, level: LEVEL, parameters });
  const check = ({ estimate, totals: [all] }: ScoreIntervals) => {
    for (let k = 0; k < customers; k += Math.max(1, Math.floor(customers / CHECKED))) {
      const [x, tx, T, m] = [base.frequency[k], base.recency[k], base.T[k], base.monetaryValue![k]];
      const purchases = ({ purchase: theta }: ParameterDraw): number =>
        bgNbd.probabilityAlive(theta, x, tx, T) * bgNbd.expectedPurchasesIfAlive(theta, x, T, 365.25);
      const worth = (draw: ParameterDraw): number => purchases(draw) * gammaGamma.expectedSpend(draw.spend!, x, m)!;
      for (const [columns, of] of [
        [estimate.expectedPurchases, purchases],
        [estimate.lifetimeValue!, worth],
      ] as [IntervalColumns, (draw: ParameterDraw) => number][]) {
        const [low, high] = quantilePair(Float64Array.from(parameters, of), LEVEL);
        if (!(close(columns.low[k], low) && close(columns.high[k], high))) {
          throw new Error(
            `customer ${base.customers[k]}: expected ${low} to ${high}, got ${columns.low[k]} to ${columns.high[k]}`,
          );
        }
      }
    }
    for (const [of, around] of [
      [all.estimate.expectedPurchases, all.outcome.purchases],
      [all.estimate.lifetimeValue!, all.outcome.value!],
    ]) {
      // What will come spreads around what is expected, and wider; at 2 357 customers chance moves the middle by less than 5 %.
      const sound = around.low < of.low && around.high > of.high && Math.abs(around.median / of.median - 1) < 0.05;
      if (!sound) throw new Error(`totals: expected ${JSON.stringify(around)} to hold ${JSON.stringify(of)}`);
    }
  };
  return [
    {
      name: `intervals of all scores, ${customers.toLocaleString("en")} customers`,
      runs: customers > 100_000 ? 1 : 5,
      run,
      check,
      counters: ({ draws }) => ({ histories: fitted.purchase.histories, draws }),
    },
  ];
}

function close(got: number, expected: number): boolean {
  return Math.abs(got - expected) <= AGREEMENT * expected;
}
