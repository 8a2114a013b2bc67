import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { models } from "../../models/index.ts";
import { reportForecast } from "../../src/cli/text/months.ts";
import { modelFromJson } from "../../src/io/model-file.ts";
import { type KpiOptions, kpi } from "../../src/node.ts";
import { seeded } from "../../src/random/seeded.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";
import { sharedData } from "../support/log.ts";
import { figures } from "../value/economics.ts";

const cdnow = modelFromJson(readFileSync("models/bg-nbd/fitted/cdnow.json", "utf8"), models);
const COSTS = { margin: 0.3, costPerOrder: 4, acquisitionCost: 20, discountRate: 0.1 } as const;
const sample = sharedData("cdnow-sample.csv");

function logOf(lines: readonly string[]): string {
  const path = join(temporaryFolder(), "log.csv");
  writeFileSync(path, lines.join("\n"));
  return path;
}

const [header, ...rows] = readFileSync(shippedLog, "utf8").trim().split("\n").slice(0, 600);

/** The files of the months, byte by byte. */
async function filesOf(path: string, options: KpiOptions): Promise<string[]> {
  const output = join(temporaryFolder(), "kpi");
  await kpi(path, { ...options, output });
  return ["kpi.csv", "cohorts.csv", "by-segment.csv", "kpi.json"].map((name) =>
    readFileSync(join(output, name), "utf8").replaceAll(output, ""),
  );
}

describe("the files of the months", () => {
  it("do not change with the engine, the threads, the order of rows or the names of customers", async () => {
    const asked = { ...COSTS, model: cdnow, ahead: 2, period: "quarter", segments: "micro" } as const;
    const expected = await filesOf(logOf([header!, ...rows]), { ...asked, engine: "memory" });
    const random = seeded(5);
    const shuffled = rows
      .map((row) => ({ row, at: random.uniform() }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
    const renamed = shuffled.map(
      (row) =>
        `x${
          row
            .split("")
            .reverse()
            .join("")
            .match(/[^,]*$/)![0]
        }${row.match(/,.*/)![0]}`,
    );
    expect(await filesOf(logOf([header!, ...renamed]), { ...asked, engine: "duckdb", threads: 2 })).toEqual(expected);
  });

  it("replace those of an earlier run, and no others", async () => {
    const output = join(temporaryFolder(), "kpi");
    const path = logOf([header!, ...rows]);
    await kpi(path, { output });
    await kpi(path, { output, by: "age", segments: "rfm" });
    await kpi(path, { margin: 0.3, output, segments: "recency" });
    writeFileSync(join(output, "kpi.csv"), "period,mine\n");
    await expect(kpi(path, { output })).rejects.toThrow(/one that clv wrote/);
  });
});

describe("the months by segment", () => {
  it.skipIf(sample === undefined)("add up to the months of the reference", async () => {
    const path = logOf([new TextDecoder().decode(sample)]);
    const { bySegment } = await kpi(path, { margin: 0.3, costPerOrder: 4, segments: "recency" });
    const { rows: found, rules } = bySegment!;
    expect(rules.map(({ name }) => name)).toEqual(["r0", "r1", "r2", "r3", "r4", "r5", "r6+"]);
    const months = figures("cdnow-kpi-monthly");
    expect(months).toHaveLength(18);
    months.forEach((month, k) => {
      const here = found.filter(({ period }) => period === month["period"]);
      const sum = (of: "active" | "orders" | "revenue" | "contribution", rows = here) =>
        rows.reduce((all, row) => all + row[of]!, 0);
      const known = here.filter(({ segment }) => segment !== "first purchase");
      const last = known.find(({ segment }) => segment === "r0");
      // Those who bought in the month before are r0 at its end: the retained ones are those of them who buy again.
      if (k > 0) expect(last!.customers).toBe(Number(months[k - 1]!["active"]));
      expect(last?.active ?? 0).toBe(Number(month["retained"]));
      expect(sum("active", known) - (last?.active ?? 0)).toBe(Number(month["reactivated"]));
      expect(sum("active")).toBe(Number(month["active"]));
      expect(sum("orders")).toBe(Number(month["orders"]));
      // Cents, added in another order.
      expect(Math.abs(sum("revenue") / Number(month["revenue"]) - 1)).toBeLessThan(1e-12);
      const left = 0.3 * Number(month["revenue"]) - 4 * Number(month["orders"]);
      expect(Math.abs(sum("contribution") / left - 1)).toBeLessThan(1e-8);
      expect(here.every(({ complete }) => complete)).toBe(true);
    });
    // In one month each customer counts once, so the blocks must be about as wide as the binomial law; there are 199 resamples.
    const december = found.find(({ period, segment }) => period === "1997-12" && segment === "r6+")!;
    const { customers, activeShare, activeShareLow, activeShareHigh } = december;
    const wide = 2 * 1.645 * Math.sqrt((activeShare * (1 - activeShare)) / customers);
    expect(customers).toBeGreaterThan(500);
    expect((activeShareHigh! - activeShareLow!) / wide).toBeGreaterThan(0.7);
    expect((activeShareHigh! - activeShareLow!) / wide).toBeLessThan(1.4);
    const all = found.filter(({ period }) => period === "all");
    const pooled = found.filter(({ period, segment }) => period !== "all" && segment === "r6+");
    expect(all.at(-1)!.orders).toBe(pooled.reduce((sum, { orders }) => sum + orders, 0));
    // Few customers have no interval.
    for (const row of found) {
      expect(row.ordersPerCustomerLow !== undefined).toBe(
        row.segment !== "first purchase" && row.customers >= 30 && row.active >= 5,
      );
    }
  });
});

describe("the months with a plan and a model", () => {
  it.skipIf(sample === undefined)("expect the customers alive and the equity of the reference", async () => {
    const path = logOf([new TextDecoder().decode(sample)]);
    const { series } = await kpi(path, { margin: 0.3, discountRate: 0.1, model: cdnow });
    const refits = figures("cdnow-refits-through-time");
    expect(refits).toHaveLength(13);
    for (const row of refits) {
      const k = series.labels.indexOf(row["as_of"]!.slice(0, 7));
      // Eight digits are given, of a fit.
      expect(Math.abs(series.equity![k]! / Number(row["clv_1y_parameters_of_1997_09"]) - 1)).toBeLessThan(1e-6);
      if (row["as_of"] !== "1997-09-30") continue;
      expect(Math.abs(series.expectedAlive![k]! / Number(row["expected_alive"]) - 1)).toBeLessThan(1e-6);
    }
    // ECONOMICS, the contribution of a new customer in a year at a cost of 4 per order: 15.02 of 20. The first value is
    // that of all customers.
    const net = await kpi(path, { ...COSTS, model: cdnow, until: "1997-09-30" });
    expect(net.series.ltvToCac![0]).toBeCloseTo(15.02 / 20, 3);
    expect(net.series.equity!.at(-1)).toBeCloseTo(13783.46, 1);
  });

  it("spread spend over the customers won in its days, so that it adds up", async () => {
    const path = logOf([
      "customer,date,value",
      "a,2024-01-05,10",
      "b,2024-02-10,20",
      "c,2024-02-11,20",
      "a,2024-03-31,5",
    ]);
    const spend = [
      { amount: 30, from: "2024-01-01", until: "2024-02-29" },
      { amount: 5, from: "2024-03" },
    ];
    const plan = { format: "clv-plan", formatVersion: 1, spend, acquisitionCost: 1 };
    const { series, notices } = await kpi(path, { plan });
    expect([...series.acquisitionCost!]).toStrictEqual([10, 20, 0]);
    expect([...series.cac!]).toStrictEqual([10, 10, Number.NaN]);
    expect(notices.map(({ name }) => name)).toContain("spend-without-customers");
  });

  it("take the costs of each cohort where the plan has months of first purchase, which need cohorts by month", async () => {
    const path = logOf(["customer,date,value", "a,2024-01-05,10", "b,2024-02-10,20", "a,2024-02-29,10"]);
    const groups = [
      { group: "2024-01", margin: 0.5 },
      { group: "2024-02", margin: 0.25 },
    ];
    const plan = { format: "clv-plan", formatVersion: 1, groupBy: "cohort-month", groups };
    const { series } = await kpi(path, { plan });
    expect([...series.contribution!]).toStrictEqual([5, 5 + 5]);
    await expect(kpi(path, { plan, period: "quarter" })).rejects.toThrow(/use --period month/i);
  });

  it("fill the cohorts with what the model expects: as many purchases as it expects of all", async () => {
    const path = logOf([header!, ...rows]);
    const { cohorts, forecast, series } = await kpi(path, { model: cdnow, until: "1998-06-30", ahead: 3 });
    const expected = forecast.flat().reduce((sum, { orders }) => sum + orders, 0);
    const { predict } = await import("../../src/node.ts");
    const { scores } = await predict(path, { model: cdnow, until: "1998-06-30", horizon: { amount: 92, unit: "day" } });
    expect(Math.abs(expected / scores.expectedPurchases - 1)).toBeLessThan(1e-12);
    expect(forecast).toHaveLength(cohorts.cohorts.length);
    expect(forecast[0]![0]).toMatchObject({ cohort: "1997-01", at: series.labels.length });
  });

  it("fill the cohorts on the clock of a season, where the model has one; such a model is not watched", async () => {
    const path = logOf([header!, ...rows]);
    const { fit, predict, watch } = await import("../../src/node.ts");
    const { model } = await fit(path, { unit: "week", until: "1998-06-30", season: "month" });
    expect(model.season).toBeDefined();
    const { forecast, series } = await kpi(path, { model, until: "1998-06-30", ahead: 3 });
    const { scores } = await predict(path, { model, until: "1998-06-30", horizon: "92d" });
    const orders = forecast.flat().reduce((sum, cell) => sum + cell.orders, 0);
    expect(Math.abs(orders / scores.expectedPurchases - 1)).toBeLessThan(1e-12);
    expect(Math.abs(series.expectedAlive!.at(-1)! / scores.alive - 1)).toBeLessThan(1e-12);
    await expect(watch(path, { model })).rejects.toThrow(/without a season/);
  });

  it("fill up a period that the log ends inside", async () => {
    const path = logOf([header!, ...rows]);
    const whole = await kpi(path, { model: cdnow, until: "1998-06-10", ahead: 1 });
    const { predict } = await import("../../src/node.ts");
    const { scores } = await predict(path, { model: cdnow, until: "1998-06-10", horizon: { amount: 20, unit: "day" } });
    const orders = whole.forecast.flat().reduce((sum, cell) => sum + cell.orders, 0);
    expect(orders - whole.series.orders.at(-1)!).toBeCloseTo(scores.expectedPurchases, 9);
  });

  it("range over what each cohort will have bought by the end of each period to come", async () => {
    const few = rows.slice(0, 150);
    const path = logOf([header!, ...few]);
    const asked = { model: cdnow, until: "1998-06-10", ahead: 2 } as const;
    const plain = await kpi(path, asked);
    const ranged = await kpi(path, { ...asked, interval: 0.8, engine: "memory" });
    const { forecast, cohorts } = ranged;
    expect(reportForecast(plain)).toMatch(/^The next 2 months by the model.*\n +cohort .*\n[\s\S]* all +\d/);
    expect(reportForecast(ranged, 0.8)).toMatch(/each by then +at 80 % [\s\S]* \d\.\d\d to \d+\.\d\d /);
    const renamed = logOf([header!, ...few.map((row) => `z${row}`).reverse()]);
    expect((await kpi(renamed, { ...asked, interval: 0.8, engine: "duckdb" })).forecast).toEqual(forecast);
    const wide = (await kpi(path, { ...asked, interval: 0.95 })).forecast;
    expect(plain.forecast.flat().some((cell) => "cumulativeRevenueLow" in cell)).toBe(false);
    forecast.forEach((cells, c) => {
      const { customers } = cohorts.cohorts[c]!;
      const known = cohorts.cells[c]!.reduce((sum, cell) => sum + (cell.orders ?? 0), 0);
      cells.forEach((cell, k) => {
        const { cumulativeOrders: orders, cumulativeOrdersLow: low, cumulativeOrdersHigh: high } = cell;
        expect(low!).toBeLessThanOrEqual(orders!);
        expect(high!).toBeGreaterThanOrEqual(orders!);
        expect(low!).toBeGreaterThanOrEqual(known / customers - 1e-12);
        expect(orders!).toBeGreaterThan(
          cohorts.cells[c]!.filter(({ orders }) => orders !== undefined).at(-1)!.cumulativeOrders!,
        );
        expect(wide[c]![k]!.cumulativeOrdersHigh!).toBeGreaterThan(high!);
        expect(cell.cumulativeRevenueLow!).toBeLessThan(cell.cumulativeRevenue!);
        expect(cell.cumulativeRevenueHigh!).toBeGreaterThan(cell.cumulativeRevenue!);
        const { cumulativeOrdersLow: _, cumulativeOrdersHigh: __, ...rest } = cell;
        const { cumulativeRevenueLow: ___, cumulativeRevenueHigh: ____, ...expected } = rest;
        expect(expected).toEqual(plain.forecast[c]![k]);
      });
      // Orders of the open period are known in part: the sum of the cells holds them once.
      const open = cohorts.cells[c]!.filter(({ eligible }) => eligible > 0).at(-1)!;
      const sum = cells.reduce((all, cell) => all + cell.orders, known - (open.orders ?? 0));
      expect(Math.abs((cells.at(-1)!.cumulativeOrders! * customers) / sum - 1)).toBeLessThan(1e-12);
    });
  });

  it("refuse what cannot be meant", async () => {
    const path = logOf([header!, ...rows]);
    await expect(kpi(path, { ahead: 3 })).rejects.toThrow(/--model MODEL.json/);
    await expect(kpi(path, { ahead: 3, model: cdnow, by: "age" })).rejects.toThrow(/--by calendar/);
    await expect(kpi(path, { ahead: 0.5, model: cdnow })).rejects.toThrow(/whole number/);
  });
});
