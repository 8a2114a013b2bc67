import { describe, expect, it } from "vitest";
import { gaussLegendre } from "../../src/math/gauss-legendre.ts";
import { expectClose } from "../support/close.ts";

/** Abramowitz & Stegun (1964), table 25.4: n = 12, the positive nodes and their weights, 15 decimals. */
const TABLE = [
  [0.125233408511469, 0.249147045813403],
  [0.36783149899818, 0.233492536538355],
  [0.587317954286617, 0.203167426723066],
  [0.769902674194305, 0.160078328543346],
  [0.904117256370475, 0.106939325995318],
  [0.981560634246719, 0.047175336386512],
] as const;

describe("Gauss-Legendre", () => {
  it("has the published nodes and weights of order 12", () => {
    const { nodes, weights } = gaussLegendre(12);
    for (const [k, [node, weight]] of TABLE.entries()) {
      expectClose(nodes[6 + k], node, 0, `node ${k}`, 6e-16);
      expectClose(nodes[5 - k], -node, 0, `node −${k}`, 6e-16);
      expectClose(weights[6 + k], weight, 0, `weight ${k}`, 6e-16);
      expect(weights[5 - k]).toBe(weights[6 + k]);
    }
  });

  it.each([1, 2, 3, 8, 12, 32])("of order %i is exact for every power up to 2n − 1", (order) => {
    const { nodes, weights } = gaussLegendre(order);
    for (let power = 0; power < 2 * order; power++) {
      const integral = nodes.reduce((sum, node, k) => sum + weights[k] * node ** power, 0);
      expectClose(integral, power % 2 === 0 ? 2 / (power + 1) : 0, 4e-15, `x^${power}`, 1e-15);
    }
  });
});
