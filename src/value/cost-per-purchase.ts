/**
 * The acquisition cost per purchase, which falls with each purchase that follows: a ratio of totals. The mean of the
 * ratios of single customers would be larger (Jensen), and is not a cost that anyone pays.
 *
 * To date it is Σ cost/Σ orders; of a new customer at age t it is cost/(1 + E[X(t)]), E[X(t)] not discounted.
 *
 * @returns undefined without a purchase
 * @example
 * costPerPurchase(30, 4); // 7.5
 */
export function costPerPurchase(acquisitionCost: number, purchases: number): number | undefined {
  return purchases > 0 ? acquisitionCost / purchases : undefined;
}
