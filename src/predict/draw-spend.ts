import type { Parameters, SpendModel } from "../model.ts";
import type { Random } from "../random/random.ts";

/** Draws the total value of the next n purchases of a customer with x repeat purchases of mean value m. */
export type SpendDrawer = (random: Random, x: number, m: number, n: number) => number;

/** The sampler of a spend model under given parameters. Customers with the same x share its preparation. */
export function spendDrawer(model: SpendModel, theta: Parameters): SpendDrawer {
  const laid = new Map<number, ReturnType<SpendModel["simulateFuture"]>>();
  return (random, x, m, n) => {
    let draw = laid.get(x);
    if (draw === undefined) laid.set(x, (draw = model.simulateFuture(theta, x)));
    return draw(random, m, n);
  };
}
