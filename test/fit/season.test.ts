import { describe, expect, it } from "vitest";
import { bgNbd, cnbd, mbgNbd, nbd, paretoNbd } from "../../models/index.ts";
import { countHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { repeatsUntil } from "../../src/data/repeats-by-day.ts";
import { daysOfPeriods, periodOfDay, type Season, seasonClock } from "../../src/data/season.ts";
import { readSeason } from "../../src/data/season-file.ts";
import { summarize } from "../../src/data/summarize.ts";
import { DAY } from "../../src/data/time-unit.ts";
import { estimateSeason } from "../../src/fit/estimate-season.ts";
import { fit } from "../../src/fit/fit.ts";
import { onCalendar } from "../../src/fit/on-calendar.ts";
import { seasonalModel } from "../../src/fit/seasonal-model.ts";
import { totalAhead } from "../../src/fit/total-ahead.ts";
import type { PurchaseModel } from "../../src/model.ts";
import { score } from "../../src/predict/score.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";
import { countRepeats } from "../../src/validate/count-weeks.ts";
import { judgeSeason, tooShort, trySeason } from "../../src/validate/try-season.ts";

const MONTHS = [0.8, 0.7, 0.9, 1, 1, 0.9, 0.8, 0.9, 1, 1.1, 1.3, 1.6];
const WEEKDAYS = [1.2, 1, 1, 1, 1.1, 1.4, 0.3];
const THETA = { r: 0.8, alpha: 30, a: 0.6, b: 4 };
const options = { unit: "day", split: "2023-07-01" } as const;

/** A season whose mean over a cycle is 1. */
function normalized(): Season {
  return (["month", "weekday"] as const).map((by) => {
    const factors = by === "month" ? MONTHS : WEEKDAYS;
    const days = daysOfPeriods(by);
    const mean = factors.reduce((sum, s, k) => sum + s * days[k]!, 0) / days.reduce((sum, length) => sum + length, 0);
    return { by, factors: factors.map((s) => s / mean) };
  });
}

async function world(model: PurchaseModel, season: Season | undefined, seed: number, customers = 2000) {
  const fitted = { purchase: { model, parameters: THETA }, unit: "day", ...(season && { season }) } as const;
  const days = { customers, from: "2020-07-01", until: "2023-12-31", joinUntil: "2023-03-31" };
  const log = await readTransactions([...simulateTransactions(fitted, seeded(seed), days)]);
  const { base, report } = summarize(log, options);
  const observed = { until: base.until!, unit: base.unit, grain: base.grain };
  return { base, observed, histories: countHistories(base), repeats: countRepeats(log, report.from, options) };
}

describe("the clock of a season", () => {
  it("is the calendar itself where s is 1", () => {
    const clock = seasonClock([{ by: "month", factors: Array(12).fill(1) }], "day", 19_000 * DAY);
    expect(clock.between(18_000 * DAY, 18_123 * DAY)).toBe(123 * DAY);
    expect(clock.ahead(19_000 * DAY, 12.5 * DAY)).toBe(12.5 * DAY);
    expect(clock.ahead(19_000 * DAY, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it("counts the days after the first purchase up to the last", () => {
    const clock = seasonClock([{ by: "weekday", factors: [2, 1, 1, 1, 1, 1, 0.5] }], "day", 0);
    // From Sunday 1970-01-04 to Monday: only the Monday.
    expect(clock.between(3 * DAY, 4 * DAY)).toBe(2 * DAY);
    expect(clock.between(2 * DAY, 4 * DAY)).toBe(2.5 * DAY);
  });

  it("goes back from τ to the calendar", () => {
    const clock = seasonClock(normalized(), "none", 19_000 * DAY);
    for (const time of [18_900.2, 19_000.5, 19_777.123]) {
      const tau = clock.between(18_800 * DAY, time * DAY);
      expect(clock.reach(18_800 * DAY, tau)).toBeCloseTo(time * DAY, -1);
    }
  });

  it("knows months, weeks and days of the week before 1970 and in leap years", () => {
    expect(periodOfDay("weekday", -1)).toBe(2);
    expect(periodOfDay("week", Date.UTC(2024, 11, 31) / DAY)).toBe(51);
    expect(periodOfDay("month", Date.UTC(2024, 1, 29) / DAY)).toBe(1);
    expect(daysOfPeriods("week").reduce((sum, n) => sum + n, 0)).toBeCloseTo(365.2425, 10);
  });
});

describe("a season of 1", () => {
  it("gives the fit and the scores without one, to the last bit", async () => {
    const { base, observed, histories, repeats } = await world(bgNbd, undefined, 1, 300);
    const ones: Season = [{ by: "month", factors: Array(12).fill(1) }];
    const flat = fit(bgNbd, histories);
    const found = estimateSeason(bgNbd, histories, observed, repeatsUntil(repeats, observed.until), [], ones);
    expect({ ...found.purchase, model: 0 }).toEqual({ ...flat, model: 0 });
    const about = { unit: base.unit, grain: base.grain, data: { customers: 1, repeatPurchases: 1, sha256: "" } };
    const terms = { horizon: { amount: 90, unit: "day" } } as const;
    const plain = score(base, { purchase: flat, ...about }, terms);
    const timed = score(base, { purchase: flat, season: ones, ...about }, terms);
    expect(timed.expectedPurchases).toEqual(plain.expectedPurchases);
    expect(timed.probabilityAlive).toEqual(plain.probabilityAlive);
    expect(timed.probabilityOfPurchase).toEqual(plain.probabilityOfPurchase);
  });
});

describe.each([bgNbd, mbgNbd, nbd])("an estimated season of $title", (model) => {
  it("is that of the world, and so are the parameters, within their errors", async () => {
    const truth = normalized();
    const { observed, histories, repeats } = await world(model, truth, 7);
    const past = repeatsUntil(repeats, observed.until);
    const { season, purchase } = estimateSeason(model, histories, observed, past, ["month", "weekday"]);
    const deviations = season.flatMap(({ factors, logCovariance }, i) =>
      factors.map((s, k) => Math.log(s / truth[i]!.factors[k]!) / Math.sqrt(logCovariance![k]![k]!)),
    );
    expect(Math.max(...deviations.map(Math.abs))).toBeLessThan(3.5);
    expect(deviations.reduce((sum, z) => sum + z * z, 0)).toBeLessThan(19 + 3 * Math.sqrt(2 * 19));
    for (const { name, value, standardError } of purchase.estimates) {
      expect(Math.abs(value - THETA[name as "r"]) / standardError!).toBeLessThan(3.5);
    }
    // A maximum: moving one factor lowers the likelihood, by as much as its error says within the prior.
    const at = (factor: number) =>
      estimateSeason(
        model,
        histories,
        observed,
        past,
        [],
        [
          { by: "month", factors: season[0]!.factors.map((s, k) => (k === 11 ? s * factor : s)) },
          { by: "weekday", factors: season[1]!.factors },
        ],
      ).purchase.logLikelihood;
    expect(at(1.02)).toBeLessThan(at(1));
    expect(at(0.98)).toBeLessThan(at(1));
    // 11 and 6 numbers are counted.
    expect(purchase.aic).toBeCloseTo(2 * (model.parameters.length + 17) - 2 * purchase.logLikelihood, 6);
  });
});

describe("the likelihood on a clock", () => {
  it("has the gradient in ln s that purchases less exposures say", async () => {
    // At the maximum of the penalized likelihood the slope of ln L is that of the prior: small beside √N.
    const { observed, histories, repeats } = await world(bgNbd, normalized(), 3, 1000);
    const past = repeatsUntil(repeats, observed.until);
    const { season } = estimateSeason(bgNbd, histories, observed, past, ["month"]);
    const value = (k: number, by: number): number => {
      const known: Season = [
        { by: "month", factors: season[0]!.factors.map((s, j) => (j === k ? s * Math.exp(by) : s)) },
      ];
      return estimateSeason(bgNbd, histories, observed, past, [], known).purchase.logLikelihood;
    };
    for (const k of [0, 5, 11]) {
      const slope = (value(k, 1e-3) - value(k, -1e-3)) / 2e-3;
      const u = season[0]!.factors.map(Math.log);
      const pull = u[k]! + 4 * (2 * u[k]! - u[(k + 1) % 12]! - u[(k + 11) % 12]!);
      expect(Math.abs(slope - pull)).toBeLessThan(0.2);
    }
  });
});

describe("a model on the calendar of a season", () => {
  const until = Date.UTC(2023, 9, 31);
  const observed = { until, unit: "day", grain: "day" } as const;
  const histories = {
    length: 3,
    frequency: Float64Array.of(0, 2, 9),
    recency: Float64Array.of(0, 300, 380),
    T: Float64Array.of(40, 400, 420),
    count: Float64Array.of(1, 1, 1),
  };

  it.each([
    [365, 5e-5],
    [1500, 5e-5],
    [Number.POSITIVE_INFINITY, 2e-4],
  ])("discounts by the calendar what happens on the clock, over %s days", (t, tolerance) => {
    const delta = Math.log(1.15) / 365.25;
    const future = seasonalModel(bgNbd, normalized(), observed).future(histories)(THETA);
    const sums = new Float64Array(3);
    let before = new Float64Array(3);
    const last = Math.min(t, 60_000);
    for (let day = 0; day < last; day += day < 1500 ? 1 : 30) {
      const next = Math.min(last, day + (day < 1500 ? 1 : 30));
      const after = future.expected(next);
      for (let k = 0; k < 3; k++) sums[k] += Math.exp((-delta * (day + next)) / 2) * (after[k]! - before[k]!);
      before = Float64Array.from(after);
    }
    const found = future.discounted(t, delta);
    for (let k = 0; k < 3; k++) expect(Math.abs(found[k]! / sums[k]! - 1)).toBeLessThan(tolerance);
    if (!Number.isFinite(t)) return;
    const expected = future.expected(t);
    future.discount(t, delta).forEach((ratio, k) => {
      expect(ratio).toBeCloseTo(found[k]! / expected[k]!, 12);
    });
  });

  it("reads totals between the nodes", () => {
    const model = seasonalModel(bgNbd, normalized(), observed);
    const total = totalAhead(model, THETA, histories, observed, 365 * DAY);
    for (const t of [1, 31, 100, 365]) {
      const exact = model
        .future(histories)(THETA)
        .expected(t)
        .reduce((sum, n) => sum + n, 0);
      expect(Math.abs(total(t * DAY) / exact - 1)).toBeLessThan(1e-6);
    }
  });

  it("needs dates", () => {
    const purchase = { model: bgNbd };
    const season = normalized();
    expect(() => onCalendar({ purchase, season }, { unit: "day", grain: "day" })).toThrow(/first_date and last_date/);
  });

  it.each([paretoNbd, cnbd(2, 0)])("refuses $title, and says why", (model) => {
    expect(() => seasonalModel(model, normalized(), observed)).toThrow(/has no season: its/);
  });
});

describe("whether a season is used", () => {
  it("finds one that is there, and none in a world without", async () => {
    for (const season of [normalized(), undefined]) {
      const { observed, histories, repeats } = await world(bgNbd, season, 11, 1200);
      const found = judgeSeason("month", [trySeason(bgNbd, { histories, observed, repeats }, [], "month")]);
      expect(found.accepted).toBe(season !== undefined);
      expect(found.reason).toMatch(season ? /is used: the log-likelihood rose/ : /^No season by month is used\. /);
    }
  });

  it("asks for two full cycles", () => {
    expect(tooShort("month", 729)?.reason).toMatch(/729 days, and two full cycles take 730/);
    expect(tooShort("month", 730)).toBeUndefined();
    expect(tooShort("weekday", 13)?.accepted).toBe(false);
  });
});

describe("an index of a user", () => {
  it("has factors by date, by month of one year, by month and by day of the week", () => {
    expect(readSeason("date,factor\n2024-12-24,3\n1970-02,0.5", "s.csv")).toEqual([
      {
        by: "day",
        factors: [...Array(28).fill(0.5), 3],
        days: [...Array.from({ length: 28 }, (_, k) => 31 + k), Date.UTC(2024, 11, 24) / DAY],
      },
    ]);
    expect(readSeason("month;factor\r\n12;2\r\nfeb;0.5\r\n", "s.csv")[0]!.factors).toEqual([
      1,
      0.5,
      ...Array(9).fill(1),
      2,
    ]);
    expect(readSeason("weekday\tfactor\nSunday\t0.1", "s.csv")[0]!.factors[6]).toBe(0.1);
  });

  it.each([
    ["day,factor\n1,1", /line 1: expected the columns date or month/],
    ["month,factor\n13,1", /line 2: expected a month from 1 to 12/],
    ["month,factor\n1,0", /line 2: expected a month and a factor greater than 0/],
    ["month,factor\n1,1\nJan,2", /line 3: expected each month once/],
    ["date,factor\n2024-02-30,1", /line 2: expected a day such as/],
  ])("says where %j is wrong", (text, message) => {
    expect(() => readSeason(text, "s.csv")).toThrow(message);
  });
});
