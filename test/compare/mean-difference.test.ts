import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { adjustedDifference, meanDifference } from "../../src/compare/mean-difference.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { summarize } from "../../src/data/summarize.ts";
import { DAY } from "../../src/data/time-unit.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { score } from "../../src/predict/score.ts";
import { readLog, sharedData } from "../support/log.ts";
import { figuresJson } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");
const isEven = (id: string): boolean => Number(id) % 2 === 0;
const close = (got: number, expected: number, tolerance = 1e-9) =>
  expect(Math.abs(got / expected - 1), `${got} for ${expected}`).toBeLessThan(tolerance);

describe.skipIf(sample === undefined)("two halves of CDNOW that do not differ", () => {
  const text = () => new TextDecoder().decode(sample);

  it("differ in the value of their first 180 days as in the reference", async () => {
    const expected = figuresJson<Record<string, number & number[]>>("cdnow-compare-even-odd");
    const { purchases } = purchasesOf(await readLog(text()), {});
    const values = purchases.customers.map((_, c) => {
      let sum = 0;
      const { begin, start, value } = purchases;
      for (let i = begin[c]!; i < begin[c + 1]!; i++) if (start[i]! < start[begin[c]!]! + 180 * DAY) sum += value[i]!;
      return sum / 1e6;
    });
    const arm = Uint8Array.from(purchases.customers, (id) => Number(isEven(id)));
    const found = meanDifference(Float64Array.from(values), arm, 0.9, 1);
    expect(found.customers).toStrictEqual([expected["nA"], expected["nB"]]);
    close(found.mean[0], expected["meanA"]!);
    close(found.mean[1], expected["meanB"]!);
    close(found.difference.estimate, expected["difference"]!);
    close(found.difference.standardError, expected["welch_se"]!);
    close(found.difference.freedom, expected["welch_df"]!);
    close(found.difference.low, expected["welch_90"]![0]!);
    close(found.difference.high, expected["welch_90"]![1]!);
    close(found.difference.p, expected["welch_p"]!);
    // Both are simulated.
    expect(Math.abs(found.bootstrap!.low - expected["bootstrap_90"]![0]!)).toBeLessThan(2);
    expect(Math.abs(found.bootstrap!.high - expected["bootstrap_90"]![1]!)).toBeLessThan(2);
    // The reference's p is two-sided in ranks of the mean difference: both say that nothing differs.
    expect(found.permutationP!).toBeGreaterThan(0.7);
  });

  it("differ less uncertainly with the forecast made before as covariate", async () => {
    const expected = figuresJson<{ plain: number[]; adjusted: number[]; theta: number; correlation: number }>(
      "cdnow-compare-cuped",
    );
    const { base } = summarize(await readLog(text()), { unit: "week", split: "1997-10-01" });
    const { value } = score(base, await fitBase(base, bgNbd, gammaGamma), { horizon: { amount: 39, unit: "week" } });
    const { frequency, monetaryValue } = base.holdout!;
    const outcome = frequency.map((n, k) => (n > 0 ? n * monetaryValue![k]! : 0));
    const arm = Uint8Array.from(base.customers, (id) => Number(isEven(id)));
    const plain = meanDifference(outcome, arm, 0.9, 1).difference;
    close(plain.estimate, expected.plain[0]!);
    close(plain.standardError, expected.plain[1]!);
    const adjusted = adjustedDifference(outcome, value!.clv, arm, 0.9)!;
    // An optimiser is inside.
    close(adjusted.theta, expected.theta, 1e-6);
    close(adjusted.correlation, expected.correlation, 1e-6);
    close(adjusted.estimate, expected.adjusted[0]!, 1e-6);
    close(adjusted.standardError, expected.adjusted[1]!, 1e-6);
    expect(adjusted.worth).toBeCloseTo(1.47, 2);
  });
});

it("has a p of 1 where all customers are alike, and an interval of no length", () => {
  const found = meanDifference(Float64Array.of(2, 2, 2, 2), Uint8Array.of(0, 1, 0, 1), 0.9, 1);
  expect(found.difference).toMatchObject({ estimate: 0, low: 0, high: 0, p: 1 });
  expect(found.permutationP).toBe(1);
});
