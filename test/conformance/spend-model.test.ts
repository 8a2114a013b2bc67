import { describe, expect, it } from "vitest";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { held as models } from "../support/models-held.ts";
import { drawParameters, parameterGrid, rescale } from "../support/parameter-grid.ts";
import { spendAt } from "../support/spend-at.ts";

for (const model of models) {
  if (model.kind !== "spend") continue;
  const { parameters } = model;

  describe(`${model.title} as a spend model`, () => {
    it("gives a number > 0 or nothing on a wide grid", () => {
      for (const theta of parameterGrid(parameters, [1e-6, 0.02, 1, 30, 1e6])) {
        for (const [x, m] of [
          [0, Number.NaN],
          [1, 0],
          [1, 1e-9],
          [3, 40],
          [900, 1e9],
        ]) {
          const spend = spendAt(model, theta, x, m);
          const sound = spend === undefined || (spend > 0 && spend < Number.POSITIVE_INFINITY);
          expect(sound, `${spend} ${JSON.stringify([theta, x, m])}`).toBe(true);
        }
      }
    });

    it("is flat in m without a repeat purchase, and comes nearer to m itself with each one", () => {
      for (const theta of parameterGrid(parameters, [0.5, 1, 3, 30])) {
        const [none, one, many] = [0, 1, 17].map((x) => model.expectedSpend(theta, x));
        if (none) expect(none.slope).toBe(0);
        if (one && many) {
          expect(one.slope).toBeGreaterThan(0);
          expect(Math.abs(1 - many.slope)).toBeLessThanOrEqual(Math.abs(1 - one.slope));
        }
      }
    });

    it("does not depend on the unit of money", () => {
      const random = seeded(1);
      for (let k = 0; k < 40; k++) {
        const theta = drawParameters(parameters, random, 1.5, 20);
        const other = rescale(parameters, theta, { money: 100 });
        expectClose(spendAt(model, other, 4, 3000)!, 100 * spendAt(model, theta, 4, 30)!, 1e-14);
        expectClose(spendAt(model, other, 0, Number.NaN)!, 100 * spendAt(model, theta, 0, Number.NaN)!, 1e-14);
      }
    });

    it("simulates what it predicts: the mean, and the next purchase after three", () => {
      const random = seeded(2);
      const theta = drawParameters(parameters, random, 4, 10);
      const population = spendAt(model, theta, 0, Number.NaN)!;
      const n = 40_000;
      let [sum, squares, surprise, surpriseSquares] = [0, 0, 0, 0];
      for (let k = 0; k < n; k++) {
        const values = model.simulate(theta, random, 4);
        const first = values[0] - population;
        const next = values[3] - spendAt(model, theta, 3, (values[0] + values[1] + values[2]) / 3)!;
        sum += first;
        squares += first * first;
        surprise += next;
        surpriseSquares += next * next;
      }
      expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(squares));
      expect(Math.abs(surprise)).toBeLessThan(4 * Math.sqrt(surpriseSquares));
    });

    it("refuses parameters and spend histories outside their domain, by name", () => {
      const theta = drawParameters(parameters, seeded(3), 1.5, 3);
      for (const { name } of parameters) {
        for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
          expect(() => spendAt(model, { ...theta, [name]: bad }, 0, Number.NaN)).toThrow(
            new RegExp(`^${name}: expected`),
          );
        }
      }
      expect(() => spendAt(model, theta, 1.5, 3)).toThrow(/^x: expected an integer/);
    });
  });
}
