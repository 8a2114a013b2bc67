import { describe, expect, it } from "vitest";
import { mbgNbd, nbd, paretoNbd } from "../../../models/index.ts";
import { fit } from "../../../src/fit/fit.ts";
import type { Histories } from "../../../src/model.ts";
import { seeded } from "../../../src/random/seeded.ts";

/** Customers of whom a share is gone from the first purchase on, and the others never leave. */
function customers(share: number, seed: number): Histories {
  const random = seeded(seed);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const T = 150 - (i % 30);
    const ages: number[] = [];
    if (random.uniform() >= share) nbd.simulate({ r: 0.8, alpha: 12 }, random, T, ages);
    return [ages.length, ages.at(-1) ?? 0, T] as const;
  });
  const column = (k: 0 | 1 | 2): Float64Array => Float64Array.from(rows, (row) => row[k]);
  const count = new Float64Array(rows.length).fill(1);
  return { length: rows.length, frequency: column(0), recency: column(1), T: column(2), count };
}

describe("the limit s, β → 0 of Pareto/NBD, a share gone at once", () => {
  // Seed 13 ends as a runaway, 8 at homogeneous-dropout, 3 at no-dropout.
  it.each([13, 8, 3])("is told where the likelihood is higher there, seed %d", (seed) => {
    const data = customers(0.4, seed);
    const [found, other] = [fit(paretoNbd, data), fit(mbgNbd, data)];
    const [notice] = found.notices;
    expect(notice).toMatchObject({ name: "limit-out-of-reach", severity: "warning" });
    expect(notice!.advice).toContain("--model mbg-nbd");
    const told = Number(/is ([\d.]+) higher/.exec(notice!.message)![1]);
    expect(other.logLikelihood - found.logLikelihood).toBeGreaterThan(told - 0.051);
  });

  it.each([2, 4])("is not told where all stay, seed %d", (seed) => {
    const found = fit(paretoNbd, customers(0, seed));
    expect(found.stop).toBe("limit");
    expect(found.notices.map(({ name }) => name)).toEqual(["no-dropout"]);
  });

  it("is not looked for at an interior maximum", () => {
    const random = seeded(1);
    const rows = Array.from({ length: 600 }, () => {
      const ages: number[] = [];
      paretoNbd.simulate(paretoNbd.example, random, 60, ages);
      return [ages.length, ages.at(-1) ?? 0];
    });
    const column = (k: number): Float64Array => Float64Array.from(rows, (row) => row[k]!);
    const same = (value: number): Float64Array => new Float64Array(rows.length).fill(value);
    const data = { length: rows.length, frequency: column(0), recency: column(1), T: same(60), count: same(1) };
    expect(fit(paretoNbd, data)).toMatchObject({ stop: "stationary", notices: [] });
  });
});
