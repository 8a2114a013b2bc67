import { describe, expect, it } from "vitest";
import type { Newcomer } from "../../src/model/future.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { columns, mean, off, STANDARD_ERRORS, sum } from "../support/histories.ts";
import { countingModels } from "../support/models-held.ts";
import { drawParameters, parameterGrid } from "../support/parameter-grid.ts";

const HISTORIES = [
  [0, 0, 0],
  [0, 0, 40],
  [1, 3, 40],
  [4, 40, 40],
  [25, 30, 40],
  [40, 40, 40],
] as const;

const ENDLESS = Number.POSITIVE_INFINITY;

describe.each(countingModels.map((model) => [model.title, model] as const))(
  "%s as a model that counts opportunities",
  (_, model) => {
    const { parameters } = model;
    const wide = parameterGrid(parameters, [1e-6, 0.05, 2, 1e6]);

    it("gives finite numbers in their range on a wide grid", () => {
      const wrong: unknown[] = [];
      for (const theta of wide) {
        const future = model.future(columns(HISTORIES))(theta);
        const newcomer = model.newcomer(theta);
        for (const m of [0, 1, 5, 300]) {
          const [expected, discounted] = [future.expected(m), future.discounted(m, 0.01)];
          const [discount, some, none] = [future.discount(m, 0.01), future.some(m), future.none(m)];
          HISTORIES.forEach((history, k) => {
            const sound =
              future.alive[k] >= 0 &&
              future.alive[k] <= 1 &&
              future.aliveNext![k] >= 0 &&
              future.aliveNext![k] <= future.alive[k] &&
              discounted[k] >= 0 &&
              discounted[k] <= expected[k] * (1 + 1e-11) &&
              expected[k] <= m &&
              discount[k] >= 0 &&
              discount[k] <= 1 + 1e-11 &&
              some[k] === future.someOf(k, m) &&
              some[k] >= 0 &&
              some[k] <= Math.min(1, expected[k] * (1 + 1e-12)) + 1e-15 &&
              none[k] >= 0 &&
              Math.abs(some[k] + none[k] - 1) <= 1e-12;
            if (!sound) wrong.push({ theta, history, m, alive: future.alive[k], expected: expected[k], some: some[k] });
          });
          const [purchases, worth] = [newcomer.expected(m), newcomer.discounted(m, 0.01)];
          if (!(worth >= 0 && worth <= purchases * (1 + 1e-11) && purchases <= m)) wrong.push({ theta, m, purchases });
        }
      }
      expect(wrong).toEqual([]);
    });

    it("has probabilities that add up to 1 and to the expected purchases, and begin with that of none", () => {
      const random = seeded(1);
      for (let k = 0; k < 40; k++) {
        const theta = drawParameters(parameters, random, 0.3, 5);
        const [m, what] = [Math.floor(12 * random.uniform()), JSON.stringify(theta)];
        const newcomer = model.newcomer(theta);
        const fresh = newcomer.counts(m, 20);
        expectClose(sum(fresh), 1, 1e-13, what);
        expectClose(mean(fresh), newcomer.expected(m), 1e-12, what);
        expect(newcomer.counts(m, 4)).toEqual(fresh.slice(0, 5));
        const future = model.future(columns([[3, 5, 9]]))(theta);
        const [[alive], law] = [future.alive, future.counts(0, 0, m, 20)];
        expectClose(sum(law), 1, 1e-13, what);
        expectClose(alive! * mean(law), future.expected(m)[0]!, 1e-12, what);
        expectClose(1 - alive! + alive! * law[0]!, future.none(m)[0]!, 1e-12, what);
        expectClose(1 - future.none(m)[0]!, future.some(m)[0]!, 1e-12, what, 1e-15);
      }
    });

    it("expects purchases by opportunity: they add up, are discounted one by one, and the first has the chance to be alive for it", () => {
      const random = seeded(4);
      for (let k = 0; k < 20; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const delta = 0.2 * random.uniform();
        const customer = futureOf(model, theta, [2, 4, 7]);
        const newcomer: Pick<Newcomer, "expected" | "discounted"> = model.newcomer(theta);
        for (const one of [customer, newcomer]) {
          let discounted = 0;
          for (let m = 1; m <= 30; m++) {
            discounted += (one.expected(m) - one.expected(m - 1)) * Math.exp(-delta * m);
            expectClose(one.discounted(m, delta), discounted, 1e-12);
          }
        }
        const { alive, aliveNext } = model.future(
          columns([
            [2, 4, 7],
            [3, 7, 7],
          ]),
        )(theta);
        // Of customers alive at the next opportunity those who are alive after it, a purchase there or not.
        const after = futureOf(model, theta, [3, 8, 8]).expected(1) / futureOf(model, theta, [3, 8, 8]).alive;
        expect(after).toBeGreaterThan(0);
        expect(aliveNext![0]! < alive[0]! && aliveNext![1]! < 1 && alive[1] === 1).toBe(true);
      }
    });

    it("counts the opportunities within a time that is no whole number", () => {
      const theta = drawParameters(parameters, seeded(3), 0.3, 5);
      for (const one of [futureOf(model, theta, [2, 4, 7]), model.newcomer(theta)]) {
        expect(one.expected(3.9)).toBe(one.expected(3));
        expect(one.discounted(3.9, 0.1)).toBe(one.discounted(3, 0.1));
        expect(one.counts(3.9, 5)).toEqual(one.counts(3, 5));
        // What rounding leaves of 3.
        expect(one.expected(3 - 4e-16)).toBe(one.expected(3));
      }
    });

    it("expects up to infinity the limit of longer and longer times, or ∞ where there is no mean", () => {
      const random = seeded(11);
      for (let k = 0; k < 20; k++) {
        const theta = drawParameters(parameters, random, 0.05, 20);
        const delta = 0.01 + 0.2 * random.uniform();
        for (const one of [futureOf(model, theta, [2, 4, 7]), model.newcomer(theta)]) {
          expectClose(one.discounted(ENDLESS, delta), one.discounted(Math.ceil(45 / delta), delta), 1e-12);
          expect(one.discounted(ENDLESS, 0)).toBe(one.expected(ENDLESS));
          const [some, less] = [one.discounted(ENDLESS, 1e-5), one.discounted(ENDLESS, 1e-7)];
          expect(less).toBeGreaterThan(some);
          expect(less).toBeLessThan(one.expected(ENDLESS));
        }
      }
    });

    it.each([1, 2, 3])("simulates what it predicts, parameters %d", (seed) => {
      const random = seeded(seed, 100);
      const theta = drawParameters(parameters, random, 0.5, 4);
      const [n, m] = [6, 4];
      const rows: [x: number, tx: number, n: number][] = [];
      const [counts, later, quiet]: [number[], number[], number[]] = [[], [], []];
      for (let k = 0; k < 20_000; k++) {
        const ages: number[] = [];
        model.simulate(theta, random, n + m, ages);
        const past = ages.filter((age) => age <= n);
        rows.push([past.length, past.at(-1) ?? 0, n]);
        counts.push(past.length);
        later.push(ages.length - past.length);
        quiet.push(ages.length === past.length ? 1 : 0);
      }
      const future = model.future(columns(rows))(theta);
      const [expected, none] = [future.expected(m), future.none(m)];
      const newcomer = model.newcomer(theta);
      const law = newcomer.counts(n, n);
      expect(off(counts, newcomer.expected(n))).toBeLessThan(STANDARD_ERRORS);
      for (let x = 0; x <= n; x++)
        expect(
          off(
            counts.map((count) => Number(count === x)),
            law[x]!,
          ),
        ).toBeLessThan(STANDARD_ERRORS);
      expect(
        off(
          quiet.map((one, k) => one - none[k]!),
          0,
        ),
      ).toBeLessThan(STANDARD_ERRORS);
      // By how often they bought and whether at the last opportunity, not only all together.
      for (const of of [0, 1, 2, 3]) {
        const some = later.flatMap((one, k) =>
          2 * Math.min(rows[k]![0], 1) + Number(rows[k]![1] === n) === of ? [one - expected[k]!] : [],
        );
        if (some.length > 50) expect(off(some, 0)).toBeLessThan(STANDARD_ERRORS);
      }
    });

    it("simulates whole ages that increase within the duration, none in no time", () => {
      const random = seeded(6);
      for (const theta of parameterGrid(parameters, [0.01, 1, 30])) {
        const ages: number[] = [];
        model.simulate(theta, random, 10.9, ages);
        expect(ages.every((age, k) => Number.isInteger(age) && age > (ages[k - 1] ?? 0) && age <= 10)).toBe(true);
        ages.length = 0;
        model.simulate(theta, random, 0, ages);
        expect(ages).toEqual([]);
      }
    });

    it("refuses parameters, histories and times outside their domain, by name", () => {
      const theta = drawParameters(parameters, seeded(7), 0.5, 2);
      for (const { name } of parameters) {
        for (const bad of [-1, Number.NaN, ENDLESS]) {
          const wrong = { ...theta, [name]: bad };
          expect(() => model.newcomer(wrong).expected(1)).toThrow(new RegExp(`^${name}: expected`));
          expect(() => futureOf(model, wrong, [1, 1, 2]).expected(1)).toThrow(new RegExp(`^${name}: expected`));
        }
      }
      const lay = (x: number, tx: number, n: number) => () => model.future(columns([[x, tx, n]]));
      const one = (value: number): Float64Array => Float64Array.of(value);
      const likelihood = (x: number, tx: number, n: number) => () =>
        model.objective({ length: 1, frequency: one(x), recency: one(tx), T: one(n), count: one(1) });
      for (const refused of [lay, likelihood]) {
        expect(refused(1.5, 2, 2)).toThrow(/^x: expected an integer/);
        expect(refused(1, 3, 2)).toThrow(/^tx: expected a number from 0 to T = 2/);
        expect(refused(0, 1, 2)).toThrow(/^tx: expected 0 when x = 0/);
        expect(refused(1, 1, 4.29)).toThrow(/^T: expected a whole number of opportunities, got 4.29. .*--discrete/);
        expect(refused(1, 1.5, 4)).toThrow(/^tx: expected a whole number of opportunities/);
        expect(refused(3, 2, 4)).toThrow(/^x: expected no more than t_x = 2 purchases/);
      }
      for (const future of [futureOf(model, theta, [1, 1, 2]), model.newcomer(theta)]) {
        expect(() => future.expected(-1)).toThrow(/^t: expected/);
        expect(() => future.discounted(3, -0.1)).toThrow(/^delta: expected/);
        expect(() => future.counts(ENDLESS, 2)).toThrow(/^t: expected a finite number/);
        expect(() => future.counts(1, 2.5)).toThrow(/^nMax: expected an integer/);
      }
    });
  },
);
