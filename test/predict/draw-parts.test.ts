import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { drawParameters } from "../../src/fit/parameter-draws.ts";
import { drawOptions, type IntervalOptions } from "../../src/predict/draw-options.ts";
import { drawParts, joinParts } from "../../src/predict/draw-parts.ts";
import { layHistories } from "../../src/predict/history-layout.ts";
import { roomForEnds } from "../../src/predict/interval-ends.ts";
import { type ScoreIntervals, scoreIntervals } from "../../src/predict/score-intervals.ts";
import { groupsOf } from "../../src/predict/score-sheet.ts";
import { seeded } from "../../src/random/seeded.ts";
import { actualIn } from "../../src/validate/validate-holdout.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

const base = simulatedCustomers(WORLDS.frequent, 5500, 3);

describe("the parts of a base", async () => {
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const parameters = drawParameters(fitted, 19, seeded(5));
  const segments = { names: ["once", "again"], of: Uint32Array.from(base.frequency, (x) => (x > 0 ? 1 : 0)) };
  const horizon = { amount: base.holdout!.duration, unit: base.unit };
  const options: IntervalOptions = {
    ...{ horizon, level: 0.9, margin: 0.4, discountRate: 0.1 },
    ...{ parameters, segments, actual: actualIn(base.holdout!) },
  };
  const whole = scoreIntervals(base, fitted, options);
  const asked = drawOptions(base, fitted, options);
  const layout = layHistories(base);

  it("hold every customer once, with its history, in the order of (x, T)", () => {
    const { frequency, recency, T, customers, begin, parts } = layout;
    expect(parts.length).toBeGreaterThan(2);
    expect([parts[0], parts.at(-1), begin.at(-1)]).toEqual([0, frequency.length, base.length]);
    expect(new Set(customers).size).toBe(base.length);
    const has = (customer: number, k: number): boolean =>
      base.frequency[customer] === frequency[k] && base.recency[customer] === recency[k] && base.T[customer] === T[k];
    const follows = (k: number): boolean =>
      frequency[k] > frequency[k - 1] || (frequency[k] === frequency[k - 1] && T[k] >= T[k - 1]);
    const wrong = [...frequency.keys()].filter(
      (k) =>
        !(begin[k + 1] > begin[k]) ||
        !customers.subarray(begin[k], begin[k + 1]).every((customer) => has(customer, k)) ||
        (k > 0 && !follows(k)),
    );
    expect(wrong).toEqual([]);
  });

  it("end after 65 536 customers, however few the histories", () => {
    const alike = (value: number): Float64Array => new Float64Array(200_000).fill(value);
    const T = Float64Array.from({ length: 200_000 }, (_, k) => 30 + (k % 4));
    const { parts } = layHistories({ length: 200_000, frequency: alike(0), recency: alike(0), T });
    expect([...parts]).toEqual([0, 2, 4]);
  });

  it("are the same, to the last bit, on any thread and in any order", () => {
    const numbers = [...Array(layout.parts.length - 1).keys()];
    const ends = roomForEnds(base.length, groupsOf(true));
    const last = drawParts(asked, layout, numbers.slice(1).reverse(), ends);
    const first = drawParts(asked, layout, numbers.slice(0, 1), ends);
    const { sums: _, all: __, ...totals } = joinParts(asked, [...last, ...first]);
    const joined: ScoreIntervals = { level: 0.9, draws: 19, ...totals, ...ends };
    expect(joined).toEqual(whole);
  });

  it("draw from streams of their own: customers of two parts have other futures", () => {
    const [one, other] = drawParts(asked, layout, [0, 1]);
    expect(one.sums[1].purchases).not.toEqual(other.sums[1].purchases);
  });

  it("compare actual values in the same way with any margin and without one", () => {
    const plain = scoreIntervals(base, fitted, { ...options, margin: 1 });
    expect(whole.inHoldout).toEqual(plain.inHoldout);
    expect(whole.outcome.value!.high).toEqual(plain.outcome.value!.high.map((end) => 0.4 * end));
    expect(plain.inHoldout!.value!.total).toEqual(plain.totals[0].outcome.value);
    expect(plain.inHoldout!.purchases.total).toEqual(plain.totals[0].outcome.purchases);
    // 5 500 customers: 0.4 % of standard error, where the model is true and its parameters hardly uncertain.
    for (const { coverage } of [plain.inHoldout!.purchases, plain.inHoldout!.value!]) {
      expect(Math.abs(coverage.actualAtLevel - 0.9)).toBeLessThan(4 * 0.004);
    }
  });
});
