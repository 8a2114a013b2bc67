import { expect, it } from "vitest";
import { reportScores } from "../../src/cli/text/scores.ts";

const scores = {
  ...{ horizon: { amount: 1, unit: "year" as const }, margin: 1, discountRate: 0 },
  ...{ customers: 10, alive: 5, expectedPurchases: 7, best: [] },
};
const best = { customer: "c1", probabilityAlive: 0.9, expectedPurchases: 3.25 };

it("lists the best customers, and has no empty list where their ids stay on a cluster", () => {
  expect(reportScores(scores)).not.toContain("expected to buy most");
  const text = reportScores({ ...scores, best: [best] } as never);
  expect(text).toContain("The 1 customer expected to buy most");
  expect(text).toMatch(/c1 +0\.900 +3\.25/);
});
