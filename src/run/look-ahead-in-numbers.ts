import { numbersOf } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import type { LookAhead } from "./look-ahead.ts";

/** A forecast of segments as plain data, without single customers. */
export function lookAheadInNumbers(
  { ahead, model, tested, coming, values, totals, twoMoments, signs }: LookAhead,
  name: (segment: number) => string,
) {
  const { purchase, spend, data } = numbersOf(model);
  const named = <Flow extends { readonly from: number; readonly to: number }>(flows: readonly Flow[]) =>
    flows.map((flow) => ({ ...flow, from: name(flow.from), to: name(flow.to) }));
  return {
    ahead,
    model: { purchase: purchase.model, ...(spend && { spend: spend.model }), data },
    tested: { ...tested, flows: named(tested.flows) },
    coming: { from: coming.from, flows: named(coming.flows) },
    values: {
      segments: values.segments.map(({ segment, ...row }) => ({ segment: name(segment), ...row })),
      totals: values.totals,
    },
    totals,
    byModel: twoMoments.schemes.map(({ scheme, segments, cut, moves }) => ({
      ...{ scheme, ...given({ cut }) },
      moves: moves.map((move) => ({ ...move, from: segments[move.from]!, to: segments[move.to]! })),
    })),
    signs: signs.kinds,
  };
}
