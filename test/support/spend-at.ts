import type { Parameters, SpendModel } from "../../src/model.ts";

/** E[M | x, m] of one customer, as the line is evaluated everywhere; m is not looked at when x = 0. */
export function spendAt(model: SpendModel, theta: Parameters, x: number, m: number): number | undefined {
  const line = model.expectedSpend(theta, x);
  return line && (x === 0 ? line.constant : line.constant + line.slope * m);
}
