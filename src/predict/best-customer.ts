/** How many of the customers worth most are shown. */
export const BEST = 10;

/** One of the customers worth most, with the scores; what there is of values. */
export interface BestCustomer {
  readonly customer: string;
  readonly probabilityAlive: number;
  readonly expectedPurchases: number;
  readonly probabilityOfPurchase: number;
  readonly expectedSpend?: number;
  readonly clv?: number;
  readonly clvUndiscounted?: number;
}
