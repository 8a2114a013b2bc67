import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma, models } from "../../models/index.ts";
import { buildHistories } from "../../src/data/histories.ts";
import { seasonalModel } from "../../src/fit/seasonal-model.ts";
import type { PurchaseModel } from "../../src/model.ts";
import { seeded } from "../../src/random/seeded.ts";
import { weightsOf } from "../../src/value/ahead.ts";
import { flowsBetween, type OutcomesQuestion, periodOutcome } from "../../src/value/period-outcomes.ts";

const CUSTOMERS = 400;
const FUTURES = 400;
const ENDS = [4, 8, 20];
const draw = {
  purchase: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  spend: { p: 6.25, q: 3.74, v: 15.44 },
};

const question = ((): OutcomesQuestion => {
  const random = seeded(11);
  const frequency = Float64Array.from({ length: CUSTOMERS }, () => Math.floor(4 * random.uniform()));
  const T = frequency.map(() => 20 + Math.floor(20 * random.uniform()));
  const recency = frequency.map((x, k) => (x === 0 ? 0 : Math.ceil(T[k]! * random.uniform())));
  const { histories, index } = buildHistories({ length: CUSTOMERS, frequency, recency, T });
  return {
    ...{ histories, index, purchase: bgNbd, ends: ENDS, day: 1 / 7, spend: gammaGamma, seed: 3 },
    groups: { names: ["a", "b"], of: Uint32Array.from(frequency, (_, k) => k % 2) },
    monetaryValue: frequency.map((x) => (x > 0 ? 20 + 30 * random.uniform() : 0)),
  };
})();

function meanAndDeviation(values: readonly number[]): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))];
}

/** BG/NBD with three times the purchases in January and February, just after the end of observation. */
const winter = seasonalModel(
  bgNbd,
  [{ by: "month", factors: Array.from({ length: 12 }, (_, month) => (month < 2 ? 3 : 0.6)) }],
  { until: Date.UTC(2024, 11, 20), unit: "week", grain: "day" },
);

describe("purchases of frequent buyers", () => {
  const THETA = {
    "BG/NBD with a season": [winter, { r: 5, alpha: 2, a: 0.5, b: 20 }],
    "BG/NBD": [bgNbd, { r: 5, alpha: 2, a: 0.5, b: 20 }],
    "MBG/CNBD-2": [
      models.find(({ name }) => name === "mbg-cnbd-2") as PurchaseModel,
      { r: 5, alpha: 1, a: 0.5, b: 20 },
    ],
  } as const;

  it.each(Object.entries(THETA))("have the expectation of %s in every period, many in each", (_, [purchase, theta]) => {
    const random = seeded(5);
    const frequency = Float64Array.from({ length: 200 }, () => 40 + Math.floor(40 * random.uniform()));
    const T = frequency.map(() => 26);
    const recency = frequency.map(() => 24 + Math.floor(14 * random.uniform()) / 7);
    const { histories, index } = buildHistories({ length: 200, frequency, recency, T });
    const groups = { names: ["all"], of: new Uint32Array(200) };
    const monetaryValue = new Float64Array(200).fill(20);
    const asked = {
      histories,
      index,
      purchase,
      ends: ENDS,
      day: 1 / 7,
      spend: gammaGamma,
      seed: 3,
      groups,
      monetaryValue,
    };
    const outcomes = Array.from({ length: 20 }, (_, k) => periodOutcome(asked, { ...draw, purchase: theta }, k)!);
    const law = purchase.future(histories)(theta);
    const [expected] = flowsBetween(weightsOf(groups, index, histories.length, monetaryValue), groups, law, ENDS);
    ENDS.forEach((_, period) => {
      const [mean, deviation] = meanAndDeviation(outcomes.map(([all]) => all![period]!.purchases));
      const error = deviation / Math.sqrt(outcomes.length);
      expect(Math.abs(mean - expected![period]!.purchases)).toBeLessThan(4 * error);
      expect(error / mean).toBeLessThan(0.015);
    });
  });
});

describe("purchases drawn by period", () => {
  const { histories, index, groups, monetaryValue } = question;
  const outcomes = Array.from({ length: FUTURES }, (_, k) => periodOutcome(question, draw, k)!);
  const spend = Float64Array.from(index, (h, k) => {
    const line = gammaGamma.expectedSpend(draw.spend, histories.frequency[h]!)!;
    return line.constant + line.slope * monetaryValue[k]!;
  });
  const law = bgNbd.future(histories)(draw.purchase);
  const expected = flowsBetween(weightsOf(groups, index, histories.length, spend), groups, law, ENDS);

  it.each([0, 1])("have the expectation of the model in group %i, in every period", (g) => {
    ENDS.forEach((_, period) => {
      for (const key of ["purchases", "value"] as const) {
        const [mean, deviation] = meanAndDeviation(outcomes.map((outcome) => outcome[g]![period]![key]));
        expect(Math.abs(mean - expected[g]![period]![key])).toBeLessThan((4 * deviation) / Math.sqrt(FUTURES));
      }
    });
  });

  it("grow from a sample with its expectation, and with the root of the ratio in their spread", () => {
    const ratio = 9;
    const growth = expected.map((flows) => flows.map(() => ({ purchases: ratio, value: ratio })));
    const grown = Array.from({ length: FUTURES }, (_, k) => periodOutcome({ ...question, growth }, draw, k)!);
    const [, own] = meanAndDeviation(outcomes.map((outcome) => outcome[0]![2]!.purchases));
    const [mean, deviation] = meanAndDeviation(grown.map((outcome) => outcome[0]![2]!.purchases));
    expect(deviation / own).toBeCloseTo(Math.sqrt(ratio), 9);
    expect(Math.abs(mean / expected[0]![2]!.purchases - ratio)).toBeLessThan(0.5);
  });
});
