import { describe, expect, it } from "vitest";
import type { DataObjective, Evaluation, Objective } from "../../src/model/objective.ts";
import type { Histories, Model, Parameter, SpendHistories } from "../../src/model.ts";
import type { Random } from "../../src/random/random.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { held as models } from "../support/models-held.ts";
import { levelGrid } from "../support/parameter-grid.ts";

const PURCHASES: Histories = {
  length: 7,
  frequency: Float64Array.of(0, 0, 1, 2, 4, 25, 300),
  recency: Float64Array.of(0, 0, 3, 30.43, 40, 31, 38),
  T: Float64Array.of(38.86, 27, 40, 38.86, 40, 33, 39),
  count: Float64Array.of(50, 31, 12, 7, 3, 2, 1),
  litt: Float64Array.of(0, 0, 13.2, 30.1, 25.7, -3, -700),
};

const OPPORTUNITIES: Histories = {
  length: 7,
  frequency: Float64Array.of(0, 0, 1, 2, 4, 9, 30),
  recency: Float64Array.of(0, 0, 1, 11, 5, 22, 38),
  T: Float64Array.of(3, 27, 1, 38, 6, 33, 39),
  count: Float64Array.of(50, 31, 12, 7, 3, 2, 1),
  litt: Float64Array.of(0, 0, 0, 30.1, 25.7, 7, 9),
};

const SPENDS: SpendHistories = {
  length: 6,
  frequency: Float64Array.of(1, 1, 2, 3, 12, 200),
  monetaryValue: Float64Array.of(11.77, 250, 22.345, 0.5, 35, 80),
  count: Float64Array.of(9, 2, 7, 3, 1, 1),
};

type Data = Histories & SpendHistories;

/** Every model with data it can lay out; the two kinds of data have the same shape but for their time and money columns. */
const CASES = models.map((model) => ({
  title: model.title,
  parameters: model.parameters,
  counts: model.kind === "purchase" && model.clock === "periods",
  data: dataFor(model) as Data,
  reads: [...model.statistic.shared, ...model.statistic.summed] as readonly string[],
  objective: model.objective as (data: Data) => DataObjective,
  start: model.start as (data: Data) => Record<string, number>,
}));

function dataFor(model: Model): Histories | SpendHistories {
  if (model.kind === "spend") return SPENDS;
  return model.clock === "periods" ? OPPORTUNITIES : PURCHASES;
}

function newEvaluation(n: number): Evaluation {
  return { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
}

/** ln θ, each between ln 0.1 and ln 10. */
function drawLogTheta(parameters: readonly Parameter[], random: Random): Float64Array {
  return Float64Array.from(parameters, () => Math.log(0.1) + random.uniform() * Math.log(100));
}

/** Another column of the same kind that still makes histories. */
function changed(name: string, column: Float64Array, counts: boolean): Float64Array {
  // Of opportunities one purchase less at the end, or one opportunity more.
  if (counts && name === "frequency") return column.map((x) => (x > 1 ? x - 1 : x));
  if (counts && name === "recency") return column.map((tx) => (tx > 10 ? tx - 1 : tx));
  if (counts && name === "T") return column.map((n) => n + 1);
  // One purchase more in every history, or times and values a little shorter.
  return column.map((value) => (name === "frequency" ? value + 1 : 0.9 * value));
}

/** Central differences with one step of Richardson's extrapolation: truncation of order step⁴. */
function slopes(f: (shift: number) => ArrayLike<number>, step = 4e-3): number[] {
  const central = (h: number): number[] => {
    const [high, low] = [f(h), f(-h)];
    return Array.from(high, (value, k) => (value - low[k]) / (2 * h));
  };
  const [near, far] = [central(step / 2), central(step)];
  return near.map((value, k) => (4 * value - far[k]) / 3);
}

function shifted(logTheta: Float64Array, i: number, shift: number): Float64Array {
  const moved = logTheta.slice();
  moved[i] += shift;
  return moved;
}

for (const { title, parameters, counts, data, reads, objective, start } of CASES) {
  const n = parameters.length;

  describe(`the log-likelihood of ${title}`, () => {
    const likelihood = objective(data);

    it("knows its dimension and its customers", () => {
      expect(likelihood.dimension).toBe(n);
      expect(likelihood.observations).toBe(data.count.reduce((sum, count) => sum + count, 0));
    });

    it("has the gradient its differences have, and the Hessian its gradient's have", () => {
      const random = seeded(1);
      const here = newEvaluation(n);
      const there = newEvaluation(n);
      for (let k = 0; k < 25; k++) {
        const logTheta = drawLogTheta(parameters, random);
        likelihood.evaluate(logTheta, here);
        const scale = Math.abs(here.value) + Math.max(...here.gradient.map(Math.abs), ...here.hessian.map(Math.abs));
        for (let i = 0; i < n; i++) {
          const [g, ...entries] = slopes((h) => {
            likelihood.evaluate(shifted(logTheta, i, h), there);
            return [there.value, ...there.gradient];
          });
          expectClose(here.gradient[i], g, 1e-7, `gradient ${i} at ${logTheta}`, 1e-10 * scale);
          entries.forEach((entry, j) => {
            expectClose(here.hessian[n * i + j], entry, 1e-7, `Hessian ${i},${j} at ${logTheta}`, 1e-10 * scale);
          });
        }
      }
    });

    it("gives the same value both ways, and a symmetric Hessian", () => {
      const random = seeded(2);
      const out = newEvaluation(n);
      for (let k = 0; k < 25; k++) {
        const logTheta = drawLogTheta(parameters, random);
        likelihood.evaluate(logTheta, out);
        expect(likelihood.value(logTheta)).toBe(out.value);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < i; j++) expect(out.hessian[n * i + j]).toBe(out.hessian[n * j + i]);
      }
    });

    it("counts a history as often as it is repeated, in any order", () => {
      const rows = Array.from({ length: data.length }, (_, row) => row)
        .flatMap((row) => Array<number>(data.count[row]).fill(row))
        .reverse();
      const column = (values: Float64Array | undefined): Float64Array | undefined =>
        values && Float64Array.from(rows, (row) => values[row]);
      const repeated = {
        length: rows.length,
        frequency: column(data.frequency),
        recency: column(data.recency),
        T: column(data.T),
        monetaryValue: column(data.monetaryValue),
        litt: column(data.litt?.map((litt, row) => litt / data.count[row])),
        count: new Float64Array(rows.length).fill(1),
      } as Data;
      expectSame(objective(repeated), likelihood, 0);
      const ones = {
        ...data,
        count: new Float64Array(data.length).fill(1),
        litt: data.litt?.map((litt, row) => litt / data.count[row]),
      } as Data;
      expectSame(objective(ones).reweighted(data.count), likelihood, 0);
    });

    it("reads the columns it declares, and no others", () => {
      const logTheta = drawLogTheta(parameters, seeded(4));
      const columns = (Object.entries(data) as [string, Float64Array][]).filter(
        ([name]) => name !== "length" && name !== "count",
      );
      for (const [name, column] of columns) {
        const other = changed(name, column, counts);
        const differs = objective({ ...data, [name]: other }).value(logTheta) !== likelihood.value(logTheta);
        expect(differs, name).toBe(reads.includes(name));
      }
    });

    it.skipIf(counts)("changes by a constant with the units of time and money, so that its derivatives do not", () => {
      const [time, money] = [7, 100];
      const other = {
        ...data,
        ...(data.recency && { recency: data.recency.map((t) => t * time), T: data.T.map((t) => t * time) }),
        ...(data.litt && {
          litt: data.litt.map((litt, k) => litt + data.count[k] * data.frequency[k] * Math.log(time)),
        }),
        ...(data.monetaryValue && { monetaryValue: data.monetaryValue.map((m) => m * money) }),
      };
      // The density of each purchase time, or of each mean value, is per unit.
      const purchases = data.frequency.reduce((sum, x, k) => sum + data.count[k] * x, 0);
      const shift = data.recency ? purchases * Math.log(time) : likelihood.observations * Math.log(money);
      const moves = parameters.map((p) => p.timePower * Math.log(time) + p.moneyPower * Math.log(money));
      expectSame(objective(other), likelihood, -shift, moves);
    });

    it("has finite values and derivatives on a wide grid", () => {
      const out = newEvaluation(n);
      const wrong = levelGrid(n, 5)
        .map((levels) => Float64Array.from(levels, (level) => [-14, -3, 0, 3, 14][level]))
        .filter((logTheta) => {
          likelihood.evaluate(logTheta, out);
          return ![out.value, ...out.gradient, ...out.hessian].every(Number.isFinite);
        });
      expect(wrong).toEqual([]);
    });

    it("has a start within its domain", () => {
      const theta = start(data);
      for (const { name } of parameters) expect(theta[name] > 0 && Number.isFinite(theta[name])).toBe(true);
    });

    /** Holds two objectives together at several points, up to a constant and a shift of ln θ. */
    function expectSame(actual: Objective, expected: Objective, constant: number, moves: readonly number[] = []): void {
      const random = seeded(3);
      const [one, two] = [newEvaluation(n), newEvaluation(n)];
      for (let k = 0; k < 10; k++) {
        const logTheta = drawLogTheta(parameters, random);
        actual.evaluate(
          logTheta.map((value, i) => value + (moves[i] ?? 0)),
          one,
        );
        expected.evaluate(logTheta, two);
        const scale = Math.abs(two.value) + Math.abs(constant) + Math.max(...two.hessian.map(Math.abs));
        expectClose(one.value, two.value + constant, 1e-13, "value", 1e-13 * scale);
        for (let i = 0; i < n; i++) expectClose(one.gradient[i], two.gradient[i], 1e-12, "gradient", 1e-13 * scale);
        for (let i = 0; i < n * n; i++) expectClose(one.hessian[i], two.hessian[i], 1e-12, "Hessian", 1e-13 * scale);
      }
    }
  });
}

describe("the registry", () => {
  it("names each model once, and each model its parameters, its limits and their directions", () => {
    expect(new Set(models.map((model) => model.name)).size).toBe(models.length);
    for (const model of models) {
      expect(model.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(new Set(model.parameters.map((p) => p.name)).size).toBe(model.parameters.length);
      for (const limit of model.limits) {
        expect(limit.direction.length).toBe(model.parameters.length);
        expect(limit.direction.some((d) => d !== 0)).toBe(true);
        for (const name of limit.unidentified) expect(model.parameters.map((p) => p.name)).toContain(name);
      }
      expect(Object.keys(model.example)).toEqual(model.parameters.map((p) => p.name));
    }
  });
});
