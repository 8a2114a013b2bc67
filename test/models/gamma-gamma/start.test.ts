import { describe, expect, it } from "vitest";
import { parameters } from "../../../models/gamma-gamma/parameters.ts";
import { simulate } from "../../../models/gamma-gamma/simulate.ts";
import { start } from "../../../models/gamma-gamma/start.ts";
import type { SpendHistories } from "../../../src/model.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { expectClose } from "../../support/close.ts";

const THETA = { p: 6.25, q: 3.74, v: 15.44 };

/** Customers with x from 1 to 12, in that order, and the mean values the model draws for them. */
function drawn(customers: number): SpendHistories {
  const random = seeded(1);
  const frequency = Float64Array.from({ length: customers }, (_, k) => 1 + Math.floor((12 * k) / customers));
  const monetaryValue = frequency.map((x) => simulate(THETA, random, x).reduce((sum, value) => sum + value, 0) / x);
  return { length: customers, frequency, monetaryValue, count: new Float64Array(customers).fill(1) };
}

describe("start of Gamma-Gamma", () => {
  it("lies near the parameters the values were drawn from", () => {
    const near = start(drawn(50_000));
    // The 2 048 histories it looks at tell q to a tenth; p, a difference of spreads, to within a factor of two.
    expectClose(near.q, THETA.q, 0.1);
    for (const name of ["p", "v"] as const) expect(Math.abs(Math.log2(near[name] / THETA[name]))).toBeLessThan(1);
  });

  it("is the same in any currency", () => {
    const euros = drawn(200);
    const inEuros = start(euros);
    const inCents = start({ ...euros, monetaryValue: euros.monetaryValue.map((m) => 100 * m) });
    for (const { name, moneyPower } of parameters) expectClose(inCents[name], inEuros[name] * 100 ** moneyPower, 1e-10);
  });

  it("takes customers counted for as many rows", () => {
    const pairs = {
      length: 3,
      frequency: Float64Array.of(1, 2, 5),
      monetaryValue: Float64Array.of(12, 22, 30),
      count: Float64Array.of(1, 2, 3),
    };
    const rows = {
      length: 6,
      frequency: Float64Array.of(1, 2, 2, 5, 5, 5),
      monetaryValue: Float64Array.of(12, 22, 22, 30, 30, 30),
      count: new Float64Array(6).fill(1),
    };
    for (const { name } of parameters) expectClose(start(pairs)[name], start(rows)[name], 1e-12);
  });

  it("is finite where the spread tells nothing of p and q", () => {
    const alike = drawn(100).monetaryValue.fill(7);
    const { p, q, v } = start({ ...drawn(100), monetaryValue: alike });
    expect([p, q]).toEqual([2, 3]);
    // ln m = E(ln m | x) at mean 1/x, by the approximation of the doc comment.
    expect(v).toBeGreaterThan(7);
    expect(v).toBeLessThan(14);
  });
});
