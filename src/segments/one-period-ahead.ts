import {
  type AheadQuestion,
  alike,
  ENOUGH_PARAMETERS,
  evenly,
  type FlowsAhead,
  type MovesAhead,
  segmentsNow,
} from "./moves-ahead.ts";
import { countLaws, type KindsAhead, onePeriodFlows } from "./one-period-flows.ts";
import { segmentAhead } from "./segment-ahead.ts";

/**
 * The moves expected in one period, by a scheme without values.
 *
 * The segment then depends on the number of purchases alone, so its probability follows from the model exactly: Σ over the draws of P(N = n)
 * of each customer. Only the flows of many customers together are drawn.
 */
export function onePeriodAhead(question: AheadQuestion): MovesAhead {
  const { scheme, ends, histories, index, purchase } = question;
  const kinds = kindsAhead(question);
  const { first, top, after, parameters } = kinds;
  const size = scheme.segments.length;
  const lay = purchase.future(histories, true);
  // P(N = n) of each kind, averaged over the draws.
  const chances = new Float64Array(first.length * (top + 1));
  for (const draw of parameters) {
    const future = lay(draw.purchase);
    const lawOf = countLaws(future, ends[0], top);
    for (let g = 0; g < first.length; g++) {
      const history = index[first[g]];
      chances[g * (top + 1)] += (1 - future.alive[history]) / parameters.length;
      const laws = lawOf(history);
      for (let s = 0; s < laws.length; s++) {
        const [law, weight] = [laws[s], future.states[s][history] / parameters.length];
        for (let n = 0; n <= top; n++) chances[g * (top + 1) + n] += weight * law[n];
      }
    }
  }
  const probability = new Float64Array(first.length * size);
  for (let at = 0; at < chances.length; at++) {
    probability[Math.floor(at / (top + 1)) * size + after[at]] += chances[at];
  }
  return { ...onePeriodFlows(question, kinds), probability, row: kinds.kind };
}

/** Kinds of customers × draws of the parameters, beyond which fewer of these are taken: many customers tell them well. */
const MOST_LAID = 5e5;

/** The same without the probabilities of single customers, which take longer. */
export function flowsInOnePeriod(question: AheadQuestion): FlowsAhead {
  return onePeriodFlows(question, kindsAhead(question));
}

function kindsAhead(question: AheadQuestion): KindsAhead {
  const { scheme, states, now, parameters } = question;
  const kinds = alike(question);
  const draws = Math.max(ENOUGH_PARAMETERS, Math.floor(MOST_LAID / kinds.first.length));
  const top = Math.max(1, scheme.orderCuts.at(-1) ?? 1);
  const after = Int32Array.from({ length: kinds.first.length * (top + 1) }, (_, at) =>
    segmentAhead(scheme, states, kinds.first[Math.floor(at / (top + 1))], now, [at % (top + 1)]),
  );
  return { ...kinds, from: segmentsNow(question), top, after, parameters: evenly(parameters, draws) };
}
