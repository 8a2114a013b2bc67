import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../src/math/wilson.ts";
import { expectClose } from "../support/close.ts";

describe("Wilson's interval of a share", () => {
  it("has the ends published for 81 of 263 and 15 of 148 (Newcombe 1998, table I, method 3)", () => {
    const rounded = (hits: number, trials: number) =>
      Object.values(wilsonInterval(hits, trials, 0.95)).map((end) => end.toFixed(4));
    expect(rounded(81, 263)).toEqual(["0.2553", "0.3662"]);
    expect(rounded(15, 148)).toEqual(["0.0624", "0.1605"]);
    expect(rounded(0, 20)).toEqual(["0.0000", "0.1611"]);
    expect(rounded(1, 29)).toEqual(["0.0061", "0.1718"]);
  });

  it("solves (p̂ − p)² = z²p(1 − p)/n at both ends", () => {
    const z = 1.6448536269514722;
    for (const [hits, trials] of [
      [9, 18],
      [7, 19],
      [1, 1000],
    ] as const) {
      const { low, high } = wilsonInterval(hits, trials, 0.9);
      for (const end of [low, high]) {
        expectClose((hits / trials - end) ** 2, (z * z * end * (1 - end)) / trials, 1e-9);
      }
    }
  });
});
