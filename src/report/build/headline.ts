import type { CustomerBase } from "../../data/customer-base.ts";
import { sumNumbers } from "../../math/sum.ts";
import { totalScores } from "../../predict/totals.ts";
import type { Headline, Quantity } from "../report-data.ts";
import { boundsOf } from "./bounds.ts";
import type { ReportInput } from "./report-input.ts";

type Ends = { readonly low: number; readonly high: number };

/**
 * The totals, with the intervals of all customers together. The actual future value is drawn undiscounted: a discounted
 * equity has no outcome.
 */
export function buildHeadline({ scores, scoreIntervals, discountRate }: ReportInput, base: CustomerBase): Headline {
  const totals = totalScores(scores);
  const { estimate, outcome } = scoreIntervals?.totals[0] ?? {};
  return {
    alive: quantity(totals.alive, estimate?.alive),
    aliveAgain: quantity(
      sumNumbers(scores.probabilityAlive.filter((_, k) => base.frequency[k] > 0)),
      estimate?.aliveAgain,
    ),
    aliveWithoutRepeat: sumNumbers(scores.probabilityAlive.filter((_, k) => base.frequency[k] === 0)),
    purchases: quantity(totals.expectedPurchases, estimate?.expectedPurchases, outcome?.purchases),
    ...(totals.value && {
      equity: quantity(totals.value.equity, estimate?.equity, discountRate === 0 ? outcome?.value : undefined),
    }),
    withoutValue: totals.value ? scores.length - totals.value.customers : 0,
  };
}

function quantity(value: number, estimate: Ends | undefined, outcome?: Ends): Quantity {
  return { value, ...(estimate && { estimate: boundsOf(estimate) }), ...(outcome && { outcome: boundsOf(outcome) }) };
}
