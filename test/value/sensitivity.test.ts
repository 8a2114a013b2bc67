import { describe, expect, it } from "vitest";
import { seeded } from "../../src/random/seeded.ts";
import { orderTerms } from "../../src/value/order-terms.ts";
import { readPlan } from "../../src/value/plan.ts";
import { type SensitiveGroup, sensitivity } from "../../src/value/sensitivity.ts";
import { expectClose } from "../support/close.ts";

/** A group of the plan, and its equity under any margin, number of purchases and value. */
function groupOf(random: ReturnType<typeof seeded>) {
  const costs = { margin: 0.3, paymentShare: 0.02, returnedValueShare: 0.1, costPerOrder: 4 };
  const terms = (margin: number) =>
    orderTerms(readPlan({ format: "clv-plan", formatVersion: 1, ...costs, margin }).costs);
  const purchases = 1000 * random.uniform();
  const value = 35 * purchases;
  const equity = ({ margin = 1, number = 1, spend = 1 }): number => {
    const { s, k } = terms(0.3 * margin);
    return number * (s * spend * value - k * purchases);
  };
  const group: SensitiveGroup = {
    terms: terms(0.3),
    margin: 0.3,
    kept: 0.9,
    ahead: { value, purchases },
    fewerDropouts: { value: 1.003 * value, purchases: 1.003 * purchases },
    higherRate: { value: 0.999 * value, purchases: 0.999 * purchases },
  };
  return { group, equity };
}

describe("sensitivity", () => {
  const random = seeded(9);
  const groups = [groupOf(random), groupOf(random)];
  const rows = sensitivity(groups.map(({ group }) => group));
  const change = (lever: string): number => rows.find((row) => row.lever === lever)!.change;
  const total = (levers: object): number => groups.reduce((sum, { equity }) => sum + equity(levers), 0);

  it("is what the equity changes by when the lever is pulled", () => {
    expectClose(change("margin"), total({ margin: 1.01 }) - total({}), 1e-12);
    expectClose(change("purchases"), total({ number: 1.01 }) - total({}), 1e-12);
    expectClose(change("spend"), total({ spend: 1.01 }) - total({}), 1e-12);
    expectClose(change("dropout"), 0.003 * total({}), 1e-11);
    expectClose(change("discount rate"), -0.001 * total({}), 1e-11);
    for (const row of rows) expectClose(row.share!, row.change / total({}), 1e-12);
    expect(rows.map(({ lever, percent }) => [lever, percent])).toEqual([
      ["margin", 1],
      ["purchases", 1],
      ["spend", 1],
      ["dropout", -1],
      ["acquisition cost", 1],
      ["discount rate", 1],
    ]);
  });

  it("has no say of acquisition on customers we have, and one of those to come", () => {
    expect(change("acquisition cost")).toBe(0);
    const [{ group }] = groups as [(typeof groups)[number]];
    expectClose(sensitivity([group], 5000).find(({ lever }) => lever === "acquisition cost")!.change, -50, 1e-15);
  });

  it("leaves out levers the model does not know, and shares of an equity that is not above 0", () => {
    const { fewerDropouts: _, higherRate: __, ...group } = groups[0]!.group;
    const levers = sensitivity([{ ...group, terms: { s: 0.01, k: 4 } }]);
    expect(levers.map(({ lever }) => lever)).toEqual(["margin", "purchases", "spend", "acquisition cost"]);
    for (const row of levers) expect(row).not.toHaveProperty("share");
  });
});
