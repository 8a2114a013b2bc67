import { sumNumbers } from "../math/sum.ts";
import type { Growth, Segments } from "./draw-options.ts";
import type { Scores } from "./score.ts";

/**
 * The growth of each segment from a random sample to all customers: the ratio of totals at the estimates, which are exact for both.
 *
 * A ratio has far less error than the sum over the sample times n/b, because the totals under a draw differ little from those at the
 * estimates, and by nearly the same factor for all customers.
 *
 * @param segments of all customers
 * @param scores of all customers
 * @param places of the sample
 */
export function growthOf({ names, of }: Segments, scores: Scores, places: Uint32Array): Growth[] {
  const { probabilityAlive, expectedPurchases, value, net } = scores;
  const segmentOfSample = new Uint32Array(places.length).map((_, k) => of[places[k]]);
  return names.map((_, segment) => {
    const ratio = (column: Float64Array): number => {
      const all = sumNumbers(column.filter((_, k) => of[k] === segment));
      const sample = sumNumbers(
        Float64Array.from(places, (k) => column[k]).filter((_, k) => segmentOfSample[k] === segment),
      );
      return sample > 0 ? all / sample : 0;
    };
    return {
      customers: of.reduce((count, one) => (one === segment ? count + 1 : count), 0),
      alive: ratio(probabilityAlive),
      purchases: ratio(expectedPurchases),
      value: value ? ratio(value.clv) : 0,
      net: net ? ratio(net.netClv) : value ? ratio(value.clv) : 0,
    };
  });
}
