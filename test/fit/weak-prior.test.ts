import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma, mbgNbd, nbd } from "../../models/index.ts";
import { weakPrior } from "../../src/fit/weak-prior.ts";
import type { Objective } from "../../src/model/objective.ts";
import type { Limit, Parameter } from "../../src/model.ts";
import { maximize } from "../../src/optimize/newton.ts";
import { drawNormal } from "../../src/random/draws.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

const parameter = (name: string, timePower: number, moneyPower: number): Parameter => {
  return { name, symbol: name, meaning: name, link: "log", timePower, moneyPower };
};
const along = (...direction: number[]): Limit => {
  return { name: "limit", direction, unidentified: [], message: "", advice: "" } as unknown as Limit;
};
const prior = weakPrior({
  parameters: [parameter("pure", 0, 0), parameter("time", 1, 0), parameter("money", 0, 1)],
  limits: [along(1, 1, 0), along(-1, 0, 1), along(0, 1, 0)],
});

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

  it("is none along what has no limit", () => {
    const free = weakPrior({ parameters: [parameter("p", 0, 0), parameter("q", 0, 0)], limits: [along(0, -1)] });
    expect(Array.from(free.within(Float64Array.of(31, 31)))).toEqual([31, 10]);
  });

  it("bounds the ratio of two times in any unit, and neither alone", () => {
    const times = weakPrior({
      parameters: [parameter("r", 0, 0), parameter("alpha", 1, 0), parameter("s", 0, 0), parameter("beta", 1, 0)],
      limits: [along(1, 1, 0, 0), along(0, 0, -1, 0), along(0, 0, 0, 1)],
    });
    const at = (phi: Float64Array): number => {
      const out = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
      times.added(parabola(0, [0, 0, 0, 0]), times.centre).evaluate(phi, out);
      return out.value;
    };
    const [weeks, days] = [Float64Array.of(1, 2, 3, 8), Float64Array.of(1, 2 + Math.log(7), 3, 8 + Math.log(7))];
    expectClose(at(weeks), -(1 + 9 + 6 ** 2 / 2) / 200, 1e-14);
    expectClose(at(days), at(weeks), 1e-14);
    const centre = times.drawCentre(seeded(3));
    expectClose(centre[1], -centre[3], 1e-14);
    for (const model of [bgNbd, gammaGamma, mbgNbd, nbd]) {
      const pure = model.parameters.map(({ timePower, moneyPower }) => timePower === 0 && moneyPower === 0);
      const far = Float64Array.from(pure, () => 31);
      expect(Array.from(weakPrior(model).within(far)), model.name).toEqual(pure.map((is) => (is ? 10 : 31)));
    }
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
