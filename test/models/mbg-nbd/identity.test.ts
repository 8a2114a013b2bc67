import { describe, expect, it } from "vitest";
import { bgNbd, mbgNbd } from "../../../models/index.ts";
import { toLink } from "../../../src/fit/link.ts";
import type { Histories } from "../../../src/model.ts";
import { futureOf } from "../../../src/predict/future-of.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { expectClose } from "../../support/close.ts";
import { drawParameters } from "../../support/parameter-grid.ts";

describe("MBG/NBD is BG/NBD behind one coin", () => {
  it("in the likelihood: ln(b/(a+b)) and BG/NBD at b + 1; at x = 0 mixed with those lost at once", () => {
    const random = seeded(1);
    for (let k = 0; k < 40; k++) {
      const theta = drawParameters(mbgNbd.parameters, random, 0.05, 20);
      const later = { ...theta, b: theta.b + 1 };
      const { a, b } = theta;
      for (const [x, tx, T] of [
        [0, 0, 30],
        [1, 3, 30],
        [7, 29, 30],
        [200, 30, 30],
      ] as const) {
        const one = (value: number): Float64Array => Float64Array.of(value);
        const data: Histories = { length: 1, frequency: one(x), recency: one(tx), T: one(T), count: one(1) };
        const logBg = bgNbd.objective(data).value(toLink(bgNbd.parameters, later));
        // The BG/NBD of a customer who survived gives one without repeat purchases P(alive) = 1.
        const expected = x === 0 ? Math.log((a + b * Math.exp(logBg)) / (a + b)) : logBg + Math.log(b / (a + b));
        const got = mbgNbd.objective(data).value(toLink(mbgNbd.parameters, theta));
        expectClose(got, expected, 1e-12, JSON.stringify([theta, x]), 1e-14);
      }
    }
  });

  it("in a new customer, who is none alive at age 0, and in P(alive), which is below 1 at x = 0", () => {
    const theta = mbgNbd.example;
    const { a, b } = theta;
    const alive = bgNbd.newcomer({ ...theta, b: b + 1 });
    expectClose(mbgNbd.newcomer(theta).expected(39), (b / (a + b)) * alive.expected(39), 1e-15);
    expectClose(futureOf(mbgNbd, theta, [0, 0, 0]).alive, b / (a + b), 1e-15);
    expect(futureOf(mbgNbd, theta, [0, 0, 38.86]).alive).toBeLessThan(0.5);
  });
});
