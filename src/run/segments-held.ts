import type { CustomerBase } from "../data/customer-base.ts";
import type { Period } from "../data/periods.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { sumNumbers } from "../math/sum.ts";
import type { SegmentTotals, TotalInterval } from "../predict/segment-totals.ts";
import { actualIn } from "../validate/validate-holdout.ts";
import { scoresOf } from "./draws.ts";
import type { Run } from "./in-run.ts";
import { type CustomerSegments, rulesOf } from "./segment-column.ts";

/** The actual purchases in a holdout by segment at its split, beside the forecast. */
export interface SegmentsHeld {
  readonly scheme: string;
  readonly period: Period;
  /** The period at whose end, or on the last day before the split within it, customers are cut. */
  readonly at: string;
  /** Probability of the intervals. */
  readonly level: number;
  readonly rules: readonly { readonly name: string; readonly rule: string }[];
  /** All customers, then each segment with customers. */
  readonly totals: readonly SegmentHeld[];
  readonly notices: readonly Notice[];
}

/** The customers of one segment: their purchases in the holdout, and the value of these in money. */
export interface SegmentHeld {
  /** `all`, or the name of the segment. */
  readonly segment: string;
  readonly customers: number;
  readonly purchases: HeldTotal;
  /** Absent without values. */
  readonly value?: HeldTotal;
}

/**
 * The expected and the actual total. The interval is one of the actual number; those of several segments come from
 * joint draws.
 */
export interface HeldTotal {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly actual: number;
}

/**
 * Compares the forecast of each segment with the holdout.
 *
 * @param base with a holdout
 * @param totals of all and by segment, in the order of the scheme, over the holdout
 */
export async function segmentsHeld(
  run: Run,
  base: CustomerBase,
  fitted: FittedModel,
  segments: CustomerSegments,
  totals: readonly SegmentTotals[],
  level: number,
): Promise<SegmentsHeld> {
  const { scheme, period, at, of, notices } = segments;
  const horizon = { amount: base.holdout!.duration, unit: base.unit };
  const { expectedPurchases, value } = await scoresOf(run.threads.for(base.length), base, fitted, { horizon });
  const finite = (column: Float64Array): Float64Array => column.map((one) => (Number.isNaN(one) ? 0 : one));
  const expected = { purchases: finite(expectedPurchases), value: value && finite(value.clvUndiscounted) };
  const actual = actualIn(base.holdout!);
  const members = scheme.segments.map((): number[] => []);
  of.forEach((segment, k) => {
    members[segment]!.push(k);
  });
  const rowOf = ({ segment, customers, outcome }: SegmentTotals, places: readonly number[]): SegmentHeld => {
    const add = (column: Float64Array): number => sumNumbers(Float64Array.from(places, (k) => column[k]!));
    const held = ({ low, high }: TotalInterval, forecast: Float64Array, came: Float64Array): HeldTotal => ({
      ...{ expected: add(forecast), low, high, actual: add(came) },
    });
    return {
      ...{ segment, customers, purchases: held(outcome.purchases, expected.purchases, actual.purchases) },
      ...(outcome.value &&
        expected.value &&
        actual.value && { value: held(outcome.value, expected.value, actual.value) }),
    };
  };
  const everybody = Array.from(of.keys());
  const rows = totals.map((row, k) => rowOf(row, k === 0 ? everybody : members[k - 1]!));
  return {
    ...{ scheme: scheme.name, period, at, level, rules: rulesOf(segments) },
    totals: rows.filter(({ customers }) => customers > 0),
    notices,
  };
}
