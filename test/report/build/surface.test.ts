import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import { expectedPurchasesIfAlive } from "../../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../../models/bg-nbd/probability-alive.ts";
import { buildSurface } from "../../../src/report/build/surface.ts";
import { baseOf } from "./base-of.ts";

const theta = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

describe("surface", () => {
  it("asks the model at every point of the grid, for the longest known customers", () => {
    const base = baseOf([
      [0, 0, 38.86],
      [2, 30.43, 38.86],
      [7, 20, 31],
    ]);
    const surface = buildSurface(base, bgNbd, theta, 39);
    expect(surface.T).toBe(38.86);
    expect(surface.recency.at(-1)).toBe(38.86);
    surface.frequency.forEach((x, row) => {
      surface.recency.forEach((tx, column) => {
        const alive = probabilityAlive(theta, x, tx, 38.86);
        expect(surface.probabilityAlive[row]![column]).toBe(alive);
        expect(surface.expectedPurchases[row]![column]).toBe(alive * expectedPurchasesIfAlive(theta, x, 38.86, 39));
      });
    });
    expect(surface.noRepeat.probabilityAlive).toBe(1);
  });

  it("goes up to what the base has, in at most ten rows", () => {
    const rows = (most: number) =>
      buildSurface(
        baseOf(Array.from({ length: 400 }, (_, k) => [Math.round((most * k) / 399), k > 0 ? 10 : 0, 20])),
        bgNbd,
        theta,
        10,
      ).frequency;
    expect(rows(0)).toEqual([1, 2, 3]);
    expect(rows(6)).toEqual([1, 2, 3, 4, 5, 6]);
    const many = rows(400);
    expect(many).toHaveLength(10);
    expect(many[0]).toBe(1);
    expect(many.at(-1)).toBe(300);
    expect(many).toEqual([...many].sort((a, b) => a - b));
  });
});
