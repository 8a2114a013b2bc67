import type { Period } from "../data/periods.ts";
import type { Notice } from "../fit/fit-result.ts";
import { given } from "../given.ts";
import type { Homogeneity } from "../segments/homogeneity.ts";
import type { MoveRate } from "../segments/move-rates.ts";
import type { Moves } from "../segments/moves.ts";
import { ruleText, type SegmentRules } from "../segments/scheme.ts";
import type { Engine } from "./choose-engine.ts";
import type { LogReading } from "./customers.ts";
import { logInNumbers } from "./log-reading.ts";
import type { LookAhead } from "./look-ahead.ts";
import { lookAheadInNumbers } from "./look-ahead-in-numbers.ts";

/** The files of the segments, by their contents. */
export type SegmentsFiles = Readonly<
  Record<
    "snapshots" | "moves" | "rates" | "flows" | "next" | "values" | "totals" | "byModel" | "signs" | "numbers",
    string
  >
>;

/** The segments of a log at the end of each complete period, and how customers moved between them. */
export interface SegmentsResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly period: Period;
  readonly scheme: SegmentRules;
  readonly level: number;
  /** The period of each snapshot, such as `2024-05`. */
  readonly labels: readonly string[];
  readonly moves: Moves;
  /** The share of each move over all periods, with intervals from blocks of customers. */
  readonly rates: readonly MoveRate[];
  /**
   * By segment, whether its customers have moved in the same way in every period since there were no new customers, or
   * in all periods.
   */
  readonly homogeneity: readonly Homogeneity[];
  /** The forecast of a model, with `ahead`. */
  readonly lookAhead?: LookAhead;
  readonly notices: readonly Notice[];
  readonly files: Partial<SegmentsFiles> & { readonly rejected?: string };
}

/** The segments as plain data: the content of `segments.json`. */
export function segmentsInNumbers(result: SegmentsResult) {
  const { reading, period, scheme, level, labels, moves, rates, lookAhead, notices, files } = result;
  const size = scheme.segments.length;
  const name = (k: number): string => scheme.segments[k]!.name;
  return {
    log: logInNumbers(reading),
    period,
    scheme: {
      name: scheme.name,
      ...(Number.isFinite(scheme.window) && { window: scheme.window }),
      segments: scheme.segments.map(({ inWords, ...bounds }) => ({
        ...{ ...bounds, rule: ruleText({ ...bounds, ...given({ inWords }) }, { period, window: scheme.window }) },
      })),
    },
    snapshots: labels.map((label, t) => ({
      period: label,
      customers: Object.fromEntries(scheme.segments.map((one, k) => [one.name, moves.snapshots[t * size + k]])),
    })),
    level,
    rates: rates.map((rate) => ({ ...rate, from: name(rate.from), to: name(rate.to) })),
    homogeneity: result.homogeneity
      .filter(({ freedom }) => freedom > 0)
      .map((one) => ({ ...one, from: name(one.from) })),
    ...(lookAhead && { lookAhead: lookAheadInNumbers(lookAhead, name) }),
    notices,
    files,
  };
}
