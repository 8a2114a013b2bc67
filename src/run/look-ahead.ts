import { periodClock } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { SegmentTotals } from "../predict/segment-totals.ts";
import type { ChainForecast } from "../segments/chain-forecast.ts";
import { type ExpectedFlow, expectedFlows } from "../segments/flows.ts";
import type { MovesAhead } from "../segments/moves-ahead.ts";
import type { Log } from "./customers.ts";
import {
  type AheadAsked,
  baseBefore,
  customersAtEndOf,
  customersThenAt,
  fitThen,
  movesExpected,
  orderOfThen,
} from "./customers-then.ts";
import { earlierLists, findSigns, type Signs } from "./find-signs.ts";
import type { Run } from "./in-run.ts";
import { fitNotices } from "./models.ts";
import { momentOf } from "./moment.ts";
import { note } from "./notice.ts";
import { type SegmentValues, segmentValues, yearOfSegments } from "./segment-values.ts";
import { type TestedMoves, testMoves } from "./test-moves.ts";
import { type TwoMoments, twoMoments } from "./two-moments.ts";

/** The forecast of segments by a fitted model: for the last periods, which it did not know, and for future periods. */
export interface LookAhead {
  /** Periods ahead. */
  readonly ahead: number;
  /** Fitted to all complete periods. */
  readonly model: FittedModel;
  readonly tested: TestedMoves;
  /** The moves expected in the periods ahead. */
  readonly coming: {
    readonly from: string;
    readonly flows: readonly ExpectedFlow[];
    /** The customers, and P(segment) of each. */
    readonly customers: readonly string[];
    readonly moves: MovesAhead;
  };
  readonly values: SegmentValues;
  /** The expectations for a year: of all customers, then by segment, with joint intervals. */
  readonly totals: readonly SegmentTotals[];
  /** Segments by a model's expectations, before the last periods and now. */
  readonly twoMoments: TwoMoments;
  readonly signs: Signs;
  readonly notices: readonly Notice[];
}

/**
 * Tests a model's expected moves on the last periods, and forecasts the moves of the periods ahead.
 *
 * @throws ClvError `data` where there are too few complete periods, or no model can be fitted
 */
export async function lookAhead(run: Run, log: Log, asked: AheadAsked): Promise<LookAhead> {
  const { ahead, options, periods, last, level, seed } = asked;
  const split = last - ahead;
  const names = { model: options.model, spendModel: options.spendModel };
  const past = await customersAtEndOf(log, asked, split, last);
  const known = customersThenAt(past.inLog, orderOfThen(past.inLog));
  const fittedThen = await fitThen(run, past.data, known.base, names, seed, true);
  const { tested, from, chain } = await testMoves(run, known, fittedThen, asked);
  const values = await segmentValues(run, known.base, from, fittedThen, chain, asked);
  const beforePast = await baseBefore(log, asked);
  const present = await customersAtEndOf(log, asked, last);
  const here = customersThenAt(present.inLog, orderOfThen(present.inLog));
  const fitted = await fitThen(run, present.data, here.base, names, seed, true);
  const expected = await run.step("Drawing moves", async () => movesExpected(here, fitted, asked));
  const totals = await yearOfSegments(run, here.base, expected.from, fitted, asked);
  const [then, now] = await Promise.all([
    momentOf(run, known.base, fittedThen.fitted),
    momentOf(run, here.base, fitted.fitted),
  ]);
  const earlier = earlierLists(then, beforePast);
  const signs = await findSigns(earlier, then.base, now, async (places) => places.map((k) => here.base.customers[k]!));
  return {
    ...{ ahead, model: fitted.fitted, tested, values, totals },
    ...{ twoMoments: twoMoments(then, now), signs },
    coming: {
      from: periodClock(periods.period).labelOf(last),
      flows: expectedFlows(expected.flows, level),
      ...{ customers: here.base.customers, moves: expected },
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

/** The notices on the chain. */
function chainNotices({ totals: { worth, orders } }: SegmentValues, { unknown }: ChainForecast): Notice[] {
  const { chain, model } = worth ?? orders;
  const apart = chain.low > model.high || chain.high < model.low;
  return [
    ...(apart
      ? [
          note(
            "chain-against-model",
            "The intervals of the chain of moves and of the model do not overlap. The chain assumes that a move depends only on the segment.",
            "Use the one that was nearer to the actual number.",
          ),
        ]
      : []),
    ...(unknown > 0
      ? [
          note(
            "chain-unknown",
            `For the segments of ${unknown} customers no next period was observed, so the chain expects nothing from these customers.`,
          ),
        ]
      : []),
  ];
}
