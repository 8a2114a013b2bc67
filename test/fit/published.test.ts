import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import type { CsvOptions } from "../../src/data/csv/table.ts";
import { buildSpendHistories, countHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fit } from "../../src/fit/fit.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import type { Histories, SpendHistories } from "../../src/model.ts";
import { cdnowFigures } from "../support/cdnow.ts";
import { expectClose } from "../support/close.ts";
import { csv, sharedData } from "../support/log.ts";

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
const sample = sharedData("cdnow-sample.csv");
const text = sharedData("cdnow-sample.txt");
const grocery = sharedData("grocery.csv");

async function fitted(bytes: Uint8Array, unit: "day" | "week", options: CsvOptions = {}, split?: string) {
  const log = await readTransactions(await csv(bytes, options, 8191));
  return fitBase(summarize(log, { unit, ...(split && { split }) }).base, bgNbd, gammaGamma);
}

function fitFigures() {
  const { histories, spend } = cdnowFigures();
  return { purchase: fit(bgNbd, histories), spend: fit(gammaGamma, spend) };
}

describe.each([
  ["from the figures the project ships", false, () => fitFigures()],
  ["from the log (../shared/data)", sample === undefined, () => fitted(sample!, "week", {}, "1997-10-01")],
] as const)("CDNOW sample to 1997-09-30 in weeks, %s", (_, missing, made) => {
  describe.skipIf(missing)("fits", async () => {
    const { purchase, spend } = missing ? ({} as never) : await made();

    // numbers.md §4.1: 30-digit optimum, printed to 12 or 13 digits, errors and covariances to 8 or 9.
    it("BG/NBD: log-likelihood, parameters, standard errors, covariance", () => {
      expect(purchase).toMatchObject({ stop: "stationary", notices: [], customers: 2357, histories: 1016 });
      expectClose(purchase.logLikelihood, -9582.4292066739, 1e-13);
      const published = { r: 0.24259452243, alpha: 4.41360201901, a: 0.792922017226, b: 2.42590677683 };
      for (const [name, value] of Object.entries(published)) expectClose(purchase.parameters[name], value, 1e-11, name);
      const errors = [0.0125573781, 0.37822406, 0.185733821, 0.70541426];
      for (const [k, error] of errors.entries()) expectClose(purchase.estimates[k].standardError!, error, 5e-8);
      const covariance = [
        [1.5768774e-4],
        [3.7064201e-3, 0.14305344],
        [-8.7847028e-5, -2.8656789e-3, 0.034497052],
        [6.5637038e-5, 0.010523281, 0.12321777, 0.49760928],
      ];
      for (const [i, row] of covariance.entries()) {
        for (const [j, entry] of row.entries()) expectClose(purchase.covariance[i][j], entry, 5e-8, `${i} ${j}`);
      }
      expect(purchase.evaluations).toBeLessThanOrEqual(8);
    });

    it("Gamma-Gamma on the 946 repeat buyers: log-likelihood, parameters, standard errors, mean", () => {
      expect(spend).toMatchObject({ stop: "stationary", customers: 946 });
      expectClose(spend!.logLikelihood, -4055.9176948018, 1e-13);
      const published = { p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 };
      for (const [name, value] of Object.entries(published)) expectClose(spend!.parameters[name], value, 1e-11, name);
      const errors = [1.1900553, 0.29013307, 4.1594228];
      for (const [k, error] of errors.entries()) expectClose(spend!.estimates[k].standardError!, error, 5e-8);
      expectClose(gammaGamma.expectedSpend(spend!.parameters, 0)!.constant, 35.17037127, 1e-9);
    });
  });
});

describe("CDNOW's holdout of 39 weeks, from the figures the project ships (numbers.md §4.1)", () => {
  const { histories, holdout } = cdnowFigures();
  const { parameters } = fitFigures().purchase;
  const { frequency, count } = histories;
  const expected = bgNbd.future(histories)(parameters).expected(39);
  const sum = (of: (k: number) => number): number => count.reduce((total, _, k) => total + of(k), 0);

  it("expects 1 653.41 purchases where 1 882 came", () => {
    expect(sum((k) => holdout[k])).toBe(1882);
    expectClose(
      sum((k) => count[k] * expected[k]),
      1653.40869794,
      1e-8,
    );
  });

  it("expects by frequency what is published, and what came is that too", () => {
    const published = [
      [1411, 0.2250873261, 0.2367116],
      [439, 0.5231311733, 0.6970387],
      [214, 1.044134122, 1.3925234],
      [100, 1.520279513, 1.56],
      [62, 2.163865799, 2.5322581],
      [38, 2.653845885, 2.9473684],
      [29, 3.504042299, 3.862069],
      [64, 6.157190508, 6.359375],
    ];
    for (const [bin, [customers, hoped, came]] of published.entries()) {
      const within = (of: (k: number) => number): number => sum((k) => (Math.min(frequency[k], 7) === bin ? of(k) : 0));
      expect(within((k) => count[k])).toBe(customers);
      expectClose(within((k) => count[k] * expected[k]) / customers, hoped, 1e-8, `${bin}`);
      expectClose(within((k) => holdout[k]) / customers, came, 3e-7, `${bin}`);
    }
  });
});

describe.skipIf(sample === undefined)("CDNOW sample, its log (../shared/data)", async () => {
  const { purchase, data } = sample ? await fitted(sample, "week", {}, "1997-10-01") : ({} as never);

  it("has the figures the project ships", async () => {
    const log = await readTransactions(await csv(sample!, {}, 8191));
    const { base } = summarize(log, { unit: "day", split: "1997-10-01" });
    const rows = (histories: Histories | SpendHistories, ...columns: Float64Array[]): string[] =>
      Array.from(histories.count, (n, k) =>
        [...columns.map((column) => column[k].toPrecision(12)), n].join(" "),
      ).sort();
    const { histories, spend } = cdnowFigures(1);
    const ages = ({ frequency, recency, T }: Histories) => [frequency, recency, T];
    const own = countHistories(base);
    expect(rows(own, ...ages(own))).toEqual(rows(histories, ...ages(histories)));
    const spent = buildSpendHistories(base as never)!.histories;
    expect(rows(spent, spent.frequency, spent.monetaryValue)).toEqual(
      rows(spend, spend.frequency, spend.monetaryValue),
    );
  });

  it("the fingerprint does not depend on how the log is written", async () => {
    const other = await fitted(
      text!,
      "week",
      { header: false, columns: ["_", "customer", "date", "_", "amount"] },
      "1997-10-01",
    );
    expect(other.data).toEqual(data);
    expect(data).toMatchObject({ customers: 2357, repeatPurchases: 2457, from: "1997-01-01", until: "1997-09-30" });
  });

  it("in days: α and its error times 7, all else the same", async () => {
    const days = await fitted(sample!, "day", {}, "1997-10-01");
    for (const [k, { name, value, standardError }] of purchase.estimates.entries()) {
      const factor = name === "alpha" ? 7 : 1;
      expectClose(days.purchase.estimates[k].value, factor * value, 1e-9, name);
      expectClose(days.purchase.estimates[k].standardError!, factor * standardError!, 1e-8, name);
    }
    expect(days.data.sha256).not.toBe(data.sha256);
  });
});

describe.skipIf(grocery === undefined)("grocery (../shared/data)", () => {
  it("has an interior maximum or says which limit it runs to, and no spend fit without values", async () => {
    const { purchase, spend } = await fitted(grocery!, "week");
    expect(spend).toBeUndefined();
    expect(purchase.converged).toBe(true);
    expect(purchase.gradientNorm).toBeLessThan(1e-9);
    expect(purchase.stop === "limit").toBe(purchase.estimates.some(({ identified }) => !identified));
  });
});
