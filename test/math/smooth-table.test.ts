import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { smoothTable } from "../../src/math/smooth-table.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

describe("a table of a smooth function", () => {
  const random = seeded(3);
  const at = Float64Array.from({ length: 3000 }, () => 1000 * random.uniform());

  it.each([
    ["a logarithm near its pole", (x: number) => Math.log(1e-3 + x)],
    ["a power", (x: number) => (4.4 + x) ** -1.7],
    ["a function with a corner", (x: number) => 1 + Math.abs(x - 300)],
    ["no number at an end", (x: number) => (x > 990 ? Number.POSITIVE_INFINITY : x)],
  ])("has the values of %s, in any order", (_, f) => {
    const out = new Float64Array(at.length + 5);
    smoothTable(at)(f, out, 5);
    expect(Array.from(out.subarray(0, 5))).toEqual([0, 0, 0, 0, 0]);
    // Checked at three points of a piece to 1e-12.
    at.forEach((x, k) => {
      if (f(x) === Number.POSITIVE_INFINITY) expect(out[k + 5]).toBe(f(x));
      else expectClose(out[k + 5]!, f(x), 1e-10);
    });
  });

  it("takes a fraction of the evaluations, and no more after a function that was coarse", () => {
    const fill = smoothTable(at);
    const out = new Float64Array(at.length);
    const evaluations = (f: (x: number) => number): number => {
      let count = 0;
      const counted = (x: number): number => {
        count++;
        return f(x);
      };
      fill(counted, out, 0);
      return count;
    };
    expect(evaluations((x) => Math.log(200 + x))).toBeLessThan(100);
    expect(evaluations((x) => Math.log(0.5 + x))).toBeLessThan(at.length / 3);
  });

  it("gives the draws of a model what its own functions give, where ages hardly repeat", () => {
    const length = 600;
    const histories = {
      length,
      frequency: Float64Array.from({ length }, (_, k) => (k < 400 ? 0 : 1)),
      recency: Float64Array.from({ length }, (_, k) => (k < 400 ? 0 : 3)),
      T: Float64Array.from({ length }, () => 3 + 87 * random.uniform()),
    };
    const theta = { r: 0.9, alpha: 12.5, a: 0.7, b: 1.6 };
    const [drawn, plain] = [true, false].map((often) => bgNbd.future(histories, often)(theta).expected(8766));
    drawn!.forEach((value, k) => {
      expectClose(value, plain![k]!, 1e-11);
    });
  });
});
