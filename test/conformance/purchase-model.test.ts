import { describe, expect, it } from "vitest";
import type { Newcomer } from "../../src/model/future.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose, relativeError } from "../support/close.ts";
import { columns, mean, off, STANDARD_ERRORS, sum } from "../support/histories.ts";
import { held as models } from "../support/models-held.ts";
import { drawParameters, parameterGrid, rescale } from "../support/parameter-grid.ts";

const HISTORIES = [
  [0, 0, 0],
  [0, 0, 40],
  [1, 3, 40],
  [4, 40, 40],
  [25, 30, 40],
  [900, 39, 40],
] as const;

/** Of purchases at odds t/α ≤ 4 and shapes up to 8, less than 1e-40 have more. */
const MOST = 600;

/** ∫₀^t e^(−δs) dG(s) = e^(−δt) G(t) + δ ∫₀^t e^(−δs) G(s) ds, by Simpson's rule in √s, where G is smooth from the start. */
function byParts(G: (s: number) => number, t: number, delta: number): number {
  const panels = 700;
  const integrand = (root: number): number => 2 * root * Math.exp(-delta * root * root) * G(root * root);
  const width = Math.sqrt(t) / panels;
  let integral = integrand(0) + integrand(Math.sqrt(t));
  for (let j = 1; j < panels; j++) integral += (j % 2 === 1 ? 4 : 2) * integrand(j * width);
  return Math.exp(-delta * t) * G(t) + (delta * integral * width) / 3;
}

for (const model of models) {
  if (model.kind !== "purchase" || model.clock === "periods") continue;
  const { parameters } = model;
  const several = model.future(columns(HISTORIES))(model.example).states.length > 1;
  // A law for each state, or many parameters: a part of the points keeps the ends of the grid, and the suite within its minute.
  const points = parameters.length > 4 ? [1e-6, 1e6] : several ? [1e-6, 0.3, 1e6] : [1e-6, 0.05, 2, 1e6];
  const wide = parameterGrid(parameters, points);

  describe(`${model.title} as a purchase model`, () => {
    it("gives finite numbers in their range on a wide grid", () => {
      const wrong: unknown[] = [];
      for (const theta of wide) {
        const future = model.future(columns(HISTORIES))(theta);
        const newcomer = model.newcomer(theta);
        for (const t of [0, 1e-9, 5, 1e4, 1e12]) {
          const [expected, discounted] = [future.expected(t), future.discounted(t, 0.01)];
          const [discount, some, none] = [future.discount(t, 0.01), future.some(t), future.none(t)];
          HISTORIES.forEach((history, k) => {
            const sound =
              future.alive[k] >= 0 &&
              future.alive[k] <= 1 &&
              discounted[k] >= 0 &&
              discounted[k] <= expected[k] * (1 + 1e-11) &&
              expected[k] < Number.POSITIVE_INFINITY &&
              discount[k] >= 0 &&
              discount[k] <= 1 + 1e-11 &&
              some[k] === future.someOf(k, t) &&
              some[k] >= 0 &&
              some[k] <= Math.min(1, expected[k] * (1 + 1e-12)) &&
              none[k] >= 0 &&
              Math.abs(some[k] + none[k] - 1) <= 1e-12;
            if (!sound) wrong.push({ theta, history, t, alive: future.alive[k], expected: expected[k], some: some[k] });
          });
          const [purchases, worth] = [newcomer.expected(t), newcomer.discounted(t, 0.01)];
          const sound = worth >= 0 && worth <= purchases * (1 + 1e-11) && purchases < Number.POSITIVE_INFINITY;
          if (!sound) wrong.push({ theta, t, purchases, worth });
        }
      }
      expect(wrong).toEqual([]);
    });

    it("gives the same of histories laid out for many parameters, on a grid of times and off it, and in any order", () => {
      const random = seeded(8);
      // A wrong layout is wrong under any parameters: a few of each end do.
      const few = wide.filter((_, k) => k % 5 === 0);
      for (const grid of [1, 1e-9]) {
        // 50 rows of equal x with at most 21 times on the coarse grid: so few that a model may tabulate its powers by time.
        const rows: (readonly [x: number, tx: number, T: number])[] = Array.from({ length: 400 }, (_, k) => {
          const x = 3 * (k % 8);
          const T = 1 + Math.floor((20 * random.uniform()) / grid) * grid;
          return [x, x === 0 ? 0 : Math.floor((T * random.uniform()) / grid) * grid, T];
        });
        rows.push(...HISTORIES, ...HISTORIES);
        const anyOrder = model.future(columns(rows));
        const sorted = rows.map((row, k) => [row, k] as const).sort(([one], [other]) => one[0] - other[0]);
        const laid = model.future(columns(sorted.map(([row]) => row)), true);
        for (const [at, theta] of few.entries()) {
          const [one, many] = [anyOrder(theta), laid(theta)];
          // Of the size of the exponents, x·ln(T/t_x) ≤ 600, times the rounding of one.
          const expectRows = (got: Float64Array, expected: Float64Array, what: string): void => {
            const errors = sorted.map(([, k], place) => relativeError(got[place], expected[k]));
            // The worst row stands for all; an error that is no number is worst.
            const worst = errors.reduce(
              (most, error, at) => (Number.isNaN(errors[most]) || error <= errors[most] ? most : at),
              0,
            );
            const [row, k] = sorted[worst];
            expectClose(got[worst], expected[k], 1e-12, `${what} of ${JSON.stringify([theta, row])}`);
          };
          expectRows(many.alive, one.alive, "alive");
          // A law is the same function of (x, T) however it is laid out: what could differ is which history it is handed to.
          if (at % 4 === 0) expectRows(many.expected(3), one.expected(3), "expected");
        }
      }
    });

    it("has states that add up to P(alive), and one law for all histories of a group", () => {
      const random = seeded(9);
      for (let k = 0; k < 20; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const future = model.future(
          columns([
            [2, 1, 40],
            [2, 30, 40],
            [2, 40, 40],
            [5, 30, 40],
          ]),
        )(theta);
        const { alive, states, group } = future;
        for (let row = 0; row < 4; row++) {
          expectClose(
            states.reduce((total, weight) => total + weight[row], 0),
            alive[row],
            1e-15,
          );
        }
        expect([group[1], group[2]]).toEqual([group[0], group[0]]);
        expect(group[3]).not.toBe(group[0]);
        states.forEach((_, state) => {
          expect(future.counts(2, state, 9, 20)).toEqual(future.counts(0, state, 9, 20));
        });
        const [expected, discounted, discount] = [
          future.expected(9),
          future.discounted(9, 0.1),
          future.discount(9, 0.1),
        ];
        for (let row = 0; row < 4; row++) expectClose(discount[row] * expected[row], discounted[row], 1e-14);
      }
    });

    it("has probabilities on a wide grid that are none negative and add up to no more than 1", () => {
      for (const theta of parameterGrid(parameters, parameters.length > 4 ? [1e-4, 1e4] : [1e-4, 1, 1e4])) {
        for (const t of [0, 1, 1e6]) {
          for (const law of [model.newcomer(theta).counts(t, 60), futureOf(model, theta, [4, 30, 40]).counts(t, 60)]) {
            expect(law.every((p) => p >= 0)).toBe(true);
            expect(sum(law)).toBeLessThanOrEqual(1 + 1e-11);
          }
        }
      }
    });

    it("has probabilities that add up to 1 and to the expected purchases, and begin with that of none", () => {
      const random = seeded(1);
      for (let k = 0; k < 15; k++) {
        const theta = drawParameters(parameters, random, 0.3, 5);
        const t = 0.2 + random.uniform();
        const newcomer = model.newcomer(theta);
        const fresh = newcomer.counts(t, MOST);
        expectClose(sum(fresh), 1, 1e-12, JSON.stringify(theta));
        expectClose(mean(fresh), newcomer.expected(t), 1e-11, JSON.stringify(theta));
        const future = model.future(columns([[3, 1, 2]]))(theta);
        const { alive, states } = future;
        const laws = states.map((_, state) => future.counts(0, state, t, MOST));
        const mixed = (of: (law: Float64Array) => number): number =>
          states.reduce((total, weight, state) => total + weight[0] * of(laws[state]), 0);
        for (const law of laws) expectClose(sum(law), 1, 1e-12, JSON.stringify(theta));
        expectClose(mixed(mean), future.expected(t)[0], 1e-11, JSON.stringify(theta));
        expectClose(1 - alive[0] + mixed(([none]) => none), future.none(t)[0], 1e-11, JSON.stringify(theta));
        expectClose(1 - future.none(t)[0], future.some(t)[0], 1e-11, JSON.stringify(theta), 1e-15);
      }
    });

    it("discounts as the by-parts integral of the expected purchases says, of customers and of newcomers", () => {
      const random = seeded(4);
      for (let k = 0; k < 6; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const [x, T, t, delta] = [Math.floor(6 * random.uniform()), 50 * random.uniform(), 40, 0.2 * random.uniform()];
        const future = futureOf(model, theta, [x, x === 0 ? 0 : 0.7 * T, T]);
        const newcomer: Pick<Newcomer, "expected" | "discounted"> = model.newcomer(theta);
        for (const one of [future, newcomer]) {
          expectClose(one.discounted(t, delta), byParts(one.expected, t, delta), 1e-8, JSON.stringify([theta, x, T]));
          expectClose(one.discounted(t, 0), one.expected(t), 1e-14);
        }
      }
    });

    it("expects up to infinity the limit of longer and longer times, or ∞ where there is no mean", () => {
      const random = seeded(11);
      const endless = Number.POSITIVE_INFINITY;
      for (let k = 0; k < 20; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const [x, T, delta] = [Math.floor(6 * random.uniform()), 50 * random.uniform(), 0.2 * random.uniform()];
        const future = futureOf(model, theta, [x, x === 0 ? 0 : 0.7 * T, T]);
        for (const one of [future, model.newcomer(theta)]) {
          const what = JSON.stringify([theta, x, T, delta]);
          expectClose(one.discounted(endless, delta), one.discounted(45 / delta, delta), 1e-11, what);
          expect(one.discounted(endless, delta)).toBeLessThan(endless);
          expect(one.discounted(endless, 0)).toBe(one.expected(endless));
          // The smaller the discount the nearer to the plain expectation, or the farther beyond all bounds.
          const [some, less] = [one.discounted(endless, 1e-9), one.discounted(endless, 1e-13)];
          // Where the chance to be alive is below the least double, there is nothing to discount.
          if (one === future && future.alive === 0) continue;
          expect(less).toBeGreaterThan(some);
          expect(less).toBeLessThan(one.expected(endless));
        }
      }
    });

    it("does not depend on the unit of time", () => {
      const random = seeded(5);
      for (let k = 0; k < 15; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const c = 7;
        const other = rescale(parameters, theta, { time: c });
        const here = futureOf(model, theta, [3, 20, 26]);
        const there = futureOf(model, other, [3, 20 * c, 26 * c]);
        const [t, delta] = [13, 0.05];
        const same = (got: number, expected: number): void => expectClose(got, expected, 1e-12, JSON.stringify(theta));
        same(there.alive, here.alive);
        same(there.expected(t * c), here.expected(t));
        same(there.discounted(t * c, delta / c), here.discounted(t, delta));
        same(there.some(t * c), here.some(t));
        same(there.counts(t * c, 4)[4], here.counts(t, 4)[4]);
        const [newcomer, otherNewcomer] = [model.newcomer(theta), model.newcomer(other)];
        same(otherNewcomer.expected(t * c), newcomer.expected(t));
        same(otherNewcomer.discounted(t * c, delta / c), newcomer.discounted(t, delta));
        same(otherNewcomer.counts(t * c, 4)[4], newcomer.counts(t, 4)[4]);
      }
    });

    it.each([1, 2, 3])("simulates what it predicts, parameters %d", (seed) => {
      const random = seeded(seed, 100);
      const theta = drawParameters(parameters, random, 0.5, 4);
      const [T, t] = [3, 2];
      const rows: [x: number, tx: number, T: number][] = [];
      const counts: number[] = [];
      const none: number[] = [];
      const later: number[] = [];
      for (let k = 0; k < (parameters.length > 4 ? 10_000 : 20_000); k++) {
        const ages: number[] = [];
        model.simulate(theta, random, T + t, ages);
        const past = ages.filter((age) => age <= T);
        rows.push([past.length, past.at(-1) ?? 0, T]);
        counts.push(past.length);
        none.push(past.length === 0 ? 1 : 0);
        later.push(ages.length - past.length);
      }
      const future = model.future(columns(rows))(theta);
      const [expected, quiet] = [future.expected(t), future.none(t)];
      const newcomer = model.newcomer(theta);
      expect(off(counts, newcomer.expected(T))).toBeLessThan(STANDARD_ERRORS);
      expect(off(none, newcomer.counts(T, 0)[0])).toBeLessThan(STANDARD_ERRORS);
      expect(
        off(
          later.map((n, k) => n - expected[k]),
          0,
        ),
      ).toBeLessThan(STANDARD_ERRORS);
      expect(
        off(
          later.map((n, k) => (n === 0 ? 1 : 0) - quiet[k]),
          0,
        ),
      ).toBeLessThan(STANDARD_ERRORS);
      // Those who never came back and those who did are each as expected, not only all together.
      for (const of of [0, 1]) {
        const some = later.flatMap((n, k) => (Math.min(rows[k][0], 1) === of ? [n - expected[k]] : []));
        expect(off(some, 0)).toBeLessThan(STANDARD_ERRORS);
      }
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
      for (const { name, link } of parameters) {
        for (const bad of [...(link === "identity" ? [] : [-1]), Number.NaN, Number.POSITIVE_INFINITY]) {
          const wrong = { ...theta, [name]: bad };
          expect(() => model.newcomer(wrong).expected(1)).toThrow(new RegExp(`^${name}: expected`));
          expect(() => futureOf(model, wrong, [1, 1, 2]).expected(1)).toThrow(new RegExp(`^${name}: expected`));
        }
      }
      for (const often of [false, true]) {
        const lay = (x: number, tx: number, T: number) => () => model.future(columns([[x, tx, T]]), often);
        expect(lay(1.5, 1, 2)).toThrow(/^x: expected an integer/);
        expect(lay(1, 3, 2)).toThrow(/^tx: expected a number from 0 to T = 2/);
        expect(lay(0, 1, 2)).toThrow(/^tx: expected 0 when x = 0/);
        expect(lay(1, 0, Number.NaN)).toThrow(/^T: expected/);
      }
      const [future, newcomer] = [futureOf(model, theta, [1, 1, 2]), model.newcomer(theta)];
      for (const one of [future, newcomer]) {
        expect(() => one.expected(-1)).toThrow(/^t: expected/);
        expect(() => one.discounted(3, -0.1)).toThrow(/^delta: expected/);
        expect(() => one.expected(Number.NaN)).toThrow(/^t: expected a number of at least 0, or Infinity/);
        expect(() => one.discounted(Number.NaN, 0.1)).toThrow(/^t: expected a number of at least 0, or Infinity/);
        expect(() => one.counts(Number.POSITIVE_INFINITY, 2)).toThrow(/^t: expected a finite number/);
        expect(() => one.counts(1, 2.5)).toThrow(/^nMax: expected an integer/);
      }
    });
  });
}
