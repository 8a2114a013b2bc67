import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { countHistories } from "../../src/data/histories.ts";
import { fit } from "../../src/fit/fit.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import { drawParameters } from "../../src/fit/parameter-draws.ts";
import { profileIntervals } from "../../src/fit/profile.ts";
import { waldIntervals } from "../../src/fit/wald.ts";
import type { Objective } from "../../src/model/objective.ts";
import { climb } from "../../src/optimize/nelder-mead.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

/** χ²_1(0.9), mpmath: the square of the 0.95-quantile of the normal. */
const CHI_SQUARE = 2.705543454095414;

const base = simulatedCustomers(WORLDS.cdnow, 600, 17);
const histories = countHistories(base);
const objective = bgNbd.objective(histories);
const fitted = fit(bgNbd, histories);

/** A fit of a log-likelihood written down here, of which only what intervals look at is filled in. */
function fitOf(
  names: readonly string[],
  values: readonly number[],
  logCovariance: readonly number[][],
  top: number,
  objective?: Objective,
) {
  return {
    model: { name: "stub", parameters: names.map((name) => ({ name, link: "log" })), objective: () => objective },
    logLikelihood: top,
    logCovariance,
    parameters: Object.fromEntries(names.map((name, i) => [name, values[i]])),
    estimates: names.map((name, i) => ({ name, value: values[i], logStandardError: Math.sqrt(logCovariance[i][i]) })),
  } as unknown as Fit;
}

describe("Wald", () => {
  it("is exp(ln θ̂ ± 1.6449·se): CDNOW's r by the figures of numbers.md §4.1", () => {
    // r = .24259452243, se(ln r) = .0125573781/r.
    const fit = fitOf(["r"], [0.24259452243], [[(0.0125573781 / 0.24259452243) ** 2]], 0);
    const [{ low, high }] = waldIntervals(fit, 0.9).parameters;
    const factor = Math.exp((1.6448536269514722 * 0.0125573781) / 0.24259452243);
    expectClose(low!, 0.24259452243 / factor, 1e-13);
    expectClose(high!, 0.24259452243 * factor, 1e-13);
  });

  it("has no ends for what is not identified", () => {
    const estimates = [
      { name: "a", value: 0, identified: false, standardError: undefined, logStandardError: undefined },
    ];
    const [{ low, high }] = waldIntervals({ model: { name: "stub" }, estimates } as unknown as Fit, 0.9).parameters;
    expect([low, high]).toEqual([undefined, undefined]);
  });
});

describe("profile likelihood", () => {
  it("is Wald's interval where the log-likelihood is a parabola in ln θ", () => {
    // ln L = −½ (u, v) A (u, v)ᵀ with A = [2 1; 1 3], so C = A⁻¹ = [3 −1; −1 2]/5.
    const quadratic: Objective = {
      dimension: 2,
      observations: 1,
      value: ([u, v]) => -(2 * u * u + 2 * u * v + 3 * v * v) / 2,
      evaluate([u, v], out) {
        out.value = -(2 * u * u + 2 * u * v + 3 * v * v) / 2;
        out.gradient.set([-2 * u - v, -u - 3 * v]);
        out.hessian.set([-2, -1, -1, -3]);
      },
    };
    const covariance = [
      [0.6, -0.2],
      [-0.2, 0.4],
    ];
    const stub = fitOf(["u", "v"], [1, 1], covariance, 0, quadratic);
    const wald = waldIntervals(stub, 0.9).parameters;
    profileIntervals(stub, histories, 0.9).parameters.forEach(({ low, high }, i) => {
      expectClose(low!, wald[i].low!, 1e-8);
      expectClose(high!, wald[i].high!, 1e-8);
    });
  });

  it("lies where the deviance is χ²_1(0.9), the other parameters maximised by Nelder-Mead", () => {
    profileIntervals(fitted, histories, 0.9).parameters.forEach(({ low, high }, j) => {
      for (const end of [low!, high!]) {
        const at = Float64Array.from(fitted.estimates, ({ value }) => Math.log(value));
        const others = at.filter((_, i) => i !== j);
        const whole = (rest: Float64Array): Float64Array => {
          const point = new Float64Array(4);
          for (let i = 0; i < 4; i++) point[i] = i === j ? Math.log(end) : rest[i < j ? i : i - 1];
          return point;
        };
        const best = climb((rest) => objective.value(whole(rest)), others);
        const deviance = 2 * (fitted.logLikelihood - objective.value(whole(best)));
        // Nelder-Mead ends within 1e-6 of the top.
        expectClose(deviance, CHI_SQUARE, 2e-6, `${fitted.estimates[j].name} = ${end}`);
      }
    });
  });

  it("has no end on a side where the likelihood levels off before it falls far enough", () => {
    // ln L = −e^−u − v² rises to its limit 0 as u → ∞; the fit is said to stand at u = 3.
    const ridge: Objective = {
      dimension: 2,
      observations: 1,
      value: ([u, v]) => -Math.exp(-u) - v * v,
      evaluate([u, v], out) {
        out.value = -Math.exp(-u) - v * v;
        out.gradient.set([Math.exp(-u), -2 * v]);
        out.hessian.set([-Math.exp(-u), 0, 0, -2]);
      },
    };
    const stub = fitOf(
      ["u", "v"],
      [Math.exp(3), 1],
      [
        [Math.exp(3), 0],
        [0, 0.5],
      ],
      -Math.exp(-3),
      ridge,
    );
    const [{ low, high }] = profileIntervals(stub, histories, 0.9).parameters;
    expect(high).toBeUndefined();
    // −ln(e^−3 + ½χ²), the deviance solved for u.
    expectClose(low!, 1 / (Math.exp(-3) + CHI_SQUARE / 2), 1e-7);
  });
});

describe("the search for an end", () => {
  /** r(ψ) = ψ/(1+ψ⁸)^⅛, which is level from 1.5 on, and beyond ψ = 4 rises again by (ψ − 4)². */
  const root = (psi: number) => psi / (1 + psi ** 8) ** 0.125 + Math.max(0, psi - 4) ** 2;
  const slope = (psi: number) => (1 + psi ** 8) ** -1.125 + 2 * Math.max(0, psi - 4);
  /** ln L = −r(ψ)²/2 − u²/2. */
  const plateau: Objective = {
    dimension: 2,
    observations: 1,
    value: ([psi, u]) => -(root(psi!) ** 2 + u! ** 2) / 2,
    evaluate([psi, u], out) {
      out.value = -(root(psi!) ** 2 + u! ** 2) / 2;
      out.gradient.set([-root(psi!) * slope(psi!), -u!]);
      out.hessian.set([-(slope(psi!) ** 2), 0, 0, -1]);
    },
  };

  it("does not leap from a level stretch over the end behind it", () => {
    const covariance = [
      [1, 0],
      [0, 1],
    ];
    const { parameters } = profileIntervals(fitOf(["psi", "u"], [1, 1], covariance, 0, plateau), histories, 0.9);
    const { low, high } = parameters[0]!;
    expectClose(root(Math.log(high!)) ** 2, CHI_SQUARE, 1e-7);
    expect(low).toBeUndefined();
  });
});

describe("draws of the parameters", () => {
  const draws = drawParameters({ purchase: fitted }, 20_000, seeded(4)).map(({ purchase }) => purchase);
  const names = fitted.estimates.map(({ name }) => name);

  it("have mean ln θ̂ and the fit's covariance", () => {
    const logs = draws.map((draw) => names.map((name) => Math.log(draw[name])));
    names.forEach((name, i) => {
      const mean = logs.reduce((sum, log) => sum + log[i], 0) / logs.length;
      const se = fitted.estimates[i].logStandardError!;
      expect(Math.abs(mean - Math.log(fitted.estimates[i].value)) / (se / Math.sqrt(20_000)), name).toBeLessThan(4);
      for (let j = 0; j <= i; j++) {
        const covariance =
          logs.reduce(
            (sum, log) =>
              sum + (log[i] - Math.log(fitted.estimates[i].value)) * (log[j] - Math.log(fitted.estimates[j].value)),
            0,
          ) / logs.length;
        const scale = se * fitted.estimates[j].logStandardError!;
        // Its standard error is at most √(2/20 000) = 1 % of the product of the standard deviations.
        expect(Math.abs(covariance - fitted.logCovariance[i][j]) / scale, `${name}, ${names[j]}`).toBeLessThan(0.04);
      }
    });
  });

  it("leave what is not identified where the fit put it", () => {
    const limit = {
      ...fitted,
      estimates: fitted.estimates.map((estimate, i) =>
        i < 2 ? estimate : { ...estimate, identified: false, standardError: undefined, logStandardError: undefined },
      ),
    };
    for (const { purchase } of drawParameters({ purchase: limit }, 50, seeded(1))) {
      expect(purchase.a).toBe(fitted.parameters.a);
      expect(purchase.r).not.toBe(fitted.parameters.r);
    }
  });
});
