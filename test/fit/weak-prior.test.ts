import { describe, expect, it } from "vitest";
import { weakPrior } from "../../src/fit/weak-prior.ts";
import type { Objective, Parameter } from "../../src/model.ts";
import { maximize } from "../../src/optimize/newton.ts";
import { drawNormal } from "../../src/random/draws.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

const parameter = (name: string, timePower: number, moneyPower: number): Parameter => {
  return { name, symbol: name, meaning: name, link: "log", timePower, moneyPower };
};
const prior = weakPrior([parameter("pure", 0, 0), parameter("time", 1, 0), parameter("money", 0, 1)]);

/** −½·k·Σ (x_j − m_j)²: data that tell each ln θ_j with a variance of 1/k. */
function parabola(k: number, m: readonly number[]): Objective {
  return {
    dimension: m.length,
    observations: 1,
    value: (x) => m.reduce((sum, mj, j) => sum - (k * (x[j] - mj) ** 2) / 2, 0),
    evaluate(x, out) {
      out.value = this.value(x);
      out.hessian.fill(0);
      m.forEach((mj, j) => {
        out.gradient[j] = -k * (x[j] - mj);
        out.hessian[(m.length + 1) * j] = -k;
      });
    },
  };
}

describe("the weak prior", () => {
  it("adds −(ln θ − c)²/200 with its derivatives for pure numbers, nothing for what has a unit", () => {
    const x = Float64Array.of(3, -2, 1);
    const out = { value: 0, gradient: new Float64Array(3), hessian: new Float64Array(9) };
    prior.added(parabola(1, [0, 0, 0]), Float64Array.of(-4, 0, 0)).evaluate(x, out);
    expectClose(out.value, -14 / 2 - 49 / 200, 1e-15, "value");
    expectClose(out.gradient[0], -3 - 7 / 100, 1e-15, "gradient");
    expect(Array.from(out.gradient.subarray(1))).toEqual([2, -1]);
    expect(Array.from(out.hessian)).toEqual([-1 - 1 / 100, 0, 0, 0, -1, 0, 0, 0, -1]);
  });

  it("draws centres as far off as it is wide, none for what has a unit", () => {
    const random = seeded(1);
    const centres = Array.from({ length: 4000 }, () => prior.drawCentre(random));
    expect(centres.every(([, time, money]) => time === 0 && money === 0)).toBe(true);
    const mean = centres.reduce((sum, [c]) => sum + c, 0) / centres.length;
    const variance = centres.reduce((sum, [c]) => sum + c ** 2, 0) / centres.length;
    // Standard errors: 10/√4000 = 0.16 and √(2/4000) = 2.2 %.
    expect(Math.abs(mean)).toBeLessThan(0.5);
    expectClose(variance, 100, 0.07, "variance");
  });

  it("brings pure numbers to within its standard deviation, and nothing else", () => {
    expect(Array.from(prior.within(Float64Array.of(31, 31, -31)))).toEqual([10, 31, -31]);
    expect(Array.from(prior.within(Float64Array.of(-31, 0, 0)))).toEqual([-10, 0, 0]);
    expect(Array.from(prior.within(Float64Array.of(1.5, 0, 0)))).toEqual([1.5, 0, 0]);
  });

  it.each([4, 1 / 50])("makes of resampled parabolas of curvature %s draws from the posterior", (k) => {
    // Data m* ~ N(m, 1/k) and centre c* ~ N(0, 100): the maximum is N(k·m, k + 1/100)/(k + 1/100), which is the posterior given m.
    const m = 2;
    const random = seeded(2);
    const draws = Array.from({ length: 4000 }, () => {
      const resampled = parabola(k, [m + drawNormal(random) / Math.sqrt(k), 0, 0]);
      return maximize(prior.added(resampled, prior.drawCentre(random)), new Float64Array(3)).point[0];
    });
    const precision = k + 1 / 100;
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - (k * m) / precision) * Math.sqrt(precision)).toBeLessThan(3 / Math.sqrt(draws.length));
    expectClose(variance, 1 / precision, 0.07, "variance");
  });
});
