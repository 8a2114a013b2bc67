import { periodClock } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { SegmentTotals } from "../predict/segment-totals.ts";
import { seeded } from "../random/seeded.ts";
import { type ChainForecast, chainForecast } from "../segments/chain-forecast.ts";
import { type ExpectedFlow, expectedFlows, misplaced, type TestedFlow, testFlows } from "../segments/flows.ts";
import { type MovesAhead, segmentsNow } from "../segments/moves-ahead.ts";
import type { Log } from "./customers.ts";
import { type AheadAsked, type CustomersThen, customersAtEndOf, fitThen, movesExpected } from "./customers-then.ts";
import { findSigns, type Signs } from "./find-signs.ts";
import type { Run } from "./in-run.ts";
import { fitNotices } from "./models.ts";
import { note } from "./notice.ts";
import { type SegmentValues, segmentValues, yearOfSegments } from "./segment-values.ts";
import { type TwoMoments, twoMoments } from "./two-moments.ts";

/** What a fitted model says about segments: of the last periods, which it did not know, and of those to come. */
export interface LookAhead {
  /** Periods ahead. */
  readonly ahead: number;
  /** Fitted to all complete periods. */
  readonly model: FittedModel;
  /** The last periods: the moves that a model fitted before them expected, and those that came. */
  readonly tested: {
    readonly from: string;
    readonly to: string;
    readonly customers: number;
    readonly flows: readonly TestedFlow[];
    readonly draws: number;
    /** Customers that the model, and the chain of the moves before, put into a wrong segment. */
    readonly misplaced: { readonly model: number; readonly chain: number };
  };
  /** The moves expected in the periods to come. */
  readonly coming: {
    readonly from: string;
    readonly flows: readonly ExpectedFlow[];
    /** The customers, and P(segment) of each. */
    readonly customers: readonly string[];
    readonly moves: MovesAhead;
  };
  readonly values: SegmentValues;
  /** Of all, then by segment: what is expected of a year, with joint intervals; empty where that was asked quickly. */
  readonly totals: readonly SegmentTotals[];
  /** Customers cut by what a model expects of them, before the last periods and now. */
  readonly twoMoments: TwoMoments;
  readonly signs: Signs;
  readonly notices: readonly Notice[];
}

/** The stream of the seed that resamples the chain. */
const CHAIN = 2 ** 30;
/** The share of false findings among the flows that are called significant. */
const FALSE_FLOWS = 0.1;

/**
 * Tests the moves that a model expects on the last periods, and expects those of the periods to come.
 *
 * @throws ClvError `data` where there are too few complete periods, or no model can be fitted
 */
export async function lookAhead(run: Run, log: Log, asked: AheadAsked): Promise<LookAhead> {
  const { ahead, options, scheme, periods, last, level, seed, before } = asked;
  const size = scheme.segments.length;
  const split = last - ahead;
  const names = { model: options.model, spendModel: options.spendModel };
  const clock = periodClock(periods.period);
  const past = await customersAtEndOf(log, asked, split, last);
  const fittedThen = await fitThen(run, past, names, asked);
  const expectedThen = await run.step("Drawing moves", async () =>
    movesExpected(past.known, fittedThen, asked, ahead, seed),
  );
  const actual = actualFlows(past.known, expectedThen.from, asked);
  const chain = chainForecast(before, ahead, level, seeded(seed, CHAIN));
  const flows = testFlows(expectedThen.flows, actual, level, FALSE_FLOWS);
  const snapshot = into(actual, size);
  const values = await segmentValues(run, past.known.base, expectedThen.from, fittedThen, chain, asked);
  const earlier =
    split - ahead >= periods.first ? (await customersAtEndOf(log, asked, split - ahead, split)).known : undefined;
  const present = await customersAtEndOf(log, asked, last);
  const fitted = await fitThen(run, present, names, asked);
  const expected = await run.step("Drawing moves", async () =>
    movesExpected(present.known, fitted, asked, ahead, seed),
  );
  const totals = asked.quick ? [] : await yearOfSegments(run, present.known.base, expected.from, fitted, asked);
  const signs = await findSigns(
    { known: past.known, fitted: fittedThen.fitted, ...(earlier && { before: earlier }) },
    { known: present.known, fitted: fitted.fitted, before: past.known },
  );
  return {
    ...{ ahead, model: fitted.fitted, values, totals, signs },
    twoMoments: twoMoments(
      { base: past.known.base, fitted: fittedThen.fitted },
      { base: present.known.base, fitted: fitted.fitted },
    ),
    tested: {
      ...{ from: clock.labelOf(split), to: clock.labelOf(last), customers: past.known.states.length },
      ...{ flows, draws: expectedThen.flows.draws },
      misplaced: {
        model: misplaced(into(expectedThen.flows.expected, size), snapshot),
        chain: misplaced(chain.snapshot, snapshot),
      },
    },
    coming: {
      from: clock.labelOf(last),
      flows: expectedFlows(expected.flows, level),
      ...{ customers: present.known.base.customers, moves: expected },
    },
    notices: [...fitNotices(fitted.fitted), ...chainNotices(values, chain)],
  };
}

/** Throws where there are too few complete periods to test moves on. */
export function requireAhead(ahead: number, complete: number, period: string, where: string): void {
  if (!(Number.isInteger(ahead) && ahead >= 1)) {
    throw new ClvError("usage", { where: "--ahead", expected: "a whole number of periods, at least 1", got: ahead });
  }
  if (complete >= ahead + 2) return;
  throw new ClvError("data", {
    where,
    expected: `at least ${ahead + 2} complete ${period}s: ${ahead} to test the moves on, and two before them`,
    got: complete,
    wayOut: "Use a smaller --ahead, or a shorter --period.",
  });
}

/** The moves that the customers of a moment made. */
function actualFlows({ now, later }: CustomersThen, from: Int32Array, { scheme, ahead }: AheadAsked): Float64Array {
  const size = scheme.segments.length;
  const flows = new Float64Array(size * size);
  segmentsNow({ scheme, states: later!, now: now + ahead }).forEach((to, k) => {
    flows[from[k]! * size + to]!++;
  });
  return flows;
}

/** Customers by the segment they move to. */
function into(flows: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  flows.forEach((n, cell) => {
    sums[cell % size]! += n;
  });
  return sums;
}

/** What must not be overlooked about the chain. */
function chainNotices({ totals: { worth, orders } }: SegmentValues, { unknown }: ChainForecast): Notice[] {
  const { chain, model } = worth ?? orders;
  const apart = chain.low > model.high || chain.high < model.low;
  return [
    ...(apart
      ? [
          note(
            "chain-against-model",
            "The chain of moves and the model disagree beyond both their intervals: the chain takes moves to depend on the segment alone.",
            "Go by the one that was nearer to what came.",
          ),
        ]
      : []),
    ...(unknown > 0
      ? [
          note(
            "chain-unknown",
            `Nobody was seen a period after being in the segments of ${unknown} customers: the chain gives them nothing.`,
          ),
        ]
      : []),
  ];
}
