import { describe, expect, it } from "vitest";
import { limits } from "../../../models/gamma-gamma/limits.ts";
import { objective } from "../../../models/gamma-gamma/log-likelihood.ts";
import { parameters } from "../../../models/gamma-gamma/parameters.ts";
import type { SpendHistories } from "../../../src/model.ts";
import { expectClose } from "../../support/close.ts";

const buyers: SpendHistories = {
  length: 4,
  frequency: Float64Array.of(1, 1, 2, 5),
  monetaryValue: Float64Array.of(12, 40, 22, 30),
  count: Float64Array.of(6, 2, 12, 8),
};

describe("limits of Gamma-Gamma", () => {
  it.each(limits)("$name: names parameters of the model, one direction entry each", ({ direction, unidentified }) => {
    const names = parameters.map(({ name }) => name);
    expect(direction).toHaveLength(names.length);
    for (const [k, name] of names.entries()) if (direction[k] !== 0) expect(unidentified).toContain(name);
  });

  it.each(limits.filter(({ name }) => name !== "equal-spend"))(
    "$name: ln L tends to a finite limit along the direction",
    ({ direction }) => {
      const at = (u: number) =>
        objective(buyers).value(Float64Array.from([6.25, 3.74, 15.44], (t, k) => Math.log(t) + u * direction[k]));
      expectClose(at(30), at(25), 1e-9);
      expectClose((at(15) - at(30)) / (at(10) - at(30)), Math.exp(-5), 0.02);
    },
  );

  it("equal-spend is impossible where spend differs", () => {
    const point = Float64Array.of(Math.log(6.25) + 20, Math.log(3.74) + 20, Math.log(15.44));
    expect(objective(buyers).value(point)).toBeLessThan(-1e6);
  });
});
