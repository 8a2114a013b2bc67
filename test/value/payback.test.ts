import { describe, expect, it } from "vitest";
import { expectedPurchases } from "../../models/bg-nbd/expected-purchases.ts";
import { costPerPurchase } from "../../src/value/cost-per-purchase.ts";
import { lastingValue, newCustomerValue } from "../../src/value/new-customer.ts";
import { ltvToCac, payback } from "../../src/value/payback.ts";
import { expectClose } from "../support/close.ts";
import { NEWCOMER, PURCHASE, UNDISCOUNTED, WEEKS_PER_YEAR } from "./cdnow.ts";
import { figures, figuresJson } from "./economics.ts";

const TERMS = { s: 0.3, k: 0 };
/** 39 weeks of calibration; 100 years of looking. */
const REACH = { horizon: 100 * WEEKS_PER_YEAR, observed: 39 };
const bids = figuresJson<Record<string, string>>("payback-cdnow");

describe("value of a new CDNOW customer (economics reference, 10 digits and more)", () => {
  const value = newCustomerValue(TERMS, NEWCOMER);

  it.each(figures("payback-curve-cdnow").filter(({ weeks }) => weeks !== "inf"))("is known at $weeks weeks", (row) => {
    const weeks = Number(row["weeks"]);
    expectClose(value(weeks), Number(row["cumulative_contribution_discounted"]), 1e-9);
    const undiscounted = newCustomerValue(TERMS, UNDISCOUNTED)(weeks);
    expectClose(undiscounted, Number(row["cumulative_contribution_undiscounted"]), 1e-9);
    if (weeks > 0) expectClose(NEWCOMER.discounted(weeks), Number(row["discounted_repeat_purchases"]), 1e-9);
  });

  it("is finite for ever where it is discounted, and not where it isn't", () => {
    expectClose(lastingValue(TERMS, NEWCOMER)!, Number(bids["break_even_bid_infinite"]), 1e-9);
    expect(lastingValue(TERMS, UNDISCOUNTED)).toBe(Number.POSITIVE_INFINITY);
    expect(lastingValue(TERMS, { ...NEWCOMER, limit: undefined })).toBeUndefined();
  });

  it("is the break-even bid", () => {
    expectClose(value(WEEKS_PER_YEAR), Number(bids["break_even_bid_1y"]), 1e-9);
    expectClose(value(3 * WEEKS_PER_YEAR), Number(bids["break_even_bid_3y"]), 1e-9);
    const with4 = newCustomerValue({ s: 0.3, k: 4 }, NEWCOMER)(WEEKS_PER_YEAR);
    expectClose(with4, Number(bids["break_even_bid_1y_cost4"]), 1e-9);
    expectClose(lastingValue(TERMS, NEWCOMER)! / 3, Number(bids["max_cac_for_ltv_cac_3_infinite"]), 1e-9);
  });
});

describe("payback", () => {
  it.each(figures("payback-cdnow"))("of $cac", (row) => {
    const cac = Number(row["cac"]);
    const found = payback(TERMS, NEWCOMER, cac, REACH);
    if (row["payback_weeks"] === "never") expect(found).toEqual({ kind: "never" });
    else expectClose(timeOf(found), Number(row["payback_weeks"]), 1e-9);
    expectClose(ratio(cac, 1), Number(row["ltv_to_cac_1y"]), 1e-9);
    expectClose(ratio(cac, 3), Number(row["ltv_to_cac_3y"]), 1e-9);
    expectClose(ltvToCac(lastingValue(TERMS, NEWCOMER)!, cac)!, Number(row["ltv_to_cac_infinite"]), 1e-9);
  });

  it.each(figures("payback-cdnow-cost-4-per-order"))("of $cac where an order costs 4", (row) => {
    const terms = { s: 0.3, k: 4 };
    const cac = Number(row["cac"]);
    expectClose(timeOf(payback(terms, NEWCOMER, cac, REACH)), Number(row["payback_weeks"]), 1e-9);
    const value = newCustomerValue(terms, NEWCOMER)(WEEKS_PER_YEAR);
    expectClose(ltvToCac(value, cac)!, Number(row["ltv_to_cac_1y"]), 1e-9);
  });

  it("says what lies beyond twice the longest observed age", () => {
    expect(payback(TERMS, NEWCOMER, 25, REACH)).toMatchObject({ kind: "after", beyond: false });
    expect(payback(TERMS, NEWCOMER, 30, REACH)).toMatchObject({ kind: "after", beyond: true });
  });

  it("tells never from not within the horizon", () => {
    const short = { horizon: WEEKS_PER_YEAR, observed: 39 };
    expect(payback(TERMS, NEWCOMER, 50, short)).toEqual({ kind: "not within", time: WEEKS_PER_YEAR });
    expect(payback(TERMS, NEWCOMER, 60, short)).toEqual({ kind: "never" });
    expect(payback(TERMS, UNDISCOUNTED, 60, short)).toEqual({ kind: "not within", time: WEEKS_PER_YEAR });
    expect(payback(TERMS, { ...NEWCOMER, limit: undefined }, 60, short).kind).toBe("not within");
  });

  it("is the first order or never where later orders lose money", () => {
    const terms = { s: 0.1, k: 3.6 };
    const newcomer = { ...NEWCOMER, firstValue: 50 };
    expect(payback(terms, newcomer, 1, REACH)).toEqual({ kind: "first order", time: 0 });
    expect(payback(terms, newcomer, 2, REACH)).toEqual({ kind: "never" });
    // s·μ = k: later orders leave nothing.
    expect(payback({ s: 0.5, k: 5 }, { ...NEWCOMER, laterValue: 10, limit: undefined }, 50, REACH).kind).toBe("never");
  });

  it("costs nothing at once, and has no ratio", () => {
    expect(payback(TERMS, NEWCOMER, 0, REACH)).toEqual({ kind: "first order", time: 0 });
    expect(ltvToCac(24, 0)).toBeUndefined();
  });

  // worked-examples.json, payback_small: a curve between whole months.
  it.each([
    [4, "first order", 0],
    [18, "after", 2],
    [31, "after", 5.5],
    [32, "after", 6],
    [34, "not within", 7],
  ])("of the worked example at %i", (cac, kind, months) => {
    const curve = [5, 12, 18, 23, 27, 30, 32, 33];
    const later = (t: number): number => {
      const month = Math.min(Math.floor(t), 6);
      return curve[month]! + (t - month) * (curve[month + 1]! - curve[month]!) - 5;
    };
    const newcomer = { firstValue: 5, laterValue: 1, discounted: later };
    const found = payback({ s: 1, k: 0 }, newcomer, cac, { horizon: 7, observed: 7 });
    expect(found.kind).toBe(kind);
    // Bisection ends at one of two neighbouring doubles.
    if (found.kind !== "never") expectClose(found.time, months, 1e-15);
  });
});

describe("costPerPurchase", () => {
  it.each(figures("acquisition-cost-per-purchase"))("falls to $weeks weeks", (row) => {
    const purchases = 1 + expectedPurchases(PURCHASE, Number(row["weeks"]));
    expectClose(purchases, Number(row["expected_purchases_incl_first"]), 1e-9);
    expectClose(costPerPurchase(20, purchases)!, Number(row["cost_per_purchase_at_cac_20"]), 1e-9);
  });

  it("falls with each return (worked-examples.json, seed_000), and is absent without a purchase", () => {
    expect([1, 2, 3, 4, 5].map((n) => costPerPurchase(2, n))).toEqual([2, 1, 2 / 3, 1 / 2, 2 / 5]);
    expect(costPerPurchase(2, 0)).toBeUndefined();
  });
});

function timeOf(found: ReturnType<typeof payback>): number {
  return found.kind === "after" || found.kind === "first order" ? found.time : Number.NaN;
}

function ratio(cac: number, years: number): number {
  return ltvToCac(newCustomerValue(TERMS, NEWCOMER)(years * WEEKS_PER_YEAR), cac)!;
}
