import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../../models/gamma-gamma/gamma-gamma.ts";
import type { CustomerBase } from "../../../src/data/customer-base.ts";
import { fitBase } from "../../../src/fit/fit-base.ts";
import { drawParameters } from "../../../src/fit/parameter-draws.ts";
import { waldIntervals } from "../../../src/fit/wald.ts";
import { score } from "../../../src/predict/score.ts";
import { scoreIntervals } from "../../../src/predict/score-intervals.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { buildReportData } from "../../../src/report/build/build-report-data.ts";
import { cameBackSince } from "../../../src/report/build/find-slipping.ts";
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
      scoreIntervals: scoreIntervals(base, fitted, {
        ...{ horizon, level: 0.9 },
        parameters: drawParameters(fitted, 79, seeded(1)),
      }),
    }),
    notices: scores.notices,
    top: 50,
    anonymous: false,
  };
  return { input, scores, data: await buildReportData(input) };
}

const made = new Map<number, ReturnType<typeof reportOf>>();
/** A report with intervals on so many drawn customers, once for all tests of it. */
function drawnReport(customers: number): ReturnType<typeof reportOf> {
  let report = made.get(customers);
  if (report === undefined) made.set(customers, (report = reportOf(drawnBase(customers), true)));
  return report;
}

/** The same, without the intervals. */
async function plainReport(customers: number) {
  const { input, scores } = await drawnReport(customers);
  const { scoreIntervals: _, ...plain } = input;
  return { input: plain, scores, data: await buildReportData(plain) };
}

describe("report data", () => {
  it("says what the scores say, and survives JSON", async () => {
    const { input, scores, data } = await drawnReport(600);
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

  it("tells of repeat buyers apart, with an interval of their own", async () => {
    const { input, scores, data } = await drawnReport(600);
    const again = scores.probabilityAlive.filter((_, k) => input.base.frequency[k]! > 0);
    expectClose(
      data.headline.aliveAgain.value,
      again.reduce((sum, alive) => sum + alive, 0),
      1e-12,
    );
    const { low, high } = data.headline.aliveAgain.estimate!;
    expect(low).toBeLessThan(data.headline.aliveAgain.value);
    expect(high).toBeGreaterThan(data.headline.aliveAgain.value);
    // BG/NBD gives all others 1, under every draw.
    const [all] = input.scoreIntervals!.totals;
    expectClose(all!.estimate.alive.low - low!, data.headline.aliveWithoutRepeat, 1e-9);
    expect(data.dropoutVisible).toBe(true);
  });

  it("knows when no dropout is visible: nearly all repeat buyers are alive", async () => {
    const { input, scores } = await plainReport(600);
    const ones = { ...scores, probabilityAlive: new Float64Array(scores.length).fill(0.9995) };
    expect((await buildReportData({ ...input, scores: ones })).dropoutVisible).toBe(false);
  });

  it("shows what one customer will bring beside what is expected, where the intervals are known", async () => {
    const { input, data } = await drawnReport(600);
    expect(data.worthMost[0]!.value!.outcome!.high).toBeGreaterThan(data.worthMost[0]!.value!.estimate!.high!);
    const { outcome: _, ...without } = input.scoreIntervals!;
    expect((await buildReportData({ ...input, scoreIntervals: without })).worthMost[0]!.value!.outcome).toBeUndefined();
  });

  it("ranks those slipping away by what is surely lost, and leaves out whom the data do not tell", async () => {
    const { input, data } = await plainReport(600);
    const draws = drawParameters(input.fitted, 199, seeded(1));
    const { slipping } = await buildReportData({ ...input, draws });
    const lows = slipping.rows.map(({ lostEstimate }) => lostEstimate!.low!);
    expect(lows).toEqual(lows.toSorted((a, b) => b - a));
    for (const { lost, lostEstimate, probabilityAlive, aliveEstimate } of slipping.rows) {
      expect(lostEstimate!.low).toBeLessThan(lost);
      expect(aliveEstimate!.high).toBeGreaterThan(probabilityAlive);
    }
    expect(slipping.rows.length + slipping.inconclusive!).toBeGreaterThan(0);
    expect(data.slipping.rows[0]!.lostEstimate).toBeUndefined();
    // Parameters known for certain: every end is the estimate itself.
    const certain = { purchase: input.fitted.purchase.parameters, spend: input.fitted.spend!.parameters };
    const sure = await buildReportData({ ...input, draws: Array.from({ length: 199 }, () => certain) });
    for (const { lost, lostEstimate } of sure.slipping.rows) {
      expectClose(lostEstimate!.low!, lost, 1e-12);
      expectClose(lostEstimate!.high!, lost, 1e-12);
    }
  });

  it("counts who of the list came back in a holdout, beside the chance of each", async () => {
    const base = drawnBase(600);
    const frequency = base.frequency.map((x) => x % 2);
    const { data, input, scores } = await reportOf({ ...base, holdout: { duration: 52 * 7, frequency } }, false);
    const places = data.slipping.rows.map(({ customer }) => base.customers.indexOf(customer!));
    expect(data.slipping.cameBack!.customers).toBe(places.filter((k) => frequency[k] === 1).length);
    expectClose(
      data.slipping.cameBack!.expected,
      places.reduce((sum, k) => sum + scores.probabilityOfPurchase[k]!, 0),
      1e-10,
    );
    // A later page tells the same of the same list.
    const top = data.slipping.rows.length;
    expect(top).toBeGreaterThan(0);
    expect(cameBackSince(input)).toEqual({ listed: top, ...data.slipping.cameBack });
    const later = await buildReportData({ ...input, base, cameBackSince: { listed: 7, customers: 3, expected: 2.5 } });
    const page = await renderReport({ ...later, validation: sampleReport().validation! });
    expect(page).toContain("Of the 7 customers on the same list as of 1 Oct 1997, 3 bought again by themselves");
    expect(page).toContain("Of such a list, 3 of 7 came back anyway.");
  });

  it("has a title without the endings of files, and tells the history the reader chose", async () => {
    const { input } = await plainReport(600);
    const chosen = input.base.customers[17]!;
    const data = await buildReportData({ ...input, subject: "shop.csv.gz", history: chosen });
    expect([data.title, data.path!.customer, data.path!.chosen]).toEqual(["shop", chosen, true]);
    expect((await buildReportData({ ...input, subject: ".csv" })).title).toBe(".csv");
    expect((await buildReportData({ ...input, title: "The shop", currency: "EUR" })).title).toBe("The shop");
    await expect(buildReportData({ ...input, history: "nobody" })).rejects.toThrow(/history: expected the id/);
  });

  it("says of a base in which everybody bought again that it is a selected sample", async () => {
    const { data, input } = await plainReport(600);
    const named = (notices: typeof data.notices) => notices.map(({ name }) => name);
    expect(named(data.notices)).not.toContain("selected-sample");
    const again = { ...input.base, frequency: input.base.frequency.map((x) => Math.max(1, x)) };
    expect(named((await buildReportData({ ...input, base: again })).notices)).toContain("selected-sample");
  });

  it("holds no outcome of a discounted equity: futures are drawn undiscounted", async () => {
    const { input } = await drawnReport(600);
    expect((await buildReportData({ ...input, discountRate: 0.1 })).headline.equity!.outcome).toBeUndefined();
  });

  it("holds no id when asked for none", async () => {
    const { input } = await plainReport(600);
    expect(JSON.stringify(await buildReportData({ ...input, anonymous: true }))).not.toContain('"customer"');
  });

  it("makes a page under 0.5 MB of 20 000 customers with long ids", async () => {
    const few = drawnBase(600);
    const length = 20_000;
    const spread = (column: Float64Array) => Float64Array.from({ length }, (_, k) => column[k % few.length]!);
    const base: CustomerBase = {
      ...few,
      length,
      customers: Array.from({ length }, (_, k) => `${k}-`.repeat(200)),
      frequency: spread(few.frequency),
      recency: spread(few.recency),
      T: spread(few.T),
      monetaryValue: spread(few.monetaryValue!),
      firstDate: spread(few.firstDate!),
      lastDate: spread(few.lastDate!),
    };
    const { data } = await reportOf(base, false);
    const html = await renderReport(data);
    // 0.3 MB: another 10 bytes for each customer would be too many.
    expect(new TextEncoder().encode(html).length).toBeLessThan(500_000);
  });
});
