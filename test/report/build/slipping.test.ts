import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import { expectedPurchasesIfAlive } from "../../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../../models/bg-nbd/probability-alive.ts";
import type { Scores } from "../../../src/predict/score.ts";
import { rankWorth } from "../../../src/report/build/rank-worth.ts";
import { buildSlipping } from "../../../src/report/build/slipping.ts";
import { expectClose } from "../../support/close.ts";
import { baseOf } from "./base-of.ts";

const theta = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const alive = (x: number, tx: number, T: number) => probabilityAlive(theta, x, tx, T);

const base = baseOf([
  [0, 0, 40], // never came back: P(alive) stands still at 1
  [10, 28, 40], // silent for 12 days after ten purchases
  [10, 39, 40], // bought yesterday
  [3, 5, 40], // gone long ago, and was already ten days back
  [1, 32, 40], // silent since before, but buys seldom
]);
const rows = Array.from({ length: base.length }, (_, k) => [base.frequency[k]!, base.recency[k]!, base.T[k]!] as const);
const scores: Scores = {
  length: base.length,
  customers: base.customers,
  horizon: { amount: 40, unit: "day" },
  probabilityAlive: Float64Array.from(rows, ([x, tx, T]) => alive(x, tx, T)),
  expectedPurchases: Float64Array.from(
    rows,
    ([x, tx, T]) => alive(x, tx, T) * expectedPurchasesIfAlive(theta, x, T, 40),
  ),
  probabilityOfPurchase: new Float64Array(base.length),
  notices: [],
};
const slipping = buildSlipping({ base, purchase: bgNbd, theta, scores, worth: rankWorth(scores), top: 10 });

describe("slipping away", () => {
  it("looks back a quarter of the longest time observed", () => {
    expect(slipping.lookback).toBe(10);
  });

  it("compares with P(alive) one lookback ago, or at the last purchase when that was later", () => {
    expect(slipping.before(1)).toBe(alive(10, 28, 30));
    expect(slipping.before(2)).toBe(alive(10, 39, 39));
    expect(slipping.before(4)).toBe(alive(1, 32, 32));
  });

  it("weighs the fall by what the customer would be worth if alive", () => {
    const worthIfAlive = expectedPurchasesIfAlive(theta, 10, 40, 40);
    expectClose(slipping.lost[1]!, worthIfAlive * (alive(10, 28, 30) - alive(10, 28, 40)), 1e-12);
    expect(slipping.lost[0]).toBe(0);
  });

  it("leaves out whom one lookback ago the model held for gone, be it by 45 to 55", () => {
    // P(alive) after four purchases and s of silence falls through .5: taken where it is just below, and just above.
    const at = (silence: number) => alive(4, 8, 8 + silence);
    let silence = 1;
    while (at(silence) > 0.47) silence += 0.01;
    let shorter = silence;
    while (at(shorter) < 0.53) shorter -= 0.01;
    const ages = [silence, shorter].map((s) => [4, 8, 8 + s + 10] as const);
    const near = baseOf([...ages, [0, 0, 40]]);
    const both = { ...scores, length: near.length, customers: near.customers };
    const probabilityAlive = Float64Array.from(near.T, (T, k) => alive(near.frequency[k]!, near.recency[k]!, T));
    const nearScores = { ...both, probabilityAlive, expectedPurchases: probabilityAlive };
    const found = buildSlipping({
      base: near,
      purchase: bgNbd,
      theta,
      scores: nearScores,
      worth: rankWorth(nearScores),
      top: 9,
    });
    expect(found.lookback).toBe(10);
    expect(found.before(0)).toBeGreaterThan(0.4);
    expect(found.before(0)).toBeLessThan(0.5);
    expect(found.lost[0]).toBeGreaterThan(0);
    expect(found.customers).toEqual([1]);
  });

  it("names those who were more likely alive than not, most lost first", () => {
    expect(alive(3, 5, 30)).toBeLessThan(0.5);
    expect(slipping.lost[3]).toBeGreaterThan(0);
    expect(slipping.customers).toEqual([1, 2, 4]);
    expectClose(
      slipping.lostInAll,
      slipping.lost.reduce((sum, value) => sum + value, 0),
      1e-12,
    );
  });
});
