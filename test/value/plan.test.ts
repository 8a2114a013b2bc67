import { describe, expect, it } from "vitest";
import { assignCosts, cohortMonths } from "../../src/value/assign-costs.ts";
import { breakEvenOrder, orderTerms } from "../../src/value/order-terms.ts";
import { planDocument, readPlan } from "../../src/value/plan.ts";
import { planWith } from "../../src/value/plan-flags.ts";
import { planNotices } from "../../src/value/plan-notices.ts";
import { expectClose } from "../support/close.ts";

const HEAD = { format: "clv-plan", formatVersion: 1 };
const plan = (fields: object) => readPlan({ ...HEAD, ...fields });
const date = (...days: string[]): Float64Array => Float64Array.from(days, (day) => Date.parse(day));

describe("readPlan", () => {
  it("gives what is left out: no costs, the whole margin", () => {
    const { costs, ...rest } = plan({});
    expect(Object.entries(costs).filter(([, cost]) => cost !== 0)).toEqual([["margin", 1]]);
    expect(rest).toEqual({});
  });

  it("comes back from its own document", () => {
    const whole = plan({
      margin: 0.3,
      costPerOrder: 4,
      acquisitionCost: 12,
      groupBy: "channel",
      groups: [
        { group: "ads", spend: [{ amount: 1200, from: "2024-01", until: "2024-02" }, { amount: 5 }] },
        { group: "mail", margin: 0.25, acquisitionCost: 3 },
      ],
    });
    expect(whole.groups![0]!.spend).toEqual([
      { amount: 1200, from: Date.parse("2024-01-01"), until: Date.parse("2024-02-29") },
      { amount: 5 },
    ]);
    const document = JSON.parse(JSON.stringify(planDocument(whole)));
    expect(readPlan(document)).toEqual(whole);
    expect(document).toMatchObject({ ...HEAD, groups: [{ spend: [{ until: "2024-02-29" }, {}] }, {}] });
  });

  it.each([
    ["no object", 3, /^plan: format: expected "clv-plan", got nothing. Begin with/],
    [
      "another document",
      { format: "clv-model", formatVersion: 1 },
      /^plan: format: expected "clv-plan", got "clv-model"/,
    ],
    ["another version", { ...HEAD, formatVersion: 2 }, /^plan: formatVersion: expected 1, got 2/],
    ["an unknown cost", { ...HEAD, shipping: 3 }, /^plan: shipping: expected only .*margin/],
    ["a margin in percent", { ...HEAD, margin: 30 }, /^plan: margin: expected a share .* got 30. .*0.3 for 30 %/],
    ["no margin at all", { ...HEAD, margin: 0 }, /^plan: margin: expected a share greater than 0/],
    [
      "a share below 0",
      { ...HEAD, paymentShare: -0.1 },
      /^plan: paymentShare: expected a number of at least 0, got -0.1/,
    ],
    [
      "a share above 1",
      { ...HEAD, returnedOrderShare: 1.1 },
      /^plan: returnedOrderShare: expected a share from 0 to 1/,
    ],
    ["a cost below 0", { ...HEAD, costPerOrder: -4 }, /^plan: costPerOrder: .*got -4/],
    ["a cost as text", { ...HEAD, costPerOrder: "4" }, /^plan: costPerOrder: expected a finite number, got "4"/],
    [
      "groups alone",
      { ...HEAD, groups: [] },
      /^plan: groupBy: expected groupBy and groups together, got "groups alone"/,
    ],
    [
      "two rows",
      grouped({ group: "a" }, { group: "a" }),
      /^plan: groups: "a": expected one row for each group, got "two rows"/,
    ],
    ["a row without a name", grouped({ margin: 0.3 }), /^plan: groups\[0\]: group: expected text, got nothing/],
    [
      "acquisition twice in a row",
      grouped({ group: "a", acquisitionCost: 3, spend: 9 }),
      /"a": expected acquisitionCost or spend, got "both"/,
    ],
    [
      "spend of all beside spend of a group",
      { ...grouped({ group: "a", spend: 9 }), spend: 9 },
      /"a": expected no separate acquisition cost/,
    ],
    [
      "no such day",
      spent({ amount: 1, from: "2023-02-29" }),
      /^plan: spend\[0\]: from: expected a day from 1 to 28 of 2023-02/,
    ],
    ["no such month", spent({ amount: 1, from: "2023-13" }), /^plan: spend\[0\]: from: expected a day such as/],
    [
      "days in the wrong order",
      spent({ amount: 1, from: "2023-03", until: "2023-02" }),
      /^plan: spend\[0\]: expected a first day that is not after/,
    ],
  ])("refuses %s as what the caller asked", (_, document, message) => {
    expect(() => readPlan(document)).toThrow(
      expect.objectContaining({ kind: "usage", message: expect.stringMatching(message) }),
    );
  });
});

describe("planWith", () => {
  it("makes a plan of flags, or adds them to one", () => {
    expect(planWith({ margin: 0.3, costPerOrder: 4 }).costs).toMatchObject({ margin: 0.3, costPerOrder: 4 });
    expect(planWith({ acquisitionCost: 20 }, { ...HEAD, margin: 0.5 })).toMatchObject({
      costs: { margin: 0.5 },
      acquisitionCost: 20,
    });
    expect(() => planWith({ margin: 3 })).toThrow("plan: margin: expected a share");
  });

  it("refuses a number given twice, even the same", () => {
    expect(() => planWith({ margin: 0.3 }, { ...HEAD, margin: 0.3 }, "plan.json")).toThrow(
      'margin: expected a number from only one source, got "0.3 beside 0.3 in plan.json". Leave out the flag',
    );
    expect(() => planWith({ margin: 0.3 }, grouped({ group: "a", margin: 0.2 }))).toThrow(
      'margin: expected a number from only one source, got "0.3 beside 0.2 in plan for the group \\"a\\""',
    );
  });
});

// worked-examples.json: unit_economics, seed_003, expected_contribution_per_order.
describe("orderTerms", () => {
  const contribution = (fields: object, value: number): number => {
    const { s, k } = orderTerms(plan(fields).costs);
    return s * value - k;
  };
  const shop = { margin: 0.3, costPerOrder: 4, paymentShare: 0.02, paymentFee: 0.3, costPerReturn: 3 };

  it("come to 23.7 and 9.7 of orders of 100 and 50", () => {
    expectClose(contribution(shop, 100), 23.7, 1e-14);
    expectClose(contribution(shop, 50), 9.7, 1e-14);
  });

  it("come to 24.5 of three orders of 230 of which one, of 80, is returned", () => {
    const returned = { ...shop, returnedValueShare: 80 / 230, returnedOrderShare: 1 / 3 };
    expectClose(3 * contribution(returned, 230 / 3), 24.5, 1e-14);
  });

  it("come to 7.9 of an order of 50 with a tenth returned, and to nothing at 18.4", () => {
    const returned = { ...shop, returnedValueShare: 0.1, returnedOrderShare: 0.1 };
    expectClose(contribution(returned, 50), 7.9, 1e-14);
    expectClose(breakEvenOrder(orderTerms(plan(returned).costs)), 18.4, 1e-14);
  });

  it("come to 128 of 4.2 orders of 100 with two calls each, after 40 for the customer", () => {
    const called = { margin: 0.5, callsPerOrder: 2, costPerCall: 5 };
    expect(contribution({ margin: 0.5 }, 100) - 40).toBe(10);
    expectClose(4.2 * contribution(called, 100) - 40, 128, 1e-14);
    expectClose(
      4.2 * contribution({ ...called, costPerCall: 20.238095238095237 }, 100) - 40,
      0,
      0,
      "break even",
      1e-13,
    );
  });

  it("are refused where every order loses money", () => {
    expect(() => orderTerms(plan({ margin: 0.02, paymentShare: 0.02 }).costs)).toThrow(
      /greater than 0, got 0. .*loses money/,
    );
    expect(() => orderTerms(plan({ returnedValueShare: 1 }).costs)).toThrow("greater than 0, got 0");
  });
});

describe("assignCosts", () => {
  const channels = { names: ["ads", "mail"], of: Uint32Array.of(0, 1, 0, 1) };
  const firstDate = date("2024-01-05", "2024-01-31", "2024-02-01", "2024-03-09");

  it("costs nothing to win a customer where the plan says nothing of it", () => {
    const { acquisitionCost, groups, notices } = assignCosts(plan({}), { length: 2 });
    expect([...acquisitionCost]).toEqual([0, 0]);
    expect(groups.names).toEqual(["all"]);
    expect(notices).toEqual([]);
  });

  it("spreads spend over the customers won in its days, and adds it up before it reaches any", () => {
    const spend = [
      { amount: 300, from: "2024-01", until: "2024-01" },
      { amount: 60, from: "2024-02-01", until: "2024-02-01" },
      { amount: 40 },
    ];
    const { acquisitionCost } = assignCosts(plan({ spend, acquisitionCost: 1 }), { length: 4, firstDate });
    expect([...acquisitionCost]).toEqual([160, 160, 70, 10]);
    expect(acquisitionCost.reduce((sum, cost) => sum + cost)).toBe(400);
  });

  it("has the plan's cost serve customers won outside the periods, and refuses where there is none", () => {
    const spend = [{ amount: 300, from: "2024-01", until: "2024-01" }];
    expect([...assignCosts(plan({ spend, acquisitionCost: 7 }), { length: 4, firstDate }).acquisitionCost]).toEqual([
      150, 150, 7, 7,
    ]);
    expect(() => assignCosts(plan({ spend }), { length: 4, firstDate })).toThrow(
      'plan: spend: expected an acquisition cost for every customer, got "none for 2 customers"',
    );
  });

  it("names the spend that won no customer, and gives it to none", () => {
    const groups = [
      { group: "ads", spend: [{ amount: 1200, from: "2025-05-01", until: "2025-05-31" }] },
      { group: "mail", spend: 30 },
      { group: "radio", spend: 50 },
    ];
    const asked = plan({ groupBy: "channel", groups, acquisitionCost: 2 });
    const costs = assignCosts(asked, { length: 4, firstDate, groups: channels });
    expect([...costs.acquisitionCost]).toEqual([2, 15, 2, 15]);
    expect(costs.spentOnNobody).toBe(1250);
    expect(costs.notices.map(({ name, message }) => [name, message])).toEqual([
      [
        "spend-without-customers",
        'No customer was won with the spend of 1200 in the group "ads" from 2025-05-01 until 2025-05-31.',
      ],
      ["spend-without-customers", 'No customer was won with the spend of 50 in the group "radio".'],
    ]);
  });

  it("takes the costs of a group from its row, and else from the plan", () => {
    const groups = [
      { group: "ads", margin: 0.2 },
      { group: "mail", costPerOrder: 1 },
    ];
    const asked = plan({ margin: 0.3, costPerOrder: 4, groupBy: "channel", groups });
    const { terms } = assignCosts(asked, { length: 4, groups: channels });
    expect(terms).toEqual([
      { s: 0.2, k: 4 },
      { s: 0.3, k: 1 },
    ]);
  });

  it("groups by month of the first purchase without a column", () => {
    const groups = ["2024-01", "2024-02", "2024-03"].map((group, k) => ({ group, spend: 12 * (k + 1) }));
    const costs = assignCosts(plan({ groupBy: "cohort-month", groups }), { length: 4, firstDate });
    expect([...costs.acquisitionCost]).toEqual([6, 6, 24, 36]);
    expect(cohortMonths(firstDate).names).toEqual(["2024-01", "2024-02", "2024-03"]);
  });

  it.each([
    [
      "a group without a row",
      { groupBy: "channel", groups: [{ group: "ads" }] },
      /a row for the group "mail" of channel, got nothing. Add/,
    ],
    [
      "a group without a cost beside one with",
      { groupBy: "channel", groups: [{ group: "ads", acquisitionCost: 3 }, { group: "mail" }] },
      /"mail": expected an acquisition cost/,
    ],
    [
      "a group whose orders lose money",
      { groupBy: "channel", paymentShare: 0.2, groups: [{ group: "ads", margin: 0.1 }, { group: "mail" }] },
      /groups: "ads": expected margin/,
    ],
  ])("refuses %s by name", (_, fields, message) => {
    expect(() => assignCosts(plan(fields), { length: 4, firstDate, groups: channels })).toThrow(message);
  });

  it("refuses a plan whose column or dates are not there", () => {
    const groups = [{ group: "ads" }];
    expect(() => assignCosts(plan({ groupBy: "channel", groups }), { length: 4 })).toThrow(
      "a column channel of the customers",
    );
    expect(() => assignCosts(plan({ groupBy: "cohort-month", groups }), { length: 4 })).toThrow(
      "the dates of first purchases",
    );
    const spend = [{ amount: 3, from: "2024-01" }];
    expect(() => assignCosts(plan({ spend }), { length: 4 })).toThrow("the dates of first purchases");
  });

  it("does not read the names of groups as those of objects", () => {
    const names = ["__proto__", "constructor"];
    const groups = names.map((group, k) => ({ group, acquisitionCost: k + 1 }));
    const costs = assignCosts(plan({ groupBy: "channel", groups }), {
      length: 2,
      groups: { names, of: Uint32Array.of(0, 1) },
    });
    expect([...costs.acquisitionCost]).toEqual([1, 2]);
  });
});

describe("planNotices", () => {
  it("warns where returns are taken off twice, and gives the log's own share", () => {
    const returns = plan({ returnedValueShare: 0.05 });
    expect(planNotices(returns, { sold: 1000, returned: 42 })).toMatchObject([
      { name: "returns-netted-twice", advice: expect.stringContaining("4.20 %") },
    ]);
    expect(planNotices(returns, { sold: 1000, returned: 0 })).toEqual([]);
    expect(planNotices(returns, undefined)).toEqual([]);
    expect(planNotices(plan({}), { sold: 1000, returned: 42 })).toEqual([]);
  });
});

function grouped(...groups: object[]): object {
  return { ...HEAD, groupBy: "channel", groups };
}

function spent(...spend: object[]): object {
  return { ...HEAD, spend };
}
