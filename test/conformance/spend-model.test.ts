import { describe, expect, it } from "vitest";
import { models } from "../../models/index.ts";
import type { Formula } from "../../src/model.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { drawParameters, parameterGrid, rescale } from "../support/parameter-grid.ts";

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
          const spend = model.expectedSpend(theta, x, m);
          const sound = spend === undefined || (spend > 0 && spend < Number.POSITIVE_INFINITY);
          expect(sound, `${spend} ${JSON.stringify([theta, x, m])}`).toBe(true);
        }
      }
    });

    it("writes its expected spend as a formula, to the last bit", () => {
      const value = (formula: Formula, x: number, m: number): number => {
        if (typeof formula === "number") return formula;
        if (typeof formula === "string") return formula === "x" ? x : m;
        const [left, right] = [value(formula[0], x, m), value(formula[2], x, m)];
        return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[formula[1]];
      };
      for (const theta of parameterGrid(parameters, [1e-6, 0.02, 1, 30, 1e6])) {
        const { sum, weight } = model.expectedSpendFormula(theta);
        for (const [x, m] of [
          [1, 0],
          [3, 40.01],
          [17, 0.3],
          [900, 1e9],
        ] as const) {
          const w = value(weight, x, m);
          expect(w > 0 ? value(sum, x, m) / w : undefined).toBe(model.expectedSpend(theta, x, m));
        }
      }
    });

    it("is a line in m", () => {
      for (const theta of parameterGrid(parameters, [1e-6, 0.02, 1, 30, 1e6])) {
        for (const [x, m] of [
          [0, 0],
          [1, 0],
          [3, 40.01],
          [900, 1e9],
        ] as const) {
          const line = model.expectedSpendLine(theta, x);
          const expected = model.expectedSpend(theta, x, m);
          expect(line === undefined).toBe(expected === undefined);
          // Two roundings and a sum of positive terms: a few ulp.
          if (line) expectClose(line.constant + line.slope * m, expected!, 1e-15, JSON.stringify([theta, x, m]));
        }
      }
    });

    it("expects the population's mean of a customer without repeat purchase", () => {
      for (const theta of parameterGrid(parameters, [0.5, 1, 3, 30])) {
        expect(model.expectedSpend(theta, 0, Number.NaN)).toBe(model.populationSpend(theta));
      }
    });

    it("does not depend on the unit of money", () => {
      const random = seeded(1);
      for (let k = 0; k < 40; k++) {
        const theta = drawParameters(parameters, random, 1.5, 20);
        const other = rescale(parameters, theta, { money: 100 });
        expectClose(model.expectedSpend(other, 4, 3000)!, 100 * model.expectedSpend(theta, 4, 30)!, 1e-14);
        expectClose(model.populationSpend(other)!, 100 * model.populationSpend(theta)!, 1e-14);
      }
    });

    it("simulates what it predicts: the mean, and the next purchase after three", () => {
      const random = seeded(2);
      const theta = drawParameters(parameters, random, 4, 10);
      const population = model.populationSpend(theta)!;
      const n = 40_000;
      let [sum, squares, surprise, surpriseSquares] = [0, 0, 0, 0];
      for (let k = 0; k < n; k++) {
        const values = model.simulate(theta, random, 4);
        const first = values[0] - population;
        const next = values[3] - model.expectedSpend(theta, 3, (values[0] + values[1] + values[2]) / 3)!;
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
          expect(() => model.populationSpend({ ...theta, [name]: bad })).toThrow(new RegExp(`^${name}: expected`));
        }
      }
      expect(() => model.expectedSpend(theta, 1.5, 3)).toThrow(/^x: expected an integer/);
      expect(() => model.expectedSpend(theta, 1, -3)).toThrow(/^m: expected/);
      expect(() => model.expectedSpend(theta, 1, Number.NaN)).toThrow(/^m: expected/);
    });
  });
}
