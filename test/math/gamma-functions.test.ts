import gammaln from "@stdlib/math-base-special-gammaln";
import trigamma from "@stdlib/math-base-special-trigamma";
import { describe, expect, it } from "vitest";
import { fixture } from "../support/reference.ts";

/** The distance between neighbouring doubles at a value. */
function ulp(value: number): number {
  const bits = new BigInt64Array(Float64Array.of(Math.abs(value)).buffer);
  bits[0] += 1n;
  return new Float64Array(bits.buffer)[0] - Math.abs(value);
}

/** Measured on these 358 arguments: at most 1 ulp each. Held to 4, above which we would write our own. */
const HELD = 4;

describe("the gamma functions we take from @stdlib, from 1e-8 to 1e9 and at the zeros of ln Γ", () => {
  const rows = fixture("gamma-functions");

  it.each([
    ["ln Γ", gammaln, "log_gamma"],
    ["ψ′", trigamma, "trigamma"],
  ] as const)("%s is right to 4 ulp", (name, evaluate, column) => {
    for (const { category, line, value } of rows) {
      const error = Math.abs(evaluate(value.y) - value[column]) / ulp(value[column]);
      expect(error, `${name}(${value.y}), line ${line} (${category})`).toBeLessThanOrEqual(HELD);
    }
  });
});
