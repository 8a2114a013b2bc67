import type { Growth, Segments } from "./draw-options.ts";
import type { Scores } from "./score.ts";

/**
 * The growth of each segment from a random sample to all customers: the ratio of totals at the estimates, which are exact for both.
 *
 * A ratio has far less error than the sum over the sample times n/b. The totals under a draw differ little from those
 * at the estimates, and by nearly the same factor for all customers.
 *
 * @param segments of all customers
 * @param scores of all customers
 * @param places of the sample
 */
export function growthOf({ names, of }: Segments, scores: Scores, places: Uint32Array): Growth[] {
  const { probabilityAlive, expectedPurchases, value, net } = scores;
  const ratios = (column: Float64Array | undefined): number[] | undefined => {
    if (column === undefined) return undefined;
    const [all, sample] = [names.map(() => 0), names.map(() => 0)];
    for (let k = 0; k < column.length; k++) all[of[k]] += column[k];
    for (const k of places) sample[of[k]] += column[k];
    return all.map((total, segment) => (sample[segment] > 0 ? total / sample[segment] : 0));
  };
  const customers = names.map(() => 0);
  for (const segment of of) customers[segment]++;
  const [alive, purchases] = [ratios(probabilityAlive)!, ratios(expectedPurchases)!];
  const values = ratios(value?.clv);
  const nets = ratios(net?.netClv) ?? values;
  return names.map((_, segment) => ({
    customers: customers[segment],
    alive: alive[segment],
    purchases: purchases[segment],
    value: values?.[segment] ?? 0,
    net: nets?.[segment] ?? 0,
  }));
}
