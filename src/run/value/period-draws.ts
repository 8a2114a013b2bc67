import { convertBase } from "../../data/convert-base.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { indexHistories } from "../../data/histories.ts";
import { customersAt } from "../../data/sample-customers.ts";
import { numbersOf } from "../../fit/fitted-model.ts";
import { newCounter } from "../../io/threads.ts";
import type { Segments } from "../../predict/draw-options.ts";
import type { Scores } from "../../predict/score.ts";
import { weightsOf } from "../../value/ahead.ts";
import type { Flow } from "../../value/demand.ts";
import { flowsBetween } from "../../value/period-outcomes.ts";
import { sampleOf } from "../random-sample.ts";
import { withoutIds } from "../workers.ts";
import type { LaidOut, Valued } from "./laid-out.ts";

/**
 * The purchases of the customers of each group in each period: one drawn future for each of the joint draws,
 * [draw][group][period]. With many customers a random sample is drawn and scaled up.
 *
 * @param ends of the periods, in time units of the model from now on
 */
export async function drawPeriods(
  valued: Valued,
  laid: LaidOut,
  scores: Scores,
  ends: readonly number[],
): Promise<Flow[][][]> {
  const { base, costs, fitted, draws, seed, workers } = valued;
  const { names, of } = costs.groups;
  const places = sampleOf(base, seed);
  const all = withoutIds(base);
  const drawn = places
    ? { base: customersAt(all, places), groups: { names, of: places.map((k) => of[k]) } }
    : { base: all, groups: { names, of } };
  const growth = places && growthOf(valued, laid, drawn, takenAt(scores.value!.expectedSpend, places), ends);
  const input = { ...drawn, fitted: numbersOf(fitted), ends, seed, growth, draws, counter: newCounter() };
  const found = (await workers.share("periods", base.length, input)).flat();
  return found.sort((a, b) => a.place - b.place).flatMap(({ outcome }) => (outcome ? [outcome] : []));
}

/** The ratio of all customers to those of a sample, at the estimates: [group][period]. */
function growthOf(
  { costs, fitted: { unit } }: Valued,
  { model, estimate, weights, future }: LaidOut,
  sample: { readonly base: CustomerBase; readonly groups: Segments },
  expectedSpend: Float64Array,
  ends: readonly number[],
): Flow[][] {
  const { histories, index } = indexHistories(convertBase(sample.base, unit));
  const law = model.future(histories)(estimate.purchase);
  const ofSample = weightsOf(sample.groups, index, histories.length, expectedSpend);
  const part = flowsBetween(ofSample, sample.groups, law, ends);
  const ratio = (whole: number, of: number): number => (of > 0 ? whole / of : 0);
  return flowsBetween(weights, costs.groups, future, ends).map((flows, g) =>
    flows.map(({ purchases, value }, k) => ({
      purchases: ratio(purchases, part[g][k].purchases),
      value: ratio(value, part[g][k].value),
    })),
  );
}

function takenAt(column: Float64Array, places: Uint32Array): Float64Array {
  return Float64Array.from(places, (k) => column[k]);
}
