import { describe, expect, it } from "vitest";
import { limits } from "../../../models/bg-nbd/limits.ts";
import { objective } from "../../../models/bg-nbd/log-likelihood.ts";
import { parameters } from "../../../models/bg-nbd/parameters.ts";
import { start } from "../../../models/bg-nbd/start.ts";
import type { Histories } from "../../../src/model.ts";
import { expectClose } from "../../support/close.ts";

const buyers: Histories = {
  length: 4,
  frequency: Float64Array.of(0, 1, 2, 5),
  recency: Float64Array.of(0, 10, 22, 30),
  T: Float64Array.of(38, 38, 38, 38),
  count: Float64Array.of(60, 20, 12, 8),
};

describe("limits of BG/NBD", () => {
  it.each(limits)("$name: names parameters of the model, one direction entry each", ({ direction, unidentified }) => {
    const names = parameters.map(({ name }) => name);
    expect(direction).toHaveLength(names.length);
    for (const name of unidentified) expect(names).toContain(name);
    for (const [k, name] of names.entries()) if (direction[k] !== 0) expect(unidentified).toContain(name);
  });

  it.each(limits.filter(({ name }) => name !== "no-repeat-purchases" && name !== "dropout-at-once"))(
    "$name: ln L tends to a finite limit along the direction",
    ({ direction }) => {
      const at = (u: number) =>
        objective(buyers).value(Float64Array.from([0.24, 4.4, 0.79, 2.4], (t, k) => Math.log(t) + u * direction[k]));
      expectClose(at(30), at(25), 1e-9);
      // c − k·e^−u: what is left falls by e^−5 from 10 to 15.
      expectClose((at(15) - at(30)) / (at(10) - at(30)), Math.exp(-5), 0.02);
    },
  );

  it("dropout-at-once and no-repeat-purchases are impossible once a customer has bought three times", () => {
    for (const { name, direction } of limits) {
      if (name !== "no-repeat-purchases" && name !== "dropout-at-once") continue;
      const point = Float64Array.from([0.24, 4.4, 0.79, 2.4], (t, k) => Math.log(t) + 30 * direction[k]);
      expect(objective(buyers).value(point)).toBeLessThan(-400);
    }
  });
});

describe("start of BG/NBD", () => {
  it("is positive and scales with the time unit", () => {
    const weeks = start(buyers);
    const days = start({ ...buyers, recency: buyers.recency.map((t) => 7 * t), T: buyers.T.map((t) => 7 * t) });
    for (const { name, timePower } of parameters) {
      expect(weeks[name]).toBeGreaterThan(0);
      expectClose(days[name], weeks[name] * 7 ** timePower, 1e-14, name);
    }
  });

  it("is finite where no customer has bought again", () => {
    const none = { ...buyers, frequency: new Float64Array(4), recency: new Float64Array(4) };
    expect(Object.values(start(none)).every((value) => value > 0 && Number.isFinite(value))).toBe(true);
  });
});
