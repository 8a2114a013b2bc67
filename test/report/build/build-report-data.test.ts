import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../../models/gamma-gamma/gamma-gamma.ts";
import type { CustomerBase } from "../../../src/data/customer-base.ts";
import { fitBase } from "../../../src/fit/fit-base.ts";
import { waldIntervals } from "../../../src/fit/wald.ts";
import { score } from "../../../src/predict/score.ts";
import { scoreIntervals } from "../../../src/predict/score-intervals.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { buildReportData } from "../../../src/report/build/build-report-data.ts";
import { renderReport } from "../../../src/report/render-report.ts";
import { expectClose } from "../../support/close.ts";
import { sampleReport } from "../sample-report.ts";
import { baseOf } from "./base-of.ts";

const horizon = { amount: 52, unit: "week" } as const;

/** Customers drawn from the published estimates for CDNOW, with values drawn beside them. */
function drawnBase(customers: number): CustomerBase {
  const random = seeded(5);
  const theta = { r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 };
  return baseOf(
    Array.from({ length: customers }, () => {
      const T = 190 + Math.floor(82 * random.uniform());
      const ages: number[] = [];
      bgNbd.simulate(theta, random, T, ages);
      const days = [...new Set(ages.map(Math.ceil))];
      const m = gammaGamma.simulate({ p: 6.25, q: 3.74, v: 15.44 }, random, Math.max(1, days.length));
      return [days.length, days.at(-1) ?? 0, T, m.reduce((sum, value) => sum + value, 0) / m.length] as const;
    }),
  );
}

async function reportOf(base: CustomerBase, withIntervals: boolean) {
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const scores = score(base, fitted, { horizon });
  const input = {
    subject: "drawn",
    writtenBy: "clv test",
    base,
    fitted,
    scores,
    margin: 1,
    discountRate: 0,
    goodness: sampleReport().goodness,
    level: 0.9,
    parameterIntervals: [waldIntervals(fitted.purchase, 0.9)],
    ...(withIntervals && {
      scoreIntervals: scoreIntervals(base, fitted, { horizon, level: 0.9 }),
    }),
    notices: scores.notices,
    top: 50,
    anonymous: false,
  };
  return { input, scores, data: await buildReportData(input) };
}

describe("report data", () => {
  it("says what the scores say, and survives JSON", async () => {
    const { input, scores, data } = await reportOf(drawnBase(600), true);
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    const sum = (column: Float64Array) => column.reduce((total, value) => total + value, 0);
    expectClose(data.headline.alive.value, sum(scores.probabilityAlive), 1e-12);
    expectClose(data.headline.purchases.value, sum(scores.expectedPurchases), 1e-12);
    expectClose(data.headline.equity!.value, sum(scores.value!.clv), 1e-12);
    const [all] = input.scoreIntervals!.totals;
    expect(data.headline.equity!.estimate!.high).toBe(all!.estimate.equity!.high);
    expect(data.headline.purchases.outcome!.low).toBe(all!.outcome.purchases.low);
    expect(data.worthMost).toHaveLength(50);
    for (const row of data.worthMost) {
      const k = scores.customers.indexOf(row.customer!);
      expect(row.value!.value).toBe(scores.value!.clv[k]);
      expect(row.probabilityAlive).toBe(scores.probabilityAlive[k]);
      expect(row.rank).toBe(1 + scores.value!.clv.filter((worth) => worth > row.value!.value).length);
    }
    expect(data.worthMost[0]!.value!.value).toBe(Math.max(...scores.value!.clv));
    expect(data.models.map(({ title }) => title)).toEqual(["BG/NBD", "Gamma-Gamma"]);
    expect(data.models[0]!.parameters.map(({ value }) => value)).toEqual(
      input.fitted.purchase.estimates.map(({ value }) => value),
    );
    expect(data.models[0]!.intervals).toBe("wald");
    expect(data.path!.customer).toBe(data.slipping.rows[0]!.customer);
  });

  it("holds no outcome of a discounted equity: futures are drawn undiscounted", async () => {
    const { input } = await reportOf(drawnBase(300), true);
    expect((await buildReportData({ ...input, discountRate: 0.1 })).headline.equity!.outcome).toBeUndefined();
  });

  it("holds no id when asked for none", async () => {
    const { input } = await reportOf(drawnBase(300), false);
    expect(JSON.stringify(await buildReportData({ ...input, anonymous: true }))).not.toContain('"customer"');
  });

  it("makes a page under 3 MB of 200 000 customers with long ids", async () => {
    const few = drawnBase(2000);
    const times = 100;
    const spread = (column: Float64Array) =>
      Float64Array.from({ length: times * few.length }, (_, k) => column[k % few.length]!);
    const base: CustomerBase = {
      ...few,
      length: times * few.length,
      customers: Array.from({ length: times * few.length }, (_, k) => `${k}-`.repeat(200)),
      frequency: spread(few.frequency),
      recency: spread(few.recency),
      T: spread(few.T),
      monetaryValue: spread(few.monetaryValue!),
      firstDate: spread(few.firstDate!),
      lastDate: spread(few.lastDate!),
    };
    const { data } = await reportOf(base, false);
    const html = await renderReport(data);
    expect(new TextEncoder().encode(html).length).toBeLessThan(3e6);
  });
});
