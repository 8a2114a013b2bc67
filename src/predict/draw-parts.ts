import {
  type CoverageSums,
  coverageCounter,
  coverageOf,
  coverPurchases,
  coverValue,
  type HoldoutCoverage,
} from "./coverage.ts";
import { futureDrawer } from "./customer-future.ts";
import type { DrawOptions } from "./draw-options.ts";
import { historyDrawer } from "./history-draws.ts";
import { type HistoryLayout, layHistories } from "./history-layout.ts";
import { endsFiller, type IntervalEnds } from "./interval-ends.ts";
import { added, outcomeOf, type SegmentTotals, type Sums, totalsCounter, totalsOf } from "./segment-totals.ts";
import { valueLaw } from "./value-law.ts";

/** The contribution of one part of the customers to the results for all: plain numbers, which threads can pass on. */
export interface DrawnPart {
  readonly part: number;
  /** Totals, by segment. */
  readonly sums: readonly Sums[];
  readonly purchases?: CoverageSums | undefined;
  readonly value?: CoverageSums | undefined;
}

/** The results for all customers. */
export interface DrawnTotals {
  /** The first row has all customers; one row for each segment follows. */
  readonly totals: readonly SegmentTotals[];
  /** Present if the actual numbers are known. */
  readonly inHoldout?: HoldoutCoverage;
  /** Σ by segment under every joint draw, over the drawn customers. */
  readonly sums: readonly Sums[];
  /** Σ over all customers under every joint draw: of a random sample, as grown to all of them. */
  readonly all: Sums;
}

/**
 * Simulates the customers of some parts under all draws of the parameters. Their intervals go to `ends`; the sums are returned. The result
 * of a part depends neither on the thread nor on the other parts.
 *
 * @param parts numbers of parts, read one by one
 */
export function drawParts(
  options: DrawOptions,
  layout: HistoryLayout,
  parts: Iterable<number>,
  ends?: IntervalEnds,
): DrawnPart[] {
  const { base, actual, level, spend } = options;
  const law = spend && (ends || actual?.value) ? valueLaw(spend, options) : undefined;
  const draw = historyDrawer(options, layout);
  const filler = ends && endsFiller(options, ends);
  const drawn: DrawnPart[] = [];
  for (const part of parts) {
    const drawFuture = futureDrawer(options, part);
    const totals = totalsCounter(options);
    const purchases = actual && coverageCounter(level);
    const value = actual?.value && spend && coverageCounter(level);
    draw(part, (history) => {
      const { customers, cumulative, frequency } = history;
      law?.lay(frequency, cumulative);
      totals.addHistory(history);
      filler?.addHistory(history, law);
      for (let k = 0; k < customers.length; k++) {
        const customer = customers[k];
        totals.addFuture(history, customer, drawFuture(history, customer));
        purchases?.add(coverPurchases(cumulative, actual!.purchases[customer], level));
        const m = frequency > 0 && value ? base.monetaryValue![customer] : 0;
        value?.add(coverValue(law!, m, actual!.value![customer], level));
      }
    });
    drawn.push({ part, sums: totals.sums, purchases: purchases?.sums, value: value?.sums });
  }
  return drawn;
}

/** Joins parts in the order of their numbers, so that sums are rounded in the same way on any number of threads. */
export function joinParts(options: DrawOptions, drawn: readonly DrawnPart[]): DrawnTotals {
  const { actual, level, segments } = options;
  const parts = [...drawn].sort((a, b) => a.part - b.part);
  const sums = (segments?.names ?? ["all"]).map((_, k) =>
    added(
      options.draws.length,
      parts.map((part) => part.sums[k]),
    ),
  );
  const { all, totals } = totalsOf(options, sums);
  if (actual === undefined) return { totals, sums, all };
  const covered = (of: "purchases" | "value") =>
    coverageOf(
      level,
      parts.flatMap((part) => part[of] ?? []),
    );
  const outcome = outcomeOf(options, all);
  return {
    ...{ totals, sums, all },
    inHoldout: {
      purchases: { coverage: covered("purchases"), total: outcome.purchases },
      ...(outcome.value && actual.value && { value: { coverage: covered("value"), total: outcome.value } }),
    },
  };
}

/** Draws all parts of a base, one after the other. */
export function drawAll(options: DrawOptions, ends?: IntervalEnds): DrawnTotals {
  const layout = layHistories(options.base);
  return joinParts(options, drawParts(options, layout, Array(layout.parts.length - 1).keys(), ends));
}
