/** The result of a classical formula, or the reason why it has none. */
export type Classical = { readonly value: number } | { readonly absent: string };

/**
 * Average order value × frequency × lifespan.
 *
 * @param averageOrder money per order
 * @param ordersPerYear of a customer
 * @param lifespan in years, computed from repeat buyers; undefined without any
 * @example
 * orderTimesLifespan(40, 3, 2.5); // { value: 300 }
 */
export function orderTimesLifespan(
  averageOrder: number,
  ordersPerYear: number,
  lifespan: number | undefined,
): Classical {
  if (lifespan === undefined) return { absent: "no customer bought twice, so there is no lifespan" };
  return { value: averageOrder * ordersPerYear * lifespan };
}

/**
 * Average order value × frequency / churn.
 *
 * @param ordersPerPeriod of a customer
 * @param churn share of customers lost in a period of the same length
 * @example
 * orderOverChurn(40, 3, 0.25); // { value: 480 }
 */
export function orderOverChurn(averageOrder: number, ordersPerPeriod: number, churn: number): Classical {
  if (!(churn > 0)) return { absent: "no customer was lost, so the value is infinite" };
  return { value: (averageOrder * ordersPerPeriod) / churn };
}

/**
 * Contribution per period × the margin multiple: r/(1 + d − r) where it is paid at the end of each period, (1 + d)/(1 + d − r) in
 * advance.
 *
 * Gupta & Lehmann (2003), "Customers as assets", J. Interactive Marketing 17(1).
 *
 * @param perPeriod contribution of a customer who stays, per period
 * @param retention r in [0, 1], share of customers who stay from period to period
 * @param rate d ≥ 0 per period
 * @example
 * retentionMultiple(100, 0.75, 0.25, "at the end"); // { value: 150 }
 */
export function retentionMultiple(
  perPeriod: number,
  retention: number,
  rate: number,
  paid: "at the end" | "in advance",
): Classical {
  const lost = 1 + rate - retention;
  if (!(lost > 0)) return { absent: "no customer was lost and nothing is discounted, so the value is infinite" };
  return { value: (perPeriod * (paid === "in advance" ? 1 + rate : retention)) / lost };
}
