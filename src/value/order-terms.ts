import { ClvError } from "../errors.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import type { OrderCosts } from "./plan.ts";

/**
 * The two numbers that all costs of an order reduce to:
 *
 *     s = margin·(1 − returned share of value) − payment share
 *     k = cost per order + payment fee + calls per order × cost per call + returned share of orders × cost per return
 *
 * The payment share is of the gross value, and a return does not give it back.
 *
 * @throws ClvError `usage` where s ≤ 0, because every order would lose money
 * @example
 * const { costs } = readPlan({ format: "clv-plan", formatVersion: 1, margin: 0.5, callsPerOrder: 2, costPerCall: 5 });
 * orderTerms(costs); // { s: 0.5, k: 10 }
 */
export function orderTerms(costs: OrderCosts, where = "plan"): OrderTerms {
  const s = costs.margin * (1 - costs.returnedValueShare) - costs.paymentShare;
  if (!(s > 0)) {
    throw new ClvError("usage", {
      where,
      expected: "margin × (1 − returnedValueShare) − paymentShare greater than 0",
      got: s,
      wayOut: "With these shares every order loses money: check margin, returnedValueShare and paymentShare.",
    });
  }
  return {
    s,
    k:
      costs.costPerOrder +
      costs.paymentFee +
      costs.callsPerOrder * costs.costPerCall +
      costs.returnedOrderShare * costs.costPerReturn,
  };
}

/**
 * The value above which an order has a positive contribution: k/s.
 *
 * @example
 * breakEvenOrder({ s: 0.5, k: 10 }); // 20
 */
export function breakEvenOrder({ s, k }: OrderTerms): number {
  return k / s;
}
