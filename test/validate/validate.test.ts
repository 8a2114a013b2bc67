import { describe, expect, it } from "vitest";
import { expectedPurchases } from "../../models/bg-nbd/expected-purchases.ts";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { observationOf } from "../../src/data/observation.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../src/data/summarize.ts";
import type { TransactionLog } from "../../src/data/transaction-log.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import type { Parameters } from "../../src/model.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";
import { countWeeks, weeksOf } from "../../src/validate/count-weeks.ts";
import { diagnose } from "../../src/validate/diagnose.ts";
import { rollingOrigins } from "../../src/validate/rolling-origins.ts";
import { track } from "../../src/validate/tracking.ts";
import { validate } from "../../src/validate/validate.ts";
import type { Tracking } from "../../src/validate/validation.ts";
import { expectClose } from "../support/close.ts";
import { csv, readLog, sharedData } from "../support/log.ts";

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
const sample = sharedData("cdnow-sample.csv");

/** The tracking of a log at parameters of one's own. */
function tracked(log: TransactionLog, options: SummarizeOptions, theta: Parameters): Tracking {
  const { base } = summarize(log, options);
  const observed = observationOf(log, "day", options);
  const weeks = weeksOf(Math.min(...base.firstDate!), observed);
  return track(base, observed.split, weeks, countWeeks(log, weeks, options).counts, {
    model: bgNbd,
    parameters: theta,
  });
}

describe.skipIf(sample === undefined)("CDNOW sample, split 1997-10-01 (../shared/data)", async () => {
  const options = { unit: "week", split: "1997-10-01" } as const;
  const log = sample && (await readTransactions(await csv(sample, {}, 8191), {}));
  const base = log && summarize(log, options).base;
  const fitted = base && (await fitBase(base, bgNbd, gammaGamma));
  const validation = base && validate(log!, base, fitted!, options);
  const result = () => validation!;

  it("has the holdout figures of numbers.md §4.1", () => {
    const { purchases, customers, newCustomers, duration, split, until } = result();
    expect([customers, newCustomers, duration, split, until]).toEqual([2357, 0, 39, "1997-10-01", "1998-06-30"]);
    const [model] = purchases.predictors;
    expectClose(model.total, 1653.40869794, 1e-8);
    expect(purchases.total.actual).toBe(1882);
    expectClose(model.totalError!, 1653.40869794 / 1882 - 1, 1e-7);
    expectClose(model.mae, 0.785454237, 1e-8);
    expectClose(model.rmse, 1.60798201, 1e-8);
  });

  it("has the conditional expectations and actuals by frequency of numbers.md §4.1", () => {
    const expected = [
      0.2250873261, 0.5231311733, 1.044134122, 1.520279513, 2.163865799, 2.653845885, 3.504042299, 6.157190508,
    ];
    const actual = [0.2367116, 0.6970387, 1.3925234, 1.56, 2.5322581, 2.9473684, 3.862069, 6.359375];
    const bins = result().purchases.byFrequency;
    expect(bins.map(({ customers }) => customers)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64]);
    bins.forEach((bin, k) => {
      expectClose(bin.expected, expected[k], 1e-8, bin.label);
      expectClose(bin.actual, actual[k], 3e-7, bin.label);
    });
  });

  it("beats repeating the past rate, which overshoots by half", () => {
    const [model, rate] = result().purchases.predictors;
    expect(rate.totalError!).toBeGreaterThan(0.5);
    expect(rate.rmse).toBeGreaterThan(model.rmse);
  });

  it("says that more came than chance and uncertain parameters allow", () => {
    const { notices, purchases } = result();
    expect(purchases.total.outcome.high).toBeLessThan(1882);
    expect(notices.map(({ name }) => name)).toEqual(["purchases-total-off", "value-total-off", "gone-came-back"]);
  });

  it("calls P(alive) too low only where more came back than are alive by it", () => {
    const notice = (shift: number) => {
      const returns = result().returns.map((bin) => ({ ...bin, alive: bin.alive + shift }));
      return diagnose({ ...result(), returns }).find(({ name }) => name === "gone-came-back")!;
    };
    expect(notice(0).advice).toContain("P(alive) is too low");
    expect(notice(0.4).advice).not.toContain("P(alive) is too low");
  });

  it("counts who came back by P(alive): those held for gone came back too often (issue 18, measured on this split)", () => {
    const [below5, below10, below20] = result().returns;
    expect([below5, below10, below20].map((bin) => [bin!.to, bin!.customers, bin!.returned])).toEqual([
      [0.05, 18, 9],
      [0.1, 19, 7],
      [0.2, 47, 13],
    ]);
    expect(below5!.share.low).toBeGreaterThan(0.05);
    expect(result().returns.reduce((sum, { customers }) => sum + customers, 0)).toBe(946);
  });

  it("groups customers by their silence, each once", () => {
    const { bySilence, total } = result().purchases;
    expect(bySilence[0]!.label).toBe("no repeat");
    expect(bySilence.reduce((sum, { customers }) => sum + customers, 0)).toBe(2357);
    const silent = bySilence.slice(1);
    silent.slice(1).forEach((bin, k) => {
      expect(bin.from).toBeGreaterThan(silent[k]!.to);
    });
    expectClose(
      bySilence.reduce((sum, bin) => sum + bin.customers * bin.actual, 0),
      total.actual,
      1e-12,
    );
  });

  it("is plain: JSON and back leaves it as it is", () => {
    const validation = result();
    expect(JSON.parse(JSON.stringify(validation))).toEqual({
      ...validation,
      purchases: JSON.parse(JSON.stringify(validation.purchases)),
      value: JSON.parse(JSON.stringify(validation.value)),
    });
  });

  it("tracks week by week as published: BTYD's walkthrough, weeks 20 to 25 (numbers.md §4.2)", () => {
    // Its parameters are of its third refit.
    const theta = { r: 0.2425967, alpha: 4.413659, a: 0.7929869, b: 2.426166 };
    const { steps, splitAt, from } = tracked(log!, options, theta);
    expect([from, splitAt, steps.length]).toEqual(["1997-01-01", 39, 78]);
    const weeks = steps.slice(19, 25);
    expect(weeks.map(({ actual }) => actual)).toEqual([73, 55, 70, 33, 56, 99]);
    expect(weeks.map(({ actualCumulative }) => actualCumulative)).toEqual([1359, 1414, 1484, 1517, 1573, 1672]);
    const incremental = [76.86531, 74.88843, 73.04554, 71.32166, 69.70412, 68.18213];
    const cumulative = [1312.458, 1387.346, 1460.392, 1531.713, 1601.418, 1669.6];
    weeks.forEach(({ expected, expectedCumulative }, k) => {
      // Published to 7 digits, from parameters to 7 digits.
      expectClose(expected, incremental[k], 1e-6);
      expectClose(expectedCumulative, cumulative[k], 1e-6);
    });
    expect(steps.at(-1)!.actualCumulative).toBe(2457 + 1882);
  });
});

describe("a simulated log, the model true", async () => {
  const truth = {
    unit: "week",
    grain: "none",
    purchase: { model: bgNbd, parameters: { r: 0.8, alpha: 6, a: 0.8, b: 2.5 } },
    spend: { model: gammaGamma, parameters: { p: 6.25, q: 3.74, v: 15.44 } },
  } as never;
  const log = await readTransactions(
    simulateTransactions(truth, seeded(12), {
      customers: 800,
      from: "2023-01-02",
      joinUntil: "2023-04-02",
      until: "2023-12-31",
    }),
  );
  const options = { unit: "week", grain: "none", split: "2023-08-07", level: 0.8 } as const;
  const { base } = summarize(log, options);
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const model = fitted;
  const validation = validate(log, base, model, options);

  it("finds nothing wrong", () => {
    expect(validation.notices).toEqual([]);
    for (const { total } of [validation.purchases, validation.value!]) {
      expect(total.actual).toBeGreaterThan(total.outcome.low);
      expect(total.actual).toBeLessThan(total.outcome.high);
    }
  });

  it("has intervals that hold what they promise", () => {
    for (const { coverage } of [validation.purchases, validation.value!]) {
      expect(coverage.level).toBe(0.8);
      expect(coverage.promised).toBeGreaterThan(0.8);
      // 800 customers: standard error .014.
      expect(Math.abs(coverage.actual - coverage.promised)).toBeLessThan(0.042);
      expect(Math.abs(coverage.actualAtLevel - 0.8)).toBeLessThan(0.042);
    }
  });

  it("beats every rule by squared error, in purchases and in value", () => {
    for (const { predictors } of [validation.purchases, validation.value!]) {
      expect(predictors.map(({ predictor }) => predictor)).toEqual(["model", "past-rate", "hiatus", "mean"]);
      for (const rule of predictors.slice(1)) expect(rule.rmse, rule.title).toBeGreaterThan(predictors[0].rmse);
    }
  });

  it("is the same again from the same seed", () => {
    expect(validate(log, base, model, options)).toEqual(validation);
  });

  it("counts only purchases where there are no values", async () => {
    const { value, ...plain } = log;
    const unvalued = summarize(plain, options).base;
    const only = validate(plain, unvalued, await fitBase(unvalued, bgNbd), options);
    expect(only.value).toBeUndefined();
    expect(only.purchases.predictors).toEqual(validation.purchases.predictors);
  });

  it("refuses a base without a holdout", () => {
    const whole = summarize(log, { unit: "week", grain: "none" }).base;
    expect(() => validate(log, whole, model, { unit: "week", grain: "none" })).toThrow("split: expected");
  });

  it("speaks of worse: a total off, customers unlike the model, a rule that does better", () => {
    // All customers continue at twice the past rate: none has dropped out.
    const { duration } = base.holdout!;
    const frequency = base.frequency.map((x, k) => Math.round((2 * x * duration) / base.T[k]));
    const unlike = { ...base, holdout: { ...base.holdout!, frequency } };
    const names = validate(log, unlike, model, options).notices.map(({ name }) => name);
    expect(names).toContain("purchases-total-off");
    expect(names).toContain("purchases-beaten");
    expect(names).toContain("purchases-intervals-too-narrow");
  });
});

describe("tracking by hand", () => {
  it("counts repeat purchases in weeks from the first day, of customers known before the split", async () => {
    const log = await readLog(
      [
        "customer,date",
        "a,2024-01-01",
        "a,2024-01-07",
        "a,2024-01-08",
        "b,2024-01-09",
        "b,2024-01-20",
        "c,2024-01-16",
        "c,2024-01-21",
      ].join("\n"),
    );
    const theta = { r: 1, alpha: 10, a: 1, b: 3 };
    const { from, splitAt, steps } = tracked(log, { unit: "day", split: "2024-01-15" }, theta);
    expect([from, splitAt]).toEqual(["2024-01-01", 2]);
    // Week 1: a on the 7th; week 2: a on the 8th; week 3: b on the 20th. c comes after the split.
    expect(steps.map(({ actual }) => actual)).toEqual([1, 1, 1]);
    const expected = (t: number): number => expectedPurchases(theta, t);
    expectClose(steps[0].expected, expected(7), 1e-15);
    // b was born on day 8.
    expectClose(steps[1].expectedCumulative, expected(14) + expected(6), 1e-15);
    // In weeks b is younger than one then, and counts all the same.
    const inWeeks = tracked(log, { unit: "week", split: "2024-01-15" }, theta);
    expectClose(inWeeks.steps[1].expectedCumulative, expected(2) + expected(6 / 7), 1e-15);
    expectClose(steps[2].expectedCumulative, expected(21) + expected(13), 1e-15);
  });
});

describe("the diagnosis of a total", () => {
  const comparison = (actual: number, expected: number) => ({
    predictors: [{ rmse: 1 }],
    byFrequency: [],
    coverage: { level: 0.9, actualAtLevel: 0.9 },
    total: { actual, expected, outcome: { low: 0.995 * expected, high: 1.005 * expected } },
  });
  const notices = (purchases: [number, number], value?: [number, number]) =>
    diagnose({
      purchases: comparison(...purchases),
      ...(value && { value: comparison(...value) }),
      returns: [],
      tracking: { steps: [], splitAt: 0 },
      newCustomers: 0,
    } as never);
  const off = (expected: number): string[] =>
    notices([1000, expected]).map(({ name, severity }) => `${name}: ${severity}`);

  it("warns where more than 5 % is off, notes where less is, and is silent within the interval", () => {
    expect(off(1060)).toEqual(["purchases-total-off: warning"]);
    expect(off(940)).toEqual(["purchases-total-off: warning"]);
    expect(off(1049)).toEqual(["purchases-total-off: note"]);
    expect(off(1004)).toEqual([]);
  });

  it("says of a value whether the purchases or the value of a purchase is off, and looks for a cause of purchases only", () => {
    const ofValue = (purchases: [number, number], value: [number, number]) =>
      notices(purchases, value).find(({ name }) => name === "value-total-off")!.advice;
    expect(ofValue([1000, 1300], [50_000, 66_000])).toBe(
      "The number of purchases accounts for it: the value of a purchase was as expected. Expect similar errors in future totals, and validate at other splits (--folds 4).",
    );
    expect(ofValue([1200, 1000], [90_000, 50_000])).toMatch(
      /^The number of purchases accounts for a part of it, and a purchase brought 50 % more than expected\. Expect/,
    );
    expect(ofValue([1000, 1000], [80_000, 50_000])).toMatch(/^A purchase brought 60 % more than expected\. Expect/);
    // The two errors have opposite directions.
    expect(ofValue([800, 1000], [60_000, 50_000])).toMatch(/^A purchase brought 50 % more than expected\. Expect/);
    // No purchase was made.
    expect(ofValue([0, 1000], [0, 50_000])).toMatch(/^The number of purchases accounts for it\. Expect/);
  });
});

describe("rolling origins", () => {
  it("cut the second half into holdouts of equal length, each up to the day before the next", async () => {
    const log = await readLog("customer,date\na,2024-01-01\na,2024-12-31");
    expect(rollingOrigins(log, 2, {})).toEqual([
      { split: "2024-07-01", until: "2024-09-29" },
      { split: "2024-09-30", until: "2024-12-31" },
    ]);
  });

  it("begin where a week or month does when that is the grain", async () => {
    const log = await readLog("customer,date\na,2024-01-01\na,2024-12-31");
    for (const { split } of rollingOrigins(log, 3, { grain: "week" })) expect(new Date(split).getUTCDay()).toBe(1);
    for (const { split } of rollingOrigins(log, 3, { grain: "month" })) expect(split).toMatch(/-01$/);
  });

  it("refuse what is no number of folds, and more folds than days", async () => {
    const log = await readLog("customer,date\na,2024-01-01\na,2024-01-04");
    expect(() => rollingOrigins(log, 0, {})).toThrow("folds: expected a whole number greater than 0, got 0");
    expect(() => rollingOrigins(log, 1.5, {})).toThrow("folds: expected a whole number");
    expect(() => rollingOrigins(log, 9, {})).toThrow("folds: expected holdouts of at least one day");
  });
});
