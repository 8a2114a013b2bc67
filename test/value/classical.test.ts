import { describe, expect, it } from "vitest";
import { classicalBaselines, classicalCounts } from "../../src/value/classical-baselines.ts";
import { orderOverChurn, orderTimesLifespan, retentionMultiple } from "../../src/value/classical-formulas.ts";
import { expectClose } from "../support/close.ts";

// worked-examples.json, classical: orders of 60, 4 a year, 3 years, margin 0.3, r 0.75, d 0.1.
describe("classical formulas", () => {
  const of = (found: ReturnType<typeof orderOverChurn>): number => ("value" in found ? found.value : Number.NaN);

  it("are those of the worked example", () => {
    expect(of(orderTimesLifespan(60, 4, 3))).toBe(720);
    expectClose(0.3 * of(orderTimesLifespan(60, 4, 3)), 216, 1e-15);
    expect(of(orderOverChurn(60, 4, 0.25))).toBe(960);
    expectClose(of(retentionMultiple(1, 0.75, 0.1, "at the end")), 15 / 7, 1e-15);
    expectClose(of(retentionMultiple(1, 0.75, 0.1, "in advance")), 22 / 7, 1e-15);
    expectClose(of(retentionMultiple(0.3 * 240, 0.75, 0.1, "at the end")), 154.28571428571428, 1e-15);
    expectClose(of(retentionMultiple(0.3 * 240, 0.75, 0.1, "in advance")), 226.28571428571428, 1e-15);
  });

  it("give a reason where they give nothing", () => {
    expect(orderTimesLifespan(60, 4, undefined)).toEqual({
      absent: expect.stringContaining("no customer bought twice"),
    });
    expect(orderOverChurn(60, 4, 0)).toEqual({ absent: expect.stringContaining("no customer was lost") });
    expect(retentionMultiple(72, 1, 0, "at the end")).toEqual({
      absent: expect.stringContaining("no customer was lost"),
    });
    expectClose(of(retentionMultiple(72, 1, 0.1, "at the end")), 720, 1e-14);
  });
});

describe("classicalBaselines", () => {
  // Three customers, years: one came once, two came back; ten money units an order.
  const base = {
    frequency: Float64Array.of(0, 1, 3),
    recency: Float64Array.of(0, 26, 52),
    T: Float64Array.of(26, 52, 78),
    revenue: Float64Array.of(10, 20, 40),
  };
  const halves = { years: 0.75, first: 2, both: 1, second: 2, revenueInSecond: 30 };
  const counts = classicalCounts(base, 1 / 52, halves);

  it("count orders, years and lifespans", () => {
    expect(counts).toEqual({
      customers: 3,
      orders: 7,
      revenue: 70,
      yearsLived: 3,
      repeat: { customers: 2, revenue: 60, yearsLived: 2.5, lifespans: 1.5 },
      halves,
    });
  });

  it("expect, within the horizon, what their assumptions say, and are off by so much", () => {
    const rows = classicalBaselines(counts, 1.5, 50);
    const expected = {
      // 70/3 a customer and year for min(1.5, 0.75) years.
      lifespan: 52.5,
      // Half of them stay for 0.75 years, a quarter for 1.5: ∫ = (1 − 1/4)·0.75/ln 2.
      churn: (70 * 0.75 * 0.75) / Math.LN2,
      // 30·(1/2 + 1/4).
      retention: 22.5,
      // 60 in 2.5 years lived.
      "repeat-buyers": 108,
      "so-far": 105,
    };
    for (const { name, expected: value, offBy } of rows) {
      expectClose(value!, expected[name], 1e-14, name);
      expectClose(offBy!, expected[name] / 50 - 1, 1e-13, name);
    }
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(expected));
  });

  it("take part of a period", () => {
    const retention = classicalBaselines(counts, 0.375, 50).find(({ name }) => name === "retention");
    expectClose(retention!.expected!, 30 * 0.5 * 0.5, 1e-15);
  });

  it("say why they are absent, and are off by nothing where nothing came", () => {
    const once = classicalCounts({ ...base, frequency: new Float64Array(3) }, 1 / 52);
    const rows = classicalBaselines(once, 1, 0);
    expect(rows.filter(({ absent }) => absent !== undefined).map(({ name }) => name)).toEqual([
      "lifespan",
      "churn",
      "retention",
      "repeat-buyers",
    ]);
    for (const row of rows) expect(row).not.toHaveProperty("offBy");
    const noneBack = classicalBaselines({ ...counts, halves: { ...halves, both: 0 } }, 1, 50);
    expect(noneBack.find(({ name }) => name === "churn")!.absent).toContain("no customer came back");
    expect(noneBack.find(({ name }) => name === "retention")!.expected).toBe(0);
  });

  it("go on for ever where no customer was lost", () => {
    const kept = classicalBaselines({ ...counts, halves: { ...halves, both: 2 } }, 1.5, 50);
    expectClose(kept.find(({ name }) => name === "churn")!.expected!, 105, 1e-15);
    expectClose(kept.find(({ name }) => name === "retention")!.expected!, 60, 1e-15);
  });
});
