/** The outcomes to compare: one number per customer, in money or orders. */
export type Outcome = "orders" | "value" | "contribution";

/** Customers of two arms, as columns. The order of customers has no effect. */
export interface Arms {
  readonly length: number;
  /** 0 for the control, 1 for the other arm. */
  readonly arm: Uint8Array;
  /** By outcome; customers without an order have 0. */
  readonly outcomes: Partial<Record<Outcome, Float64Array>>;
  /** The expectation for each customer before the assignment, by outcome; absent where there is none. */
  readonly forecast?: Partial<Record<Outcome, Float64Array>>;
}

/**
 * The same customers in an order that depends on their numbers alone, so that draws do not depend on ids, rows or
 * engines. Customers with equal numbers are interchangeable.
 */
export function inOwnOrder(arms: Arms): Arms {
  const { length, arm, outcomes, forecast = {} } = arms;
  const columns = [outcomes.value, outcomes.orders, outcomes.contribution, ...Object.values(forecast)].filter(
    (column) => column !== undefined,
  );
  const order = Uint32Array.from({ length }, (_, k) => k).sort((i, j) => {
    for (const column of columns) if (column[i] !== column[j]) return column[i] - column[j];
    return arm[i] - arm[j];
  });
  const sorted = (by: Partial<Record<Outcome, Float64Array>>) =>
    Object.fromEntries(Object.entries(by).map(([name, column]) => [name, Float64Array.from(order, (k) => column[k])]));
  return {
    length,
    arm: Uint8Array.from(order, (k) => arm[k]),
    outcomes: sorted(outcomes),
    ...(arms.forecast && { forecast: sorted(forecast) }),
  };
}
