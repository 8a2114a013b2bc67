import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objective } from "../../../models/gamma-gamma/log-likelihood.ts";
import type { Evaluation, Objective } from "../../../src/model/objective.ts";
import type { SpendHistories } from "../../../src/model.ts";
import { expectClose } from "../../support/close.ts";
import { fixture, sharedReference } from "../../support/reference.ts";

const NAMES = ["p", "q", "v"];

/**
 * At p = 1e-6 the second derivative in ln p is 5e-7, a difference of y ψ(y) and y² ψ′(y), which are −1 and 1. So the
 * rounding error is absolute. One ulp of the parameters moves it by as much.
 */
const ROUNDING = 4.5e-16;

type Row = readonly [x: number, m: number, count: number];

function histories(rows: readonly Row[]): SpendHistories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]);
  return { length: rows.length, frequency: column(0), monetaryValue: column(1), count: column(2) };
}

function at(f: Objective, logTheta: Float64Array): Evaluation {
  const out = { value: 0, gradient: new Float64Array(3), hessian: new Float64Array(9) };
  f.evaluate(logTheta, out);
  return out;
}

const logs = (...theta: number[]) => Float64Array.from(theta, Math.log);

for (const [name, rows] of [
  ["shared/reference/gamma-gamma.csv", sharedReference("gamma-gamma")],
  ["test/fixtures/gamma-gamma.csv", fixture("gamma-gamma")],
] as const) {
  describe.skipIf(rows === undefined)(`Gamma-Gamma log-likelihood against ${name}, on every row`, () => {
    it("value to 1e-12, gradient and Hessian in ln θ to 1e-10", () => {
      for (const { category, line, value: v } of rows!) {
        const what = (part: string) => `line ${line} (${category}) ${part}`;
        const { value, gradient, hessian } = at(objective(histories([[v.x, v.mean, 1]])), logs(v.p, v.q, v.v));
        expectClose(value, v.ll, 1e-12, what("ll"));
        for (const [i, p] of NAMES.entries()) expectClose(gradient[i], v[`dll_dlog${p}`], 1e-10, what(p));
        if (v.d2ll_dlogp_dlogp === undefined) continue;
        for (let i = 0; i < 3; i++) {
          for (let j = i; j < 3; j++) {
            const wanted = v[`d2ll_dlog${NAMES[i]}_dlog${NAMES[j]}`];
            expectClose(hessian[3 * i + j], wanted, 1e-10, what(`${NAMES[i]} ${NAMES[j]}`), ROUNDING);
          }
        }
      }
    });
  });
}

describe("Gamma-Gamma log-likelihood of many histories", () => {
  const rows = Array.from({ length: 600 }, (_, k): Row => [1 + (k % 7), 5 + ((k * 37) % 101), 1 + (k % 4)]);
  const theta = logs(6.25, 3.74, 15.44);

  it("is the sum over histories, in any order, under any weights", () => {
    const count = Float64Array.from(rows, ([, , n], k) => (k % 5 === 0 ? 0 : n / 4));
    const { value, gradient, hessian } = at(
      objective(histories(rows.toReversed())).reweighted(count.toReversed()),
      theta,
    );
    const sum = { value: 0, gradient: [0, 0, 0], hessian: new Array<number>(9).fill(0) };
    rows.forEach(([x, m], k) => {
      const one = at(objective(histories([[x, m, 1]])), theta);
      sum.value += count[k] * one.value;
      for (let i = 0; i < 3; i++) sum.gradient[i] += count[k] * one.gradient[i];
      for (let i = 0; i < 9; i++) sum.hessian[i] += count[k] * one.hessian[i];
    });
    const size = Math.max(...sum.hessian.map(Math.abs));
    expectClose(value, sum.value, 1e-13);
    for (let i = 0; i < 3; i++) expectClose(gradient[i], sum.gradient[i], 1e-13, `gradient ${i}`, 1e-13 * size);
    for (let i = 0; i < 9; i++) expectClose(hessian[i], sum.hessian[i], 1e-13, `Hessian ${i}`, 1e-13 * size);
  });

  it("counts the customers", () => {
    expect(objective(histories(rows)).observations).toBe(rows.reduce((sum, [, , n]) => sum + n, 0));
  });

  it("in another currency is the same up to the Jacobian: v scales, −ln m with it", () => {
    const cents = at(objective(histories(rows.map(([x, m, n]) => [x, 100 * m, n]))), logs(6.25, 3.74, 1544));
    const euros = at(objective(histories(rows)), theta);
    const customers = rows.reduce((sum, [, , n]) => sum + n, 0);
    expectClose(cents.value, euros.value - customers * Math.log(100), 1e-13);
  });
});

describe("Gamma-Gamma log-likelihood, properties", () => {
  const size = fc.double({ min: Math.log(1e-8), max: Math.log(1e8), noNaN: true });
  const history = fc
    .tuple(fc.integer({ min: 1, max: 1e5 }), fc.double({ min: Math.log(1e-6), max: Math.log(1e9), noNaN: true }))
    .map(([x, logM]): Row => [x, Math.exp(logM), 1]);

  it("is finite with its derivatives for every p, q, v from 1e-8 to 1e8", () => {
    fc.assert(
      fc.property(fc.tuple(size, size, size), fc.array(history, { minLength: 1, maxLength: 5 }), (theta, rows) => {
        const { value, gradient, hessian } = at(objective(histories(rows)), Float64Array.from(theta));
        expect([value, ...gradient, ...hessian].every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("q, v → ∞ with q/v = ν is Gamma(px) of rate νx for the mean", () => {
    const [p, nu] = [3, 0.2];
    // lnΓ(6) = ln 120 for px = 6.
    const direct = 6 * Math.log(nu * 2) + 5 * Math.log(14) - nu * 2 * 14 - Math.log(120);
    expectClose(objective(histories([[2, 14, 1]])).value(logs(p, nu * 1e15, 1e15)), direct, 1e-13);
  });
});
