import { periodClock } from "../data/periods.ts";
import { seeded } from "../random/seeded.ts";
import { type ChainForecast, chainForecast } from "../segments/chain-forecast.ts";
import { misplaced, type TestedFlow, testFlows } from "../segments/flows.ts";
import { segmentsNow } from "../segments/moves-ahead.ts";
import { type AheadAsked, type CustomersThen, type FittedThen, flowsExpectedOf } from "./customers-then.ts";
import type { Run } from "./in-run.ts";

/** The moves of the last periods: those that a model fitted before them expected, and the actual ones. */
export interface TestedMoves {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
  readonly flows: readonly TestedFlow[];
  readonly draws: number;
  /** The numbers of customers for whom the model, and the chain of earlier moves, expected a wrong segment. */
  readonly misplaced: { readonly model: number; readonly chain: number };
}

/** The stream of the seed that resamples the chain. */
const CHAIN = 2 ** 30;
/** The share of false findings among the flows that are called significant. */
const FALSE_FLOWS = 0.1;

/**
 * Tests the expected moves of a model on the last periods, which it did not know.
 *
 * @param known the customers before them, with their states after them
 * @param part those of them whose moves are tested; all when left out
 * @returns also the segment of each customer tested, and the forecast of the chain of moves
 */
export async function testMoves(
  run: Run,
  known: CustomersThen,
  fitted: FittedThen,
  asked: AheadAsked,
  part: CustomersThen = known,
) {
  const { ahead, scheme, periods, last, level, seed, before } = asked;
  const size = scheme.segments.length;
  const clock = periodClock(periods.period);
  const { from, flows } = await run.step("Drawing moves", async () => flowsExpectedOf(part, fitted, asked));
  const actual = actualFlows(part, from, asked);
  const chain: ChainForecast = chainForecast(before, ahead, level, seeded(seed, CHAIN));
  const snapshot = into(actual, size);
  // The chain counts all customers, and is held against all of them.
  const all = part === known ? snapshot : into(actualFlows(known, segmentsNow({ ...known, scheme }), asked), size);
  const share = part.states.length / known.states.length;
  const tested: TestedMoves = {
    ...{ from: clock.labelOf(last - ahead), to: clock.labelOf(last), customers: part.states.length },
    ...{ flows: testFlows(flows, actual, level, FALSE_FLOWS), draws: flows.draws },
    misplaced: {
      model: misplaced(into(flows.expected, size), snapshot),
      chain: share * misplaced(chain.snapshot, all),
    },
  };
  return { tested, from, chain };
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
