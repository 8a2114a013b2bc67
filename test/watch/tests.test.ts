import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/index.ts";
import { drawHistories, tenths } from "../../src/watch/expected-scores.ts";
import { ranking } from "../../src/watch/ranking.ts";
import { stabilityIndex } from "../../src/watch/stability-index.ts";
import { verdictOf } from "../../src/watch/verdict.ts";
import { figures, figuresJson } from "../value/economics.ts";

describe("the stability index", () => {
  it("is that of the reference, by hand and for CDNOW", () => {
    const { psi } = figuresJson<{
      psi: { base: number[]; now: number[]; psi_with_half_added: number; chi2: number; df: number; p: number };
    }>("worked-examples");
    const found = stabilityIndex(psi.base, psi.now);
    expect(Math.abs(found.index / psi.psi_with_half_added - 1)).toBeLessThan(1e-12);
    expect(Math.abs(found.statistic / psi.chi2 - 1)).toBeLessThan(1e-12);
    expect(found.freedom).toBe(psi.df);
    expect(Math.abs(found.p / psi.p - 1)).toBeLessThan(1e-9);
    const rows = figures("cdnow-psi");
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      const counts = (name: string): number[] => row[name]!.split(" ").map(Number);
      const { index, statistic, freedom } = stabilityIndex(counts("base_counts"), counts("now_counts"));
      // Eight and seven digits are given.
      expect(Math.abs(index / Number(row["psi"]) - 1)).toBeLessThan(1e-7);
      expect(Math.abs(statistic / Number(row["chi2"]) - 1)).toBeLessThan(1e-6);
      expect(freedom).toBe(Number(row["df"]));
    }
  });
});

describe("the ranking", () => {
  it("is the share of pairs in order, ties halved, and expected over all ways to buy", () => {
    const probability = Float64Array.of(0.9, 0.5, 0.5, 0.2);
    const pairs = (bought: readonly number[]): [number, number] => {
      let [right, all] = [0, 0];
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 4; j++) {
          if (!(bought[i] === 1 && bought[j] === 0)) continue;
          all++;
          right += probability[i]! > probability[j]! ? 1 : probability[i] === probability[j] ? 0.5 : 0;
        }
      return [right, all];
    };
    const [right, all] = pairs([1, 0, 1, 0]);
    // All sixteen ways to buy, by hand: the pairs in order over all pairs.
    let [expectedRight, expectedAll] = [0, 0];
    for (let way = 0; way < 16; way++) {
      const bought = [0, 1, 2, 3].map((k) => (way >> k) & 1);
      const weight = bought.reduce((product, one, k) => product * (one ? probability[k]! : 1 - probability[k]!), 1);
      const [r, a] = pairs(bought);
      expectedRight += weight * r;
      expectedAll += weight * a;
    }
    const found = ranking(probability, Float64Array.of(1, 0, 1, 0))!;
    expect(found.actual).toBeCloseTo(right / all, 12);
    expect(found.expected).toBeCloseTo(expectedRight / expectedAll, 12);
    expect(ranking(probability, new Float64Array(4))).toBeUndefined();
  });
});

it("draws histories as the model makes them", () => {
  const theta = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
  const drawn = drawHistories(bgNbd, theta, [{ T: 39, customers: 1000 }], 0, 1);
  const mean = drawn.frequency.reduce((sum, x) => sum + x, 0) / drawn.length;
  // 50,000 customers, whose repeat purchases have a standard deviation of about 2.2: 4 standard errors.
  expect(Math.abs(mean - bgNbd.newcomer(theta).expected(39))).toBeLessThan(0.04);
  expect(drawn.recency.every((last, k) => last <= 39 && last > 0 === drawn.frequency[k]! > 0)).toBe(true);
  const ages = [50_000, 1, 249_999].map((customers, k) => ({ T: 10 + k, customers }));
  const { length, T } = drawHistories(bgNbd, theta, ages, 0, 1);
  expect(length).toBe(100_000);
  expect([10, 11, 12].map((age) => T.filter((one) => one === age).length)).toEqual([16_667, 0, 83_333]);
  expect(tenths(Float64Array.of(0, 0, 0, 0, 0, 1, 1, 2, 3, 4))).toStrictEqual([1, 2, 3, 4]);
});

describe("the verdict", () => {
  const checkpoint = { until: "2024-03-31", actual: 100, expected: 100, low: 80, high: 120 };
  const scores = { index: 0.01, statistic: 5, freedom: 9, p: 0.8 };
  const sound = { checkpoints: [checkpoint], refit: { statistic: 3, p: 0.5 }, equityOff: 0.01, scores };
  const ordered = { actual: 0.7, expected: 0.71, standardError: 0.01 };

  it("is one of three sentences", () => {
    expect(verdictOf({ ...sound, ranking: ordered }, 0.99)).toMatchObject({ verdict: "holds" });
    const off = verdictOf({ ...sound, ranking: ordered, checkpoints: [{ ...checkpoint, actual: 130 }] }, 0.99);
    expect(off).toStrictEqual({
      verdict: "totals off",
      sentence:
        "Totals are off: 30.0 % more purchases than expected have been made since the fit, beyond the limits, but the ranking of customers holds. Multiply totals by 1.30 while this lasts: a fit to all purchases changes the forecast of the base by only −1.0 %.",
    });
    // A refit at a limit of the model has no p, but may change much.
    const atLimit = { ...sound, refit: { statistic: 30 }, equityOff: -0.1 };
    expect(verdictOf({ ...atLimit, checkpoints: [{ ...checkpoint, actual: 130 }] }, 0.99).sentence).toMatch(
      /Multiply totals by 1\.30, or fit again, which changes the forecast of the base by \+11\.1 %\.$/,
    );
    expect(verdictOf({ ...sound, refit: { statistic: 30, p: 1e-5 }, equityOff: -0.1 }, 0.99).sentence).toMatch(
      /^Fit again: a fit to all purchases changes the forecast of the base by \+11.1 %\.$/,
    );
    const shuffled = { actual: 0.52, expected: 0.71, standardError: 0.01 };
    expect(verdictOf({ ...sound, ranking: shuffled }, 0.99)).toMatchObject({ verdict: "fit again" });
  });

  it("does not call for a fit that changes nothing, however significant", () => {
    expect(verdictOf({ ...sound, refit: { statistic: 300, p: 0 }, equityOff: 0.001 }, 0.99)).toMatchObject({
      verdict: "holds",
    });
  });
});
