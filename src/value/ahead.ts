/** The expected purchases of present customers, history by history, for totals by group over many horizons. */
import type { Segments } from "../predict/draw-options.ts";
import type { Flow } from "./demand.ts";

/** The number of customers of each group with a history, and the sum of their expected spend per purchase. */
export interface GroupedWeights {
  /** By group: customers of each history. */
  readonly customers: readonly Float64Array[];
  /** By group: Σ E[Z] over them, in money. */
  readonly spend: readonly Float64Array[];
}

/**
 * The weights of histories by group.
 *
 * @param index the history of each customer
 * @param histories the number of histories
 * @param expectedSpend E[Z] of each customer; NaN where it does not exist, and then the customer counts for purchases alone
 */
export function weightsOf(
  { names, of }: Segments,
  index: Uint32Array,
  histories: number,
  expectedSpend: Float64Array,
): GroupedWeights {
  const columns = (): Float64Array[] => names.map(() => new Float64Array(histories));
  const [customers, spend] = [columns(), columns()];
  for (let k = 0; k < index.length; k++) {
    customers[of[k]][index[k]]++;
    if (Number.isFinite(expectedSpend[k])) spend[of[k]][index[k]] += expectedSpend[k];
  }
  return { customers, spend };
}

/**
 * Expected purchases and their value in a group.
 *
 * @param expected purchases of a customer of each history
 */
export function flowOf({ customers, spend }: GroupedWeights, group: number, expected: Float64Array): Flow {
  let [purchases, value] = [0, 0];
  for (let h = 0; h < expected.length; h++) {
    purchases += customers[group][h] * expected[h];
    value += spend[group][h] * expected[h];
  }
  return { purchases, value };
}
