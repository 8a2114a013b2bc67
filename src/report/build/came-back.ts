import type { CustomerBase } from "../../data/customer-base.ts";
import { inOrder } from "../../math/ranks.ts";
import type { Parameters, PurchaseModel } from "../../model.ts";

/**
 * The number of some customers who bought in the holdout, and the number that the model expected; undefined without
 * customers or a holdout.
 */
export function countCameBack(
  { holdout, frequency, recency, T }: CustomerBase,
  customers: readonly number[],
  purchase: PurchaseModel,
  theta: Parameters,
): { readonly customers: number; readonly expected: number } | undefined {
  if (!holdout || customers.length === 0) return undefined;
  const of = (column: Float64Array): Float64Array => inOrder(column, customers);
  const future = purchase.future({
    length: customers.length,
    frequency: of(frequency),
    recency: of(recency),
    T: of(T),
  })(theta);
  return {
    customers: customers.filter((k) => holdout.frequency[k] > 0).length,
    expected: future.some(holdout.duration).reduce((sum, chance) => sum + chance, 0),
  };
}
