import { expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { buildHistories } from "../../src/data/histories.ts";
import { totalsOf } from "../../src/data/repeat-spend.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { totalHistories } from "../../src/predict/history-totals.ts";
import { score, scoreHistories } from "../../src/predict/score.ts";
import { totalScores } from "../../src/predict/totals.ts";
import { expectClose } from "../support/close.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

const drawn = simulatedCustomers(WORLDS.frequent, 7000, 5);
// Values as a log has them: whole millionths in all.
const base = {
  ...drawn,
  monetaryValue: totalsOf(drawn.frequency, drawn.monetaryValue!).map((total, k) => total / (drawn.frequency[k]! * 1e6)),
};
const horizon = { amount: 52, unit: "week" } as const;

it("adds up to what the customers' own scores do", async () => {
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const { histories, index } = buildHistories(base);
  const scores = scoreHistories(histories, fitted, horizon, 0.1);
  const spent = new Float64Array(histories.length);
  totalsOf(base.frequency, base.monetaryValue).forEach((total, k) => {
    spent[index[k]!]! += total;
  });
  // The second has no expected spend below x = 2.
  const shallow = { p: 0.4, q: 0.5, v: 3 };
  for (const parameters of [fitted.spend!.parameters, shallow]) {
    const model = { ...fitted, spend: { ...fitted.spend!, parameters } };
    const mine = totalHistories(histories, scores, { model: gammaGamma, parameters, terms: { s: 0.3, k: 0 }, spent });
    const each = totalScores(score(base, model, { horizon, discountRate: 0.1, margin: 0.3 }));
    expect(mine.customers).toBe(each.customers);
    expectClose(mine.alive, each.alive, 1e-13, "alive");
    expectClose(mine.expectedPurchases, each.expectedPurchases, 1e-13, "expected purchases");
    expect(mine.value!.customers).toBe(each.value!.customers);
    expectClose(mine.value!.equity, each.value!.equity, 1e-12, "CLV");
    expectClose(mine.value!.equityUndiscounted, each.value!.equityUndiscounted, 1e-12, "undiscounted");
  }
  expect(totalHistories(histories, scores, undefined).value).toBeUndefined();
});
