import { describe, expect, it } from "vitest";
import { periodClock, periodsOf } from "../../src/data/periods.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { countCohorts } from "../../src/months/cohort-counts.ts";
import { logSeries } from "../../src/months/kpi-series.ts";
import { readLog, sharedData } from "../support/log.ts";
import { figures, figuresJson } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");

async function seriesOf(text: string, until?: string) {
  const log = await readLog(text);
  const bounds = { grain: "day" as const, ...(until !== undefined && { until }) };
  const { purchases, observation } = purchasesOf(log, bounds);
  const from = purchases.start.reduce((least, at) => Math.min(least, at));
  const periods = periodsOf("month", { from, end: observation.end }, bounds, log.zone);
  const counts = countCohorts(purchases, log.zone, { ...periods, clock: "calendar", grain: "day" });
  return { periods, counts, series: logSeries(counts, periods, () => ({ s: 0.3, k: 4 })) };
}

describe.skipIf(sample === undefined)("the months of CDNOW", () => {
  it("are those of the reference", async () => {
    const { series } = await seriesOf(new TextDecoder().decode(sample));
    const rows = figures("cdnow-kpi-monthly");
    expect(series.labels).toStrictEqual(rows.map((row) => row["period"]));
    const expected = {
      customers_to_date: series.customersToDate,
      active: series.active,
      new: series.new,
      retained: series.retained,
      reactivated: series.reactivated,
      orders: series.orders,
      revenue: series.revenue!,
      revenue_new: series.revenueNew!,
      aov: series.aov!,
      orders_per_active: series.ordersPerActive,
      retention_rate: series.retentionRate,
      lapse_rate: series.lapseRate,
      repeat_customers_to_date: series.repeatCustomersToDate,
      repurchase_rate_to_date: series.repurchaseRateToDate,
    };
    for (const [name, column] of Object.entries(expected)) {
      rows.forEach((row, k) => {
        const text = row[name]!;
        if (text === "") expect(column[k], `${name} ${k}`).toBeNaN();
        // Ten digits are given.
        else expect(Math.abs(column[k]! / (Number(text) || 1) - (Number(text) === 0 ? 0 : 1))).toBeLessThan(1e-9);
      });
    }
    expect(series.complete).toStrictEqual(rows.map((row) => row["complete"] === "True"));
    expect(series.contribution![0]).toBeCloseTo(0.3 * 28592.7 - 4 * 873, 9);
  });
});

describe("the months of four customers, by hand", () => {
  const { kpi_small } = figuresJson<{
    kpi_small: {
      log: [string, string, number][];
      periods: Record<string, Record<string, number | string | null>>;
    };
  }>("worked-examples");
  const text = `customer,date,value\n${kpi_small.log.map((row) => row.join(",")).join("\n")}\n`;
  const fraction = (of: number | string | null | undefined): number => {
    if (of === null) return Number.NaN;
    const [a, b = 1] = String(of).split("/").map(Number) as [number, number?];
    return a / b;
  };

  it("are those of the reference, and the last is complete only when the log is known to reach its end", async () => {
    const { series } = await seriesOf(text);
    const rows = Object.entries(kpi_small.periods);
    expect(series.labels).toStrictEqual(rows.map(([label]) => label));
    rows.forEach(([, row], k) => {
      expect(series.active[k]).toBe(row["active"]);
      expect(series.new[k]).toBe(row["new"]);
      expect(series.retained[k]).toBe(row["retained"]);
      expect(series.reactivated[k]).toBe(row["reactivated"]);
      expect(series.orders[k]).toBe(row["orders"]);
      expect(series.revenue![k]).toBe(row["revenue"]);
      expect(series.aov![k]).toBe(fraction(row["aov"]));
      expect(series.retentionRate[k]).toBe(fraction(row["retention"]));
      expect(series.repurchaseRateToDate[k]).toBe(fraction(row["repurchase_to_date"]));
    });
    expect(series.complete).toStrictEqual([true, true, false]);
    expect((await seriesOf(text, "2024-03-31")).series.complete).toStrictEqual([true, true, true]);
  });

  it("have a row for a month without a purchase", async () => {
    const { series } = await seriesOf("customer,date,value\na,2024-01-05,10\na,2024-04-03,20\n");
    expect(series.labels).toStrictEqual(["2024-01", "2024-02", "2024-03", "2024-04"]);
    expect([...series.active]).toStrictEqual([1, 0, 0, 1]);
    expect([...series.reactivated]).toStrictEqual([0, 0, 0, 1]);
    expect(series.aov![1]).toBeNaN();
    expect(series.retentionRate[2]).toBeNaN();
  });

  it("are named by the clock of periods", () => expect(periodClock("month").labelOf(648)).toBe("2024-01"));
});
