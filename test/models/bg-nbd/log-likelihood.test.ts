import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objective } from "../../../models/bg-nbd/log-likelihood.ts";
import type { Evaluation, Objective } from "../../../src/model/objective.ts";
import type { Histories } from "../../../src/model.ts";
import { expectClose } from "../../support/close.ts";
import { fixture, sharedReference } from "../../support/reference.ts";

const NAMES = ["r", "alpha", "a", "b"];
const PAIRS = NAMES.flatMap((_, i) => NAMES.slice(i).map((_, j) => [i, i + j] as const));

/** What differences in 50 digits leave of a derivative that is exactly 0, as ∂/∂a for x = 1, t_x = T. */
const REFERENCE_NOISE = 1e-49;

type Row = readonly [x: number, tx: number, T: number, count: number];

function histories(rows: readonly Row[]): Histories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]);
  return { length: rows.length, frequency: column(0), recency: column(1), T: column(2), count: column(3) };
}

function at(f: Objective, logTheta: Float64Array): Evaluation {
  const out = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  f.evaluate(logTheta, out);
  return out;
}

const logs = (...theta: number[]) => Float64Array.from(theta, Math.log);

for (const [name, rows] of [
  ["shared/reference/bg-nbd.csv", sharedReference("bg-nbd")],
  ["test/fixtures/bg-nbd.csv", fixture("bg-nbd")],
] as const) {
  describe.skipIf(rows === undefined)(`BG/NBD log-likelihood against ${name}, on every row`, () => {
    it("value to 1e-12, gradient and Hessian in ln θ to 1e-10", () => {
      for (const { category, line, value: v } of rows!) {
        const what = (part: string) => `line ${line} (${category}) ${part}`;
        const { value, gradient, hessian } = at(
          objective(histories([[v.x, v.t_x, v.T, 1]])),
          logs(v.r, v.alpha, v.a, v.b),
        );
        expectClose(value, v.ll, 1e-12, what("ll"), REFERENCE_NOISE);
        for (const [i, p] of NAMES.entries()) {
          expectClose(gradient[i], v[`dll_dlog${p}`], 1e-10, what(p), REFERENCE_NOISE);
        }
        if (v.d2ll_dlogr_dlogr === undefined) continue;
        for (const [i, j] of PAIRS) {
          const wanted = v[`d2ll_dlog${NAMES[i]}_dlog${NAMES[j]}`];
          expectClose(hessian[4 * i + j], wanted, 1e-10, what(`${NAMES[i]} ${NAMES[j]}`), REFERENCE_NOISE);
        }
      }
    });

    it("every entry to 1e-12 of the largest of its gradient or Hessian", () => {
      for (const { line, value: v } of rows!) {
        const { gradient, hessian } = at(objective(histories([[v.x, v.t_x, v.T, 1]])), logs(v.r, v.alpha, v.a, v.b));
        const slopes = NAMES.map((p) => v[`dll_dlog${p}`]);
        const size = (entries: readonly number[]) => Math.max(...entries.map(Math.abs));
        for (const [i, wanted] of slopes.entries()) {
          expectClose(gradient[i], wanted, 0, `line ${line}`, 1e-12 * size(slopes) + REFERENCE_NOISE);
        }
        if (v.d2ll_dlogr_dlogr === undefined) continue;
        const curves = PAIRS.map(([i, j]) => v[`d2ll_dlog${NAMES[i]}_dlog${NAMES[j]}`]);
        for (const [k, [i, j]] of PAIRS.entries()) {
          expectClose(hessian[4 * i + j], curves[k], 0, `line ${line}`, 1e-12 * size(curves) + REFERENCE_NOISE);
        }
      }
    });
  });
}

/** A grid dense enough that runs are longer than the tables of T and t_x: powers are then tabulated. */
const dense = histories(
  Array.from({ length: 40 }, (_, t) =>
    Array.from({ length: 12 * 20 }, (_, k): Row => {
      const x = k % 12;
      const tx = x === 0 ? 0 : 1 + Math.floor(k / 12);
      return [x, tx, 21 + t, 1 + ((t + k) % 5)];
    }),
  ).flat(),
);

/** Σ over histories, each laid out alone: nothing tabulated, no run, no shared k. */
function oneByOne(data: Histories, theta: Float64Array): Evaluation {
  const sum: Evaluation = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  for (let k = 0; k < data.length; k++) {
    const one = at(objective(histories([[data.frequency[k], data.recency[k], data.T[k], 1]])), theta);
    sum.value += data.count[k] * one.value;
    for (let i = 0; i < 4; i++) sum.gradient[i] += data.count[k] * one.gradient[i];
    for (let i = 0; i < 16; i++) sum.hessian[i] += data.count[k] * one.hessian[i];
  }
  return sum;
}

/** Sums differ by rounding only: relative to the sum of magnitudes, which for a gradient near a maximum is its Hessian's. */
function expectSame(actual: Evaluation, expected: Evaluation, tolerance: number): void {
  const size = expected.hessian.reduce((largest, h) => Math.max(largest, Math.abs(h)), 0);
  expectClose(actual.value, expected.value, tolerance, "value");
  for (let i = 0; i < 4; i++) {
    expectClose(actual.gradient[i], expected.gradient[i], tolerance, `gradient ${i}`, tolerance * size);
  }
  for (let i = 0; i < 16; i++) {
    expectClose(actual.hessian[i], expected.hessian[i], tolerance, `Hessian ${i}`, tolerance * size);
  }
}

describe("BG/NBD log-likelihood of many histories", () => {
  it.each([
    [0.24, 4.4, 0.79, 2.4],
    [3, 200, 0.05, 0.01],
    [80, 7000, 400, 9000],
    [0.01, 0.001, 5, 0.5],
  ])("is the sum over histories at r %d, α %d, a %d, b %d", (...theta) => {
    expectSame(at(objective(dense), logs(...theta)), oneByOne(dense, logs(...theta)), 2e-13);
  });

  it("takes any weights: halves, and zeros for histories that are not there", () => {
    const theta = logs(0.24, 4.4, 0.79, 2.4);
    const count = dense.count.map((n, k) => (k % 3 === 0 ? 0 : n / 2));
    const kept = Array.from(dense.count.keys()).filter((k) => k % 3 !== 0);
    const without = histories(
      kept.map((k) => [dense.frequency[k], dense.recency[k], dense.T[k], dense.count[k] / 2] as const),
    );
    const whole = objective(dense);
    const reweighted = whole.reweighted(count);
    expectClose(
      reweighted.observations,
      without.count.reduce((a, b) => a + b),
      1e-14,
    );
    expectSame(at(reweighted, theta), at(objective(without), theta), 1e-13);
    expectSame(at(whole, theta), oneByOne(dense, theta), 2e-13);
  });

  it("does not depend on the order of histories, nor on how they are split", () => {
    const theta = logs(0.24, 4.4, 0.79, 2.4);
    const rows = Array.from(
      { length: dense.length },
      (_, k): Row => [dense.frequency[k], dense.recency[k], dense.T[k], dense.count[k]],
    );
    const split = rows.reverse().flatMap(([x, tx, T, n]): Row[] => [
      [x, tx, T, n / 4],
      [x, tx, T, (3 * n) / 4],
    ]);
    expectSame(at(objective(histories(split)), theta), at(objective(dense), theta), 2e-13);
  });

  it("value alone is the value of the evaluation, where powers are tabulated, raised or clamped", () => {
    const f = objective(dense);
    const theta = logs(0.24, 4.4, 0.79, 2.4);
    expect(f.value(theta)).toBe(at(f, theta).value);
    const silent = objective(histories([[40, 0.001, 4000, 2]]));
    expect(silent.value(logs(30, 1e-4, 1e-3, 1))).toBe(at(silent, logs(30, 1e-4, 1e-3, 1)).value);
  });
});

describe("BG/NBD log-likelihood, properties", () => {
  const size = fc.double({ min: Math.log(1e-8), max: Math.log(1e8), noNaN: true });
  const history = fc
    .tuple(
      fc.integer({ min: 0, max: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
    )
    .map(([x, share, T]): Row => [x, x === 0 ? 0 : share * T, T, 1]);

  it("is finite with its derivatives for every r, α, a, b from 1e-8 to 1e8", () => {
    fc.assert(
      fc.property(
        fc.tuple(size, size, size, size),
        fc.array(history, { minLength: 1, maxLength: 5 }),
        (theta, rows) => {
          const { value, gradient, hessian } = at(objective(histories(rows)), Float64Array.from(theta));
          expect([value, ...gradient, ...hessian].every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("in another time unit is the same up to the Jacobian: α in days, θ else unchanged", () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 5 }), (rows) => {
        const weeks = at(objective(histories(rows)), logs(0.7, 5, 0.8, 2));
        const days = at(
          objective(histories(rows.map(([x, tx, T, n]) => [x, 7 * tx, 7 * T, n]))),
          logs(0.7, 35, 0.8, 2),
        );
        const purchases = rows.reduce((sum, [x]) => sum + x, 0);
        expectClose(days.value, weeks.value - purchases * Math.log(7), 1e-12, "value", 1e-12 * (1 + 10 * purchases));
        for (let i = 0; i < 4; i++) {
          expectClose(days.gradient[i], weeks.gradient[i], 1e-10, `gradient ${i}`, 1e-13 * (1 + purchases));
        }
      }),
    );
  });
});

describe("BG/NBD log-likelihood at its limits", () => {
  const rows: Row[] = [
    [0, 0, 30, 5],
    [2, 20, 30, 3],
    [7, 29, 30, 1],
  ];

  it("a = 0 is the NBD (Ehrenberg 1959): Σ ln((r+k)/(α+T)) + r ln(α/(α+T)), and says nothing about b", () => {
    const [r, alpha] = [0.6, 9];
    const nbd = rows.reduce((sum, [x, , T, n]) => {
      const purchases = Array.from({ length: x }, (_, k) => Math.log((r + k) / (alpha + T))).reduce((a, b) => a + b, 0);
      return sum + n * (purchases + r * Math.log(alpha / (alpha + T)));
    }, 0);
    const { value, gradient } = at(objective(histories(rows)), logs(r, alpha, 0, 2));
    expectClose(value, nbd, 1e-14);
    expect(Math.abs(gradient[2]) + Math.abs(gradient[3])).toBe(0);
  });

  it("r, α → ∞ with r/α = λ and a = 0 is Poisson: Σ x ln λ − λT", () => {
    const lambda = 0.1;
    const poisson = rows.reduce((sum, [x, , T, n]) => sum + n * (x * Math.log(lambda) - lambda * T), 0);
    expectClose(at(objective(histories(rows)), logs(lambda * 1e16, 1e16, 0, 2)).value, poisson, 1e-13);
  });

  it("a, b → ∞ with a/(a+b) = p: Π(1−p) over purchases, and the last one with dropout or silence", () => {
    const [r, alpha, p] = [0.6, 9, 0.2];
    const f = objective(histories(rows));
    const direct = rows.reduce((sum, [x, tx, T, n]) => {
      const rate =
        Array.from({ length: x }, (_, k) => Math.log(r + k)).reduce((a, b) => a + b, 0) + r * Math.log(alpha);
      const alive = (1 - p) ** x * (alpha + T) ** -(r + x);
      const gone = x === 0 ? 0 : p * (1 - p) ** (x - 1) * (alpha + tx) ** -(r + x);
      return sum + n * (rate + Math.log(alive + gone));
    }, 0);
    expectClose(f.value(logs(r, alpha, p * 1e15, (1 - p) * 1e15)), direct, 1e-13);
  });
});
