import { convertBase } from "../../data/convert-base.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { buildHistories } from "../../data/histories.ts";
import { customersAt } from "../../data/sample-customers.ts";
import { numbersOf } from "../../fit/fitted-model.ts";
import { newCounter } from "../../io/threads.ts";
import type { Scores } from "../../predict/score.ts";
import { weightsOf } from "../../value/ahead.ts";
import type { Flow } from "../../value/demand.ts";
import { flowsBetween } from "../../value/period-outcomes.ts";
import { sampleOf, together } from "../draws.ts";
import { withoutIds } from "../workers.ts";
import type { LaidOut, Valued } from "./laid-out.ts";

/**
 * What the customers of each group buy in each period: one drawn future for each of the joint draws, [draw][group][period]. Of many
 * customers a random sample is drawn and grown to all of them. Empty with a season, on whose clock no future is drawn.
 *
 * @param ends of the periods, in time units of the model from now on
 */
export async function drawPeriods(
  { base, costs, fitted, draws, seed, workers }: Valued,
  { weights, future }: LaidOut,
  scores: Scores,
  ends: readonly number[],
): Promise<Flow[][][]> {
  if (fitted.season !== undefined) return [];
  const places = sampleOf(base, seed);
  const all = withoutIds(base);
  const sample = places ? customersAt(all, places) : all;
  const groups = { names: costs.groups.names, of: places ? places.map((k) => costs.groups.of[k]) : costs.groups.of };
  const growth = places && growthOf();
  const counter = newCounter();
  const input = { base: sample, fitted: numbersOf(fitted), ends, groups, seed, growth, draws, counter };
  const drawn = await together(workers, () => workers.run("periods", input));
  return drawn.sort((a, b) => a.place - b.place).flatMap(({ outcome }) => (outcome ? [outcome] : []));

  function growthOf(): Flow[][] {
    const { histories, index } = buildHistories(convertBase(sample as CustomerBase, fitted.unit));
    const spend = Float64Array.from(places!, (k) => scores.value!.expectedSpend[k]);
    const law = fitted.purchase.model.future(histories)(fitted.purchase.parameters);
    const ofSample = flowsBetween(weightsOf(groups, index, histories.length, spend), groups, law, ends);
    const ratio = (whole: number, part: number): number => (part > 0 ? whole / part : 0);
    return flowsBetween(weights, costs.groups, future, ends).map((flows, g) =>
      flows.map((flow, k) => ({
        purchases: ratio(flow.purchases, ofSample[g][k].purchases),
        value: ratio(flow.value, ofSample[g][k].value),
      })),
    );
  }
}
