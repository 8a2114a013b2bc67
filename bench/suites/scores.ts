import { discountedPurchasesIfAlive } from "../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../models/bg-nbd/probability-alive.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { parseHorizon } from "../../src/predict/horizon.ts";
import { type Scores, score } from "../../src/predict/score.ts";
import { spendAt } from "../../test/support/spend-at.ts";
import { fittedTo } from "../support/fitted.ts";
import type { Case } from "../support/measure.ts";
import { simulatedBase } from "../support/simulated-base.ts";

/** Against the plain formula a customer's score may be off by this, relatively. */
const AGREEMENT = 1e-12;
/** Customers whose score is checked one by one. */
const CHECKED = 997;

/** How long scoring is: P(alive), purchases, spend and the discounted CLV of 12 months, columns in and out. */
export function scoreSuite(customers: number): readonly Case<Scores>[] {
  const base = simulatedBase(customers);
  const fitted = fittedTo(base);
  const horizon = parseHorizon("12m");
  const run = () => score(base, fitted, { horizon, discountRate: 0.1 });
  const check = (scores: Scores) => {
    const days = 365.25;
    const delta = Math.log(1.1) / days;
    const { parameters } = fitted.purchase;
    for (let k = 0; k < customers; k += Math.max(1, Math.floor(customers / CHECKED))) {
      const [x, tx, T] = [base.frequency[k], base.recency[k], base.T[k]];
      const alive = probabilityAlive(parameters, x, tx, T);
      const purchases = alive * discountedPurchasesIfAlive(parameters, x, T, days, delta);
      const spend = spendAt(gammaGamma, fitted.spend!.parameters, x, base.monetaryValue![k])!;
      const got = scores.value!.clv[k];
      if (!(Math.abs(got - purchases * spend) <= AGREEMENT * purchases * spend)) {
        throw new Error(`CLV of customer ${base.customers[k]}: expected ${purchases * spend}, got ${got}`);
      }
    }
  };
  return [
    {
      name: `scores with 12-month CLV, ${customers.toLocaleString("en")} customers`,
      runs: customers > 100_000 ? 5 : 15,
      run,
      check,
      counters: () => ({ histories: fitted.purchase.histories }),
    },
  ];
}
