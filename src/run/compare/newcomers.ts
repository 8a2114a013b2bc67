import { customersAt, type LikelihoodRatio, likelihoodRatio } from "../../compare/arm-models.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { fitBase } from "../../fit/fit-base.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { given } from "../../given.ts";
import { quantilePair } from "../../math/quantile-pair.ts";
import type { Horizon } from "../../predict/horizon.ts";
import type { OrderTerms } from "../../predict/worth-formula.ts";
import { firstValueDraws } from "../../value/first-value-draws.ts";
import { newcomerWorth } from "../../value/newcomers.ts";
import { jointDraws } from "../draws.ts";
import type { Run } from "../in-run.ts";
import { chosenModels } from "../models.ts";

/** The contribution terms of orders, and the options of the intervals. */
export interface Terms {
  readonly terms: OrderTerms | undefined;
  readonly level: number;
  readonly seed: number;
  readonly discountRate: number;
}

/** The value of a new customer of each group within a year, under the group's own model. */
export interface ComparedNewcomers {
  readonly horizon: Horizon;
  readonly value: readonly [number, number];
  readonly difference: { readonly estimate: number; readonly low?: number; readonly high?: number };
  readonly likelihoodRatio: { readonly purchase?: LikelihoodRatio; readonly spend?: LikelihoodRatio };
}

/** Models of each arm and of both: the value of a new customer, and whether the arms share their parameters. */
export async function newcomersOf(
  run: Run,
  base: CustomerBase,
  control: readonly number[],
  other: readonly number[],
  { terms = { s: 1, k: 0 }, level, seed, discountRate }: Terms,
): Promise<ComparedNewcomers | undefined> {
  const { purchase, spend } = chosenModels({ model: undefined, spendModel: undefined });
  const bases = [control, other].map((places) => customersAt(base, places));
  const both = await fitBase(customersAt(base, [...control, ...other]), purchase, spend);
  const arms: FittedModel[] = [];
  for (const one of bases) arms.push(await fitBase(one, purchase, spend));
  if (!arms.every(({ purchase: fit, spend: spent }) => fit.converged && spent !== undefined) || !base.firstValue)
    return undefined;
  const horizon: Horizon = { amount: 1, unit: "year" };
  const value: number[] = [];
  const drawn: Float64Array[] = [];
  for (const [k, one] of bases.entries()) {
    const fitted = arms[k]!;
    const mean =
      one
        .firstValue!.slice()
        .sort()
        .reduce((sum, first) => sum + first, 0) / one.length;
    const estimate = { purchase: fitted.purchase.parameters, spend: fitted.spend!.parameters };
    value.push(newcomerWorth(fitted, estimate, mean, terms, horizon, discountRate) ?? Number.NaN);
    const workers = run.threads.for(one.length);
    // Each arm has its own stream, so customers are drawn independently.
    const draws = await jointDraws(workers, one, fitted, seed + k, true);
    const firstOf = firstValueDraws(one, one.firstValue!, seed + k);
    drawn.push(
      Float64Array.from(
        draws,
        (draw, d) => newcomerWorth(fitted, draw, firstOf(d), terms, horizon, discountRate) ?? Number.NaN,
      ),
    );
  }
  if (!value.every(Number.isFinite)) return undefined;
  const differences = drawn[1]!.map((worthOfOther, d) => worthOfOther - drawn[0]![d]!).filter(Number.isFinite);
  const [low, high] = differences.length > 2 ? quantilePair(differences, level) : [];
  return {
    horizon,
    value: [value[0]!, value[1]!],
    difference: { estimate: value[1]! - value[0]!, ...given({ low, high }) },
    likelihoodRatio: given({
      purchase: likelihoodRatio("purchase", both, arms),
      spend: likelihoodRatio("spend", both, arms),
    }),
  };
}
