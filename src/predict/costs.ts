import type { OrderTerms } from "./worth-formula.ts";

/**
 * The contribution terms of orders and the costs of customers, for each customer of a base: `assignCosts` makes them
 * from a plan.
 */
export interface Costs {
  /** The group of each customer, by its place in `terms`. */
  readonly groups: { readonly of: Uint32Array };
  readonly terms: readonly OrderTerms[];
  /** The acquisition cost of each customer, in money. */
  readonly acquisitionCost: Float64Array;
}

/** The costs of the customers at some places. */
export function costsAt({ groups, terms, acquisitionCost }: Costs, places: Uint32Array): Costs {
  return {
    groups: { of: Uint32Array.from(places, (k) => groups.of[k]) },
    terms,
    acquisitionCost: Float64Array.from(places, (k) => acquisitionCost[k]),
  };
}
