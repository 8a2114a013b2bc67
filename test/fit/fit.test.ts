import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { expectedPurchases } from "../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../models/bg-nbd/probability-alive.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { fit } from "../../src/fit/fit.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import type { Histories, SpendHistories } from "../../src/model.ts";
import { drawGamma } from "../../src/random/draws.ts";
import { seeded } from "../../src/random/seeded.ts";
import { spendAt } from "../../test/support/spend-at.ts";
import { expectClose } from "../support/close.ts";

function histories(rows: readonly (readonly number[])[]): Histories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]);
  return { length: rows.length, frequency: column(0), recency: column(1), T: column(2), count: column(3) };
}

function spendHistories(rows: readonly (readonly number[])[]): SpendHistories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]);
  return { length: rows.length, frequency: column(0), monetaryValue: column(1), count: column(2) };
}

const names = (result: Fit) => result.notices.map(({ name }) => name);
const unidentified = (result: Fit) => result.estimates.filter((e) => !e.identified).map(({ name }) => name);

/** Customers of a model observed for about `duration`, in continuous time. */
function simulated(theta: Record<string, number>, customers: number, duration: number, seed: number): Histories {
  const random = seeded(seed);
  const rows = Array.from({ length: customers }, (_, i) => {
    const T = duration - (i % 30);
    const ages: number[] = [];
    bgNbd.simulate(theta, random, T, ages);
    return [ages.length, ages.at(-1) ?? 0, T, 1];
  });
  return histories(rows);
}

describe("fit, an interior maximum", () => {
  const data = simulated({ r: 0.6, alpha: 12, a: 0.7, b: 2.5 }, 3000, 200, 1);
  const result = fit(bgNbd, data);

  it("ends stationary, with standard errors that cover the truth", () => {
    expect(result).toMatchObject({ stop: "stationary", converged: true, notices: [], customers: 3000 });
    expect(result.gradientNorm).toBeLessThan(1e-9);
    expect(result.newtonStep).toBeLessThan(1e-9);
    const truth = [0.6, 12, 0.7, 2.5];
    for (const [k, { value, logStandardError, identified }] of result.estimates.entries()) {
      expect(identified).toBe(true);
      expect(Math.abs(Math.log(value / truth[k]))).toBeLessThan(3.5 * logStandardError!);
    }
  });

  it("covariance is the inverse of minus the Hessian, on both scales", () => {
    const point = Float64Array.from(result.estimates, ({ value }) => Math.log(value));
    const out = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
    bgNbd.objective(data).evaluate(point, out);
    expectClose(result.logLikelihood, out.value, 1e-14);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) {
        let product = 0;
        for (let k = 0; k < 4; k++) product -= out.hessian[4 * i + k] * result.logCovariance[k][j];
        expectClose(product, i === j ? 1 : 0, 1e-9, `${i}, ${j}`, 1e-9);
        const [u, v] = [result.estimates[i], result.estimates[j]];
        expectClose(result.covariance[i][j], u.value * v.value * result.logCovariance[i][j], 1e-14);
        const scale = u.standardError! * v.standardError!;
        expectClose(result.correlation[i][j], result.covariance[i][j] / scale, 1e-12);
      }
      expectClose(result.estimates[i].standardError!, Math.sqrt(result.covariance[i][i]), 1e-14);
    }
  });

  it("AIC and BIC are of the summed log-likelihood", () => {
    expectClose(result.aic, 8 - 2 * result.logLikelihood, 1e-15);
    expectClose(result.bic, 4 * Math.log(3000) - 2 * result.logLikelihood, 1e-15);
  });

  it("in weeks is the fit in days: α and its error scale, nothing else moves", () => {
    const scaled = (column: Float64Array) => column.map((t) => t / 7);
    const weeks = fit(bgNbd, { ...data, recency: scaled(data.recency), T: scaled(data.T) });
    expect(weeks.stop).toBe("stationary");
    for (const [k, days] of result.estimates.entries()) {
      const factor = days.name === "alpha" ? 7 : 1;
      expectClose(factor * weeks.estimates[k].value, days.value, 1e-9, days.name);
      expectClose(factor * weeks.estimates[k].standardError!, days.standardError!, 1e-8, days.name);
    }
  });

  it("weights are repetition: two of every customer halve the variances and move nothing", () => {
    const twice = fit(bgNbd, { ...data, count: data.count.map((n) => 2 * n) });
    for (const [k, { value, standardError }] of result.estimates.entries()) {
      expectClose(twice.estimates[k].value, value, 1e-9);
      expectClose(twice.estimates[k].standardError! * Math.SQRT2, standardError!, 1e-7);
    }
  });
});

/** A seed with which no customer appears to have gone; with others a few do, by chance. */
const NO_DROPOUT = 5;

describe("fit, verdicts on purchases", () => {
  it("no customer has bought twice", () => {
    const result = fit(
      bgNbd,
      histories([
        [0, 0, 30, 50],
        [0, 0, 90, 20],
      ]),
    );
    expect(result).toMatchObject({ stop: "limit", converged: true });
    expect(names(result)).toEqual(["no-repeat-purchases"]);
    expect(unidentified(result)).toEqual(["r", "alpha", "a", "b"]);
    expect(result.estimates.every((e) => e.standardError === undefined)).toBe(true);
    expectClose(result.logLikelihood, 0, 0, "supremum", 1e-6);
    expect(expectedPurchases(result.parameters, 30)).toBeLessThan(1e-6);
  });

  it("no dropout visible: the NBD, with r and α identified as there", () => {
    const data = simulated({ r: 0.8, alpha: 10, a: 0, b: 1 }, 800, 120, NO_DROPOUT);
    const result = fit(bgNbd, data);
    expect(result.stop).toBe("limit");
    expect(names(result)).toEqual(["no-dropout"]);
    expect(unidentified(result)).toEqual(["a", "b"]);
    expect(result.estimates[0].standardError).toBeGreaterThan(0);
    expect(result.covariance[2].every(Number.isNaN)).toBe(true);
    const nbd = bgNbd
      .objective(data)
      .value(
        Float64Array.of(Math.log(result.parameters.r), Math.log(result.parameters.alpha), Number.NEGATIVE_INFINITY, 0),
      );
    expectClose(result.logLikelihood, nbd, 1e-12, "the NBD's log-likelihood");
    expectClose(probabilityAlive(result.parameters, 3, 10, 100), 1, 1e-6);
  });

  it("one dropout probability for every customer", () => {
    const found = [11, 12, 13, 14, 15, 16].map((seed) => {
      const result = fit(bgNbd, simulated({ r: 0.8, alpha: 5, a: 300, b: 900 }, 1500, 150, seed));
      if (!names(result).includes("homogeneous-dropout")) return false;
      expect(unidentified(result)).toEqual(["a", "b"]);
      const { a, b } = result.parameters;
      expectClose(a / (a + b), 0.25, 0.2, "the ratio keeps its meaning");
      return true;
    });
    // The estimate of a variance that is 0 is on the boundary in about half of all samples.
    expect(found.filter(Boolean).length).toBeGreaterThan(0);
  });

  it("one purchase rate for every customer", () => {
    const found = [21, 22, 23, 24, 25, 26].map((seed) => {
      const result = fit(bgNbd, simulated({ r: 1e6, alpha: 2e7, a: 0.7, b: 2.5 }, 1500, 200, seed));
      if (!names(result).includes("homogeneous-rate")) return false;
      expect(unidentified(result)).toEqual(["r", "alpha"]);
      expectClose(result.parameters.r / result.parameters.alpha, 0.05, 0.1, "the ratio keeps its meaning");
      expect(result.estimates[2].standardError).toBeGreaterThan(0);
      return true;
    });
    expect(found.filter(Boolean).length).toBeGreaterThan(0);
  });

  it("every customer drops out after the first repeat purchase", () => {
    const random = seeded(31);
    const rows = Array.from({ length: 600 }, () => {
      const age = -20 * Math.log(random.uniform());
      return age < 300 ? [1, age, 300, 1] : [0, 0, 300, 1];
    });
    const result = fit(bgNbd, histories(rows));
    expect(result.converged).toBe(true);
    expect(unidentified(result)).toEqual(expect.arrayContaining(["a", "b"]));
    const { a, b } = result.parameters;
    expect(a / (a + b)).toBeGreaterThan(1 - 1e-3);
  });

  it("is the supremum at a limit: no point around has a higher likelihood", () => {
    const random = seeded(5);
    const data = simulated({ r: 0.8, alpha: 10, a: 0, b: 1 }, 800, 120, NO_DROPOUT);
    const { parameters, logLikelihood } = fit(bgNbd, data);
    const objective = bgNbd.objective(data);
    for (let k = 0; k < 500; k++) {
      const point = bgNbd.parameters.map(({ name }) => Math.log(parameters[name]) + 8 * (random.uniform() - 0.5));
      expect(objective.value(Float64Array.from(point))).toBeLessThanOrEqual(logLikelihood + 1e-6);
    }
  });

  it("says when few have bought again, and when estimates are as uncertain as they are large", () => {
    const result = fit(bgNbd, simulated({ r: 0.3, alpha: 100, a: 0.8, b: 2.5 }, 120, 100, 8));
    expect(names(result)).toContain("few-repeat-buyers");
  });

  it("few are fewer than 10 repeat buyers a parameter", () => {
    const { frequency, recency, T } = simulated({ r: 0.8, alpha: 10, a: 0.7, b: 2.5 }, 400, 120, 2);
    const rows = Array.from(frequency, (x, k) => [x, recency[k]!, T[k]!, 1]);
    const [buyers, others] = [rows.filter(([x]) => x! > 0), rows.filter(([x]) => x === 0)];
    const withBuyers = (n: number) => fit(bgNbd, histories([...buyers.slice(0, n), ...others.slice(0, 30)]));
    const notice = withBuyers(39).notices.find(({ name }) => name === "few-repeat-buyers");
    expect(notice).toMatchObject({
      severity: "warning",
      message: "Few customers have bought again: 39, for 4 parameters.",
    });
    expect(names(withBuyers(40))).not.toContain("few-repeat-buyers");
  });

  it("refuses to fit no customers", () => {
    expect(() => fit(bgNbd, histories([]))).toThrow("BG/NBD fit: expected customers, got 0");
  });
});

describe("fit, verdicts on spend", () => {
  function spend(theta: Record<string, number>, customers: number, seed: number): SpendHistories {
    const random = seeded(seed);
    const rows = Array.from({ length: customers }, (_, i) => {
      const x = 1 + (i % 6);
      return [x, gammaGamma.simulate(theta, random, x).reduce((sum, value) => sum + value, 0) / x, 1];
    });
    return spendHistories(rows);
  }

  it("recovers what it was simulated from", () => {
    const result = fit(gammaGamma, spend({ p: 6.25, q: 3.74, v: 15.44 }, 4000, 1));
    expect(result).toMatchObject({ stop: "stationary", notices: [] });
    for (const [k, truth] of [6.25, 3.74, 15.44].entries()) {
      const { value, logStandardError } = result.estimates[k];
      expect(Math.abs(Math.log(value / truth))).toBeLessThan(3.5 * logStandardError!);
    }
  });

  it("q ≤ 1: the population has no mean", () => {
    const result = fit(gammaGamma, spend({ p: 4, q: 0.6, v: 10 }, 2000, 2));
    expect(names(result)).toContain("no-population-mean");
    expect(result.parameters.q).toBeLessThan(1);
  });

  it("customers who do not differ: q, v → ∞", () => {
    const found = [3, 4, 5, 6, 7].map((seed) => {
      const result = fit(gammaGamma, spend({ p: 4, q: 1e7, v: 1e8 }, 800, seed));
      if (!names(result).includes("homogeneous-spend")) return false;
      expect(unidentified(result)).toEqual(["q", "v"]);
      expectClose(gammaGamma.expectedSpend(result.parameters, 0)!.constant, 40, 0.1);
      return true;
    });
    expect(found.filter(Boolean).length).toBeGreaterThan(0);
  });

  it("customers who always spend the same: p → ∞, v → 0", () => {
    const found = [9, 10, 11, 12, 13, 14].map((seed) => {
      const random = seeded(seed);
      const rows = Array.from({ length: 500 }, (_, i) => [1 + (i % 6), 30 / drawGamma(random, 3), 1]);
      const result = fit(gammaGamma, spendHistories(rows));
      if (!names(result).includes("constant-spend")) return false;
      expect(unidentified(result)).toEqual(["p", "v"]);
      expectClose(spendAt(gammaGamma, result.parameters, 3, 77)!, 77, 1e-6);
      return true;
    });
    expect(found.filter(Boolean).length).toBeGreaterThan(0);
  });

  it("every customer spends exactly the same", () => {
    const result = fit(
      gammaGamma,
      spendHistories([
        [1, 10, 30],
        [2, 10, 20],
        [5, 10, 10],
      ]),
    );
    expect(result.converged).toBe(true);
    expect(names(result)).toContain("equal-spend");
    expect(unidentified(result)).toEqual(["p", "q", "v"]);
    expectClose(spendAt(gammaGamma, result.parameters, 2, 10)!, 10, 1e-6);
  });

  it("spend correlated with frequency is said with its size", () => {
    const rows = Array.from({ length: 300 }, (_, i) => [1 + (i % 10), 10 + 3 * (i % 10) + ((i * 7) % 5), 1]);
    const notice = fit(gammaGamma, spendHistories(rows)).notices.find(({ name }) => name === "spend-correlated");
    expect(notice).toMatchObject({ severity: "warning" });
    expect(notice!.message).toMatch(/strongly more per purchase: rank correlation 0\.9\d\./);
  });

  it("refuses to fit no customers", () => {
    expect(() => fit(gammaGamma, spendHistories([]))).toThrow(
      "Gamma-Gamma fit: expected customers with repeat purchases of some value, got 0",
    );
  });
});
