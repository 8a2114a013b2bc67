import {
  type Adjusted,
  adjustedDifference,
  type MeanDifference,
  meanDifference,
} from "../../compare/mean-difference.ts";
import { inOwnOrder, type Outcome } from "../../compare/outcomes.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { given } from "../../given.ts";
import type { Run } from "../in-run.ts";
import { LEVEL } from "../score-options.ts";
import type { Happened } from "./happened.ts";
import { type ComparedNewcomers, newcomersOf, type Terms } from "./newcomers.ts";

/** An outcome of a group beside that of the control. */
export interface ComparedOutcome extends MeanDifference {
  /** Adjusted with the forecast made before the assignment; only with a day of assignment. */
  readonly adjusted?: Adjusted;
}

/** A group compared with the control. */
export interface Comparison {
  readonly group: string;
  readonly outcomes: Partial<Record<Outcome, ComparedOutcome>>;
  /** Repeat purchases and the forecast at the assignment. The groups should not differ in them. */
  readonly balance?: Readonly<Record<string, { readonly mean: readonly [number, number]; readonly p: number }>>;
  /** With `first`: the customers' whole lives. */
  readonly newcomers?: ComparedNewcomers;
}

/**
 * The facts about two arms at the assignment. The sums are over sorted numbers, so the order of customers has no
 * effect.
 */
function balanceOf(column: Float64Array, ofControl: number) {
  const [a, b] = [column.slice(0, ofControl).sort(), column.slice(ofControl).sort()];
  const arm = Uint8Array.from(column, (_, k) => Number(k >= ofControl));
  const { mean, difference } = meanDifference(joined(a, b), arm, LEVEL, 1);
  return { mean, p: difference.p };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** A group beside the control: its outcomes, the facts before the assignment, and the value of its new customers. */
export async function compared(
  run: Run,
  base: CustomerBase,
  happened: Happened,
  [control, other]: readonly [number[], number[]],
  group: string,
  asked: Terms,
): Promise<Comparison> {
  const { level, seed, terms } = asked;
  const places = [...control, ...other];
  const pick = (column: Float64Array): Float64Array => Float64Array.from(places, (k) => column[k]!);
  const withContribution = (orders: Float64Array, value: Float64Array | undefined) => ({
    orders,
    ...(value && { value }),
    ...(value && terms && { contribution: value.map((sum, k) => terms.s * sum - terms.k * orders[k]!) }),
  });
  const picked = (of: { readonly orders: Float64Array; readonly value?: Float64Array }) =>
    withContribution(pick(of.orders), of.value && pick(of.value));
  const arms = inOwnOrder({
    length: places.length,
    arm: Uint8Array.from(places, (_, k) => Number(k >= control.length)),
    outcomes: picked(happened),
    ...(happened.forecast && { forecast: picked(happened.forecast) }),
  });
  const outcomes = Object.fromEntries(
    (Object.entries(arms.outcomes) as [Outcome, Float64Array][]).map(([name, column]) => {
      const forecast = arms.forecast?.[name];
      const adjusted = forecast && adjustedDifference(column, forecast, arms.arm, level);
      return [name, { ...meanDifference(column, arms.arm, level, seed), ...given({ adjusted }) }];
    }),
  );
  const newcomers = happened.lived ? await newcomersOf(run, base, control, other, asked) : undefined;
  const balance = happened.forecast && {
    repeatPurchases: balanceOf(pick(base.frequency), control.length),
    forecastOrders: balanceOf(pick(happened.forecast.orders), control.length),
  };
  return { group, outcomes, ...given({ balance, newcomers }) };
}
