import { deepStrictEqual } from "node:assert/strict";
import { availableParallelism } from "node:os";
import { expectedPurchasesIfAlive } from "../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../models/bg-nbd/probability-alive.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { bootstrap } from "../../src/fit/bootstrap.ts";
import { jointHistories } from "../../src/fit/joint-histories.ts";
import { drawParameters, type ParameterDraw } from "../../src/fit/parameter-draws.ts";
import { quantilePair } from "../../src/math/quantile-pair.ts";
import { DRAWS } from "../../src/predict/draw-options.ts";
import { parseHorizon } from "../../src/predict/horizon.ts";
import type { IntervalColumns } from "../../src/predict/interval-ends.ts";
import { type ScoreIntervals, scoreIntervals } from "../../src/predict/score-intervals.ts";
import { seeded } from "../../src/random/seeded.ts";
import { byFrequency, intervalsOf, jointDraws } from "../../src/run/draws.ts";
import { openThreads } from "../../src/run/workers.ts";
import { spendAt } from "../../test/support/spend-at.ts";
import { fittedTo } from "../support/fitted.ts";
import type { Case } from "../support/measure.ts";
import { simulatedBase } from "../support/simulated-base.ts";

/** Against the plain formulas under each draw an end may be off by this, relatively. */
const AGREEMENT = 1e-12;
/** Customers whose ends are checked one by one. */
const CHECKED = 97;
const LEVEL = 0.9;

/**
 * The time for intervals of every score of every customer, estimate and outcome, and of the totals, from draws made
 * before. In one thread, and as in the command, in one thread for each core. And how long the bootstrap is those draws
 * are best made by.
 */
export function intervalSuite(customers: number): readonly (Case<ScoreIntervals> | Case<readonly ParameterDraw[]>)[] {
  const base = simulatedBase(customers);
  const fitted = fittedTo(base);
  const parameters = drawParameters(fitted, DRAWS, seeded(1));
  const horizon = parseHorizon("12m");
  const options = { horizon, level: LEVEL, parameters, segments: byFrequency(base) };
  const workers = openThreads({}).for(customers);
  const check = ({ estimate, totals: [all] }: ScoreIntervals) => {
    for (let k = 0; k < customers; k += Math.max(1, Math.floor(customers / CHECKED))) {
      const [x, tx, T, m] = [base.frequency[k], base.recency[k], base.T[k], base.monetaryValue![k]];
      const purchases = ({ purchase: theta }: ParameterDraw): number =>
        probabilityAlive(theta, x, tx, T) * expectedPurchasesIfAlive(theta, x, T, 365.25);
      const worth = (draw: ParameterDraw): number => purchases(draw) * spendAt(gammaGamma, draw.spend!, x, m)!;
      for (const [columns, of] of [
        [estimate.expectedPurchases, purchases],
        [estimate.clv!, worth],
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
      [all.estimate.equity!, all.outcome.value!],
    ]) {
      // What will come spreads around what is expected, and wider; at 2 357 customers chance moves the middle by less than 5 %.
      const sound = around.low < of.low && around.high > of.high && Math.abs(around.median / of.median - 1) < 0.05;
      if (!sound) throw new Error(`totals: expected ${JSON.stringify(around)} to hold ${JSON.stringify(of)}`);
    }
  };
  const runs = customers > 100_000 ? 1 : 5;
  const of = `${customers.toLocaleString("en")} customers`;
  let alone: ScoreIntervals | undefined;
  const inOne: Case<ScoreIntervals> = {
    name: `intervals of all scores, ${of}`,
    runs,
    run: () => (alone = scoreIntervals(base, fitted, options)),
    check,
    counters: ({ draws }) => ({ histories: fitted.purchase.histories, draws }),
  };
  const byThreads: Case<ScoreIntervals> = {
    name: `the same by threads, ${of}`,
    runs,
    run: () => intervalsOf(workers, base, fitted, options),
    check: (together) => deepStrictEqual(together, alone),
    counters: ({ draws }) => ({ histories: fitted.purchase.histories, draws, threads: availableParallelism() }),
  };
  const resampled: Case<readonly ParameterDraw[]> = {
    name: `bootstrap by threads, ${of}`,
    runs,
    run: () => jointDraws(workers, base, fitted, 1, true),
    check: (replicates) => {
      const some = bootstrap(jointHistories(base), fitted, { replicates: 2, seed: 1, first: CHECKED });
      const checked = replicates.slice(CHECKED, CHECKED + 2).map(({ replicate: _, ...draw }) => draw);
      deepStrictEqual(checked, some.replicates);
    },
    counters: ({ length }) => ({
      histories: fitted.purchase.histories,
      replicates: length,
      threads: availableParallelism(),
    }),
  };
  return [inOne, byThreads, resampled];
}

function close(got: number, expected: number): boolean {
  return Math.abs(got - expected) <= AGREEMENT * expected;
}
