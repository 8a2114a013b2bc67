import { describe, expect, it } from "vitest";
import { models } from "../../models/index.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { drawParameters, parameterGrid, rescale } from "../support/parameter-grid.ts";

const HISTORIES = [
  [0, 0, 0],
  [0, 0, 40],
  [1, 3, 40],
  [4, 40, 40],
  [25, 30, 40],
  [900, 39, 40],
] as const;

/** How many standard errors a simulated mean may be off. */
const STANDARD_ERRORS = 4;

/** Deviation of a sample's mean from what is expected, in standard errors of that mean. */
function off(sample: readonly number[], expected: number): number {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1);
  return Math.abs(mean - expected) / Math.sqrt(variance / sample.length);
}

for (const model of models) {
  if (model.kind !== "purchase") continue;
  const { parameters } = model;

  /** E[Y(t) | x, t_x, T]. */
  const expectedInFuture = (theta: Record<string, number>, x: number, tx: number, T: number, t: number): number =>
    model.probabilityAlive(theta, x, tx, T) * model.expectedPurchasesIfAlive(theta, x, T, t);

  describe(`${model.title} as a purchase model`, () => {
    it("gives finite numbers in their range on a wide grid", () => {
      const wrong: unknown[] = [];
      for (const theta of parameterGrid(parameters, [1e-6, 0.05, 2, 1e6])) {
        for (const [x, tx, T] of HISTORIES) {
          for (const t of [0, 1e-9, 5, 1e4, 1e12]) {
            const alive = model.probabilityAlive(theta, x, tx, T);
            const purchases = model.expectedPurchasesIfAlive(theta, x, T, t);
            const discounted = model.discountedPurchasesIfAlive(theta, x, T, t, 0.01);
            const atLeastOne = model.probabilityOfPurchaseIfAlive(theta, x, T, t);
            const sound =
              alive >= 0 &&
              alive <= 1 &&
              discounted >= 0 &&
              discounted <= purchases * (1 + 1e-11) &&
              purchases < Number.POSITIVE_INFINITY &&
              atLeastOne >= 0 &&
              atLeastOne <= Math.min(1, purchases * (1 + 1e-12));
            if (!sound) wrong.push({ theta, x, tx, T, t, alive, purchases, discounted, atLeastOne });
          }
        }
      }
      expect(wrong).toEqual([]);
    });

    it("gives many histories at once what it gives each, on a grid of times and off it", () => {
      const random = seeded(8);
      for (const grid of [1, 1e-9]) {
        const rows: (readonly [x: number, tx: number, T: number])[] = Array.from({ length: 300 }, (_, k) => {
          const T = 1 + Math.floor((20 * random.uniform()) / grid) * grid;
          return [k % 30, k % 30 === 0 ? 0 : Math.floor((T * random.uniform()) / grid) * grid, T];
        });
        rows.push(...HISTORIES, ...HISTORIES);
        rows.sort((one, other) => one[0] - other[0]);
        const column = (k: 0 | 1 | 2): Float64Array => Float64Array.from(rows, (history) => history[k]);
        const fill = model.probabilitiesAlive({
          length: rows.length,
          frequency: column(0),
          recency: column(1),
          T: column(2),
        });
        const out = new Float64Array(rows.length);
        for (const theta of parameterGrid(parameters, [1e-6, 0.05, 2, 1e6])) {
          fill(theta, out);
          rows.forEach(([x, tx, T], k) => {
            // Of the size of the exponents, x·ln(T/t_x) ≤ 600, times the rounding of one.
            expectClose(out[k], model.probabilityAlive(theta, x, tx, T), 1e-12, JSON.stringify([theta, rows[k]]));
          });
        }
      }
      const outside = { length: 1, frequency: Float64Array.of(1), recency: Float64Array.of(3), T: Float64Array.of(1) };
      expect(() => model.probabilitiesAlive(outside)).toThrow(/^tx: expected a number from 0 to T = 1/);
    });

    it("has probabilities on a wide grid that are none negative and add up to no more than 1", () => {
      for (const theta of parameterGrid(parameters, [1e-4, 1, 1e4])) {
        for (const t of [0, 1, 1e6]) {
          for (const probabilities of [
            model.purchaseProbabilities(theta, t, 60),
            model.futurePurchaseProbabilities(theta, 4, 30, 40, t, 60),
          ]) {
            const sum = probabilities.reduce((total, p) => total + p, 0);
            expect(probabilities.every((p) => p >= 0)).toBe(true);
            expect(sum).toBeLessThanOrEqual(1 + 1e-11);
          }
        }
      }
    });

    it("has probabilities that add up to 1 and to the expected purchases", () => {
      const random = seeded(1);
      for (let k = 0; k < 40; k++) {
        const theta = drawParameters(parameters, random, 0.3, 5);
        const t = 0.2 + random.uniform();
        const nMax = 4000;
        const mean = (p: Float64Array): number => p.reduce((sum, probability, n) => sum + n * probability, 0);
        const fresh = model.purchaseProbabilities(theta, t, nMax);
        expectClose(
          fresh.reduce((sum, p) => sum + p, 0),
          1,
          1e-12,
          JSON.stringify(theta),
        );
        expectClose(mean(fresh), model.expectedPurchases(theta, t), 1e-11, JSON.stringify(theta));
        const later = model.futurePurchaseProbabilities(theta, 3, 1, 2, t, nMax);
        expectClose(
          later.reduce((sum, p) => sum + p, 0),
          1,
          1e-12,
          JSON.stringify(theta),
        );
        expectClose(mean(later), expectedInFuture(theta, 3, 1, 2, t), 1e-11, JSON.stringify(theta));
      }
    });

    it("gives at least one purchase the complement of none", () => {
      const random = seeded(2);
      for (let k = 0; k < 40; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const alive = model.probabilityAlive(theta, 3, 20, 26);
        const none = model.futurePurchaseProbabilities(theta, 3, 20, 26, 13, 0)[0];
        expectClose(
          alive * model.probabilityOfPurchaseIfAlive(theta, 3, 26, 13),
          1 - none,
          1e-11,
          JSON.stringify(theta),
          1e-15,
        );
      }
    });

    it("expects the same of a new customer and of one alive at age 0", () => {
      const random = seeded(3);
      for (let k = 0; k < 40; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        expectClose(model.expectedPurchasesIfAlive(theta, 0, 0, 9), model.expectedPurchases(theta, 9), 1e-14);
      }
    });

    it("discounts as the by-parts integral of the expected purchases says", () => {
      const random = seeded(4);
      for (let k = 0; k < 20; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const [x, T, t, delta] = [Math.floor(6 * random.uniform()), 50 * random.uniform(), 40, 0.2 * random.uniform()];
        // D = e^(−δt) G(t) + δ ∫ e^(−δs) G(s) ds, by Simpson's rule in √s, where G is smooth from the start.
        const panels = 2000;
        const integrand = (root: number): number =>
          2 * root * Math.exp(-delta * root * root) * model.expectedPurchasesIfAlive(theta, x, T, root * root);
        const width = Math.sqrt(t) / panels;
        let integral = integrand(0) + integrand(Math.sqrt(t));
        for (let j = 1; j < panels; j++) integral += (j % 2 === 1 ? 4 : 2) * integrand(j * width);
        const G = model.expectedPurchasesIfAlive(theta, x, T, t);
        const parts = Math.exp(-delta * t) * G + (delta * integral * width) / 3;
        expectClose(
          model.discountedPurchasesIfAlive(theta, x, T, t, delta),
          parts,
          1e-8,
          JSON.stringify([theta, x, T, delta]),
        );
      }
    });

    it("does not depend on the unit of time", () => {
      const random = seeded(5);
      for (let k = 0; k < 40; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const time = 7;
        const other = rescale(parameters, theta, { time });
        const [x, tx, T, t] = [3, 20, 26, 13];
        const at = (what: (theta: Record<string, number>, c: number) => number): void =>
          expectClose(what(other, time), what(theta, 1), 1e-12, JSON.stringify(theta));
        at((p, c) => model.probabilityAlive(p, x, tx * c, T * c));
        at((p, c) => model.expectedPurchases(p, t * c));
        at((p, c) => model.expectedPurchasesIfAlive(p, x, T * c, t * c));
        at((p, c) => model.discountedPurchasesIfAlive(p, x, T * c, t * c, 0.05 / c));
        at((p, c) => model.probabilityOfPurchaseIfAlive(p, x, T * c, t * c));
        at((p, c) => model.purchaseProbabilities(p, t * c, 4)[4]);
        at((p, c) => model.futurePurchaseProbabilities(p, x, tx * c, T * c, t * c, 4)[4]);
      }
    });

    it.each([1, 2, 3])("simulates what it predicts, parameters %d", (seed) => {
      const random = seeded(seed, 100);
      const theta = drawParameters(parameters, random, 0.5, 4);
      const [T, t] = [3, 2];
      const counts: number[] = [];
      const none: number[] = [];
      const surprises: number[] = [];
      for (let k = 0; k < 20_000; k++) {
        const ages: number[] = [];
        model.simulate(theta, random, T + t, ages);
        const past = ages.filter((age) => age <= T);
        const future = ages.length - past.length;
        counts.push(past.length);
        none.push(past.length === 0 ? 1 : 0);
        surprises.push(future - expectedInFuture(theta, past.length, past.at(-1) ?? 0, T, t));
      }
      expect(off(counts, model.expectedPurchases(theta, T))).toBeLessThan(STANDARD_ERRORS);
      expect(off(none, model.purchaseProbabilities(theta, T, 0)[0])).toBeLessThan(STANDARD_ERRORS);
      expect(off(surprises, 0)).toBeLessThan(STANDARD_ERRORS);
    });

    it("simulates ages that increase within the duration, none in no time", () => {
      const random = seeded(6);
      const ages: number[] = [];
      for (const theta of parameterGrid(parameters, [0.01, 1, 30])) {
        ages.length = 0;
        model.simulate(theta, random, 10, ages);
        expect(ages.every((age, k) => age > (k === 0 ? 0 : ages[k - 1]) && age <= 10)).toBe(true);
        ages.length = 0;
        model.simulate(theta, random, 0, ages);
        expect(ages).toEqual([]);
      }
    });

    it("refuses parameters and histories outside their domain, by name", () => {
      const theta = drawParameters(parameters, seeded(7), 0.5, 2);
      for (const { name } of parameters) {
        for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
          expect(() => model.expectedPurchases({ ...theta, [name]: bad }, 1)).toThrow(new RegExp(`^${name}: expected`));
        }
      }
      expect(() => model.probabilityAlive(theta, 1.5, 1, 2)).toThrow(/^x: expected an integer/);
      expect(() => model.probabilityAlive(theta, 1, 3, 2)).toThrow(/^tx: expected a number from 0 to T = 2/);
      expect(() => model.probabilityAlive(theta, 0, 1, 2)).toThrow(/^tx: expected 0 when x = 0/);
      expect(() => model.expectedPurchasesIfAlive(theta, 1, Number.NaN, 2)).toThrow(/^T: expected/);
      expect(() => model.expectedPurchases(theta, -1)).toThrow(/^t: expected/);
      expect(() => model.discountedPurchasesIfAlive(theta, 1, 2, 3, -0.1)).toThrow(/^delta: expected/);
      expect(() => model.purchaseProbabilities(theta, 1, 2.5)).toThrow(/^nMax: expected an integer/);
    });
  });
}
